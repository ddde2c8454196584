/** Words for people: a language's strings, a site's own over them, and numbers as people write them. */

import en from "./en.js";

/**
 * @callback Text
 * @param {string} key path of a string, e.g. "queue.cancel"
 * @param {Object<string, string|number>} [values] for its `{{name}}` places
 * @returns {string}
 */

const lookUp = (strings, key) => key.split(".").reduce((part, name) => part?.[name], strings);

/**
 * @param {{language: string, text: Object<string, Object>}} options
 * @returns {Text}
 */
export function createText({ language, text }) {
  const own = text[language] ?? {};
  return (key, values = {}) => {
    const found = lookUp(own, key);
    const template = typeof found === "string" ? found : lookUp(en, key);
    return template.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ""));
  };
}

/**
 * @param {number} bytes
 * @returns {string} e.g. "640 KB", "1.2 MB", in steps of 1,000
 */
export function formatSize(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const exponent = bytes ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  const value = bytes / 1000 ** exponent;
  const digits = exponent > 1 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[exponent]}`;
}

/**
 * @param {import("../core/upload.js").UploadError} error
 * @param {Text} text
 * @returns {string} the server's own words where there are some
 */
export function describeError(error, text) {
  if (error.kind === "server") return error.message;
  const { limit, formats } = error.values;
  return text(`errors.${error.kind}`, {
    status: error.status,
    limit: limit && formatSize(limit),
    formats: formats && formatNames(formats, text),
  });
}

const KINDS = ["image", "video", "audio"];

/**
 * @param {string[]} formats
 * @param {Text} text
 * @returns {string} e.g. "JPG, videos" for ["jpg", "video"]
 */
export function formatNames(formats, text) {
  return formats
    .map((name) => (KINDS.includes(name) ? text(`formats.${name}`) : name.toUpperCase()))
    .join(", ");
}
