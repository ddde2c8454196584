/** From options to the fields of an upload request, as the Upload API writes them. */

import { OPTIONS } from "./option-table.js";
import { transformationString } from "./transformation.js";

const PARAMETERS = Object.keys(OPTIONS).filter((name) => OPTIONS[name].parameter);

/** @param {string} name; @returns {string} e.g. "public_id" for "publicId" */
export const fieldName = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const escapePair = (value) => String(value).replace(/[|=]/g, "\\$&");

const escapeItem = (value) => `"${String(value).replace(/["\\]/g, "\\$&")}"`;

/** `|` separates pairs and `=` a key from its value, so both are escaped inside them. */
function pairs(values) {
  if (typeof values === "string") return values;
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => {
      const written = Array.isArray(value) ? `[${value.map(escapeItem).join(",")}]` : value;
      return `${escapePair(key)}=${escapePair(written)}`;
    })
    .join("|");
}

/** How the parameters are written that are not simply strings. */
const WRITTEN = {
  tags: (tags) => [tags].flat().join(","),
  context: (context) => pairs(context.custom ?? context),
  metadata: pairs,
  auditContext: pairs,
  transformation: transformationString,
  eager: (eager) => [eager].flat().map(transformationString).join("|"),
};

/**
 * @param {import("./options.js").WidgetOptions} options
 * @returns {Object<string, string>} fields by name; empty ones are left out
 */
export function uploadFields(options) {
  const fields = PARAMETERS.map((name) => {
    const value = options[name];
    if (value === undefined || value === null) return [name, ""];
    return [fieldName(name), (WRITTEN[name] ?? String)(value)];
  });
  return Object.fromEntries(fields.filter(([, value]) => value));
}
