/** From what a site wrote to options in one form: names in camelCase, defaults filled in. */

import { LEFT_OUT, OPTIONS } from "./option-table.js";
import { Unfit } from "./option-kinds.js";

/**
 * The options by name; option-table.js lists them.
 * @typedef {Object<string, *>} WidgetOptions
 */

const toCamelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

const warn = (sentence) => console.warn(`Upload widget: ${sentence}`);

/** How many letters must be added, taken away or replaced to make one word of the other. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, opposite] of [...other].entries()) {
      const replaced = row[column] + (letter === opposite ? 0 : 1);
      next.push(Math.min(replaced, row[column + 1] + 1, next[column] + 1));
    }
    row = next;
  }
  return row.at(-1);
}

function warnOfUnknown(name) {
  if (Object.hasOwn(LEFT_OUT, name)) {
    warn(`the option "${name}" has no effect: ${LEFT_OUT[name]}.`);
    return;
  }
  const [nearest] = Object.keys(OPTIONS)
    .map((known) => [known, distance(name.toLowerCase(), known.toLowerCase())])
    .sort(([, one], [, other]) => one - other)[0];
  const hint = distance(name.toLowerCase(), nearest.toLowerCase()) <= 3;
  warn(`the option "${name}" is unknown.${hint ? ` Did you mean "${nearest}"?` : ""}`);
}

/** @returns {Array} [name, value] if the option is known and its value fits, else nothing */
function readOption(name, value) {
  if (!Object.hasOwn(OPTIONS, name)) {
    warnOfUnknown(name);
    return [];
  }
  const { kind, default: fallback } = OPTIONS[name];
  if (value === null) return [[name, fallback]];
  try {
    return [[name, kind(value)]];
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    warn(`the option "${name}" must be ${error.message}; what was given is ignored.`);
    return [];
  }
}

const DEFAULTS = Object.fromEntries(
  Object.entries(OPTIONS).map(([name, { default: fallback }]) => [name, fallback]),
);

/**
 * @param {Object} given as the site wrote them; null stands for the default
 * @param {WidgetOptions} [before] what they change, when a living widget is updated
 * @returns {WidgetOptions}
 */
export function readOptions(given, before = DEFAULTS) {
  const named = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  if (named.some(([name, value]) => name === "encryption" && value)) {
    throw new TypeError(
      'Upload widget: the option "encryption" is not supported, and files that are to be ' +
        "encrypted are not sent as they are. Leave it out.",
    );
  }
  const read = named
    .filter(([name]) => name !== "encryption")
    .flatMap(([name, value]) => readOption(toCamelCase(name), value));
  const options = { ...before, ...Object.fromEntries(read) };
  if (!options.cloudName) {
    console.error('Upload widget: the option "cloudName" is missing; uploads will fail.');
  }
  return options;
}

/** @param {WidgetOptions} options */
export const fileLimit = (options) => (options.multiple ? (options.maxFiles ?? Infinity) : 1);
