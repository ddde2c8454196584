/** Words for people: a language's strings, a site's own over them, and numbers as people write them. */

import en from "./en.js";
import { directionOf, spoken } from "./languages.js";

/**
 * @callback Translate
 * @param {string} key path of a string, e.g. "queue.cancel"
 * @param {Object<string, string|number>} [values] for its `{{name}}` places
 * @returns {string}
 */

/**
 * @typedef {Object} Manner
 * @property {string} language of the strings: a BCP 47 tag
 * @property {"ltr"|"rtl"} direction
 * @property {Object[]} layers strings, the ones that win first
 */

/** @typedef {Translate & Manner} Text */

/** @type {Map<string, Object>} the widget's own strings, by language */
const loaded = new Map([["en", en]]);

const lookUp = (strings, key) => key.split(".").reduce((part, name) => part?.[name], strings);

/** @param {Manner} manner; @returns {Text} */
function speaking(manner) {
  const text = (key, values = {}) => {
    const found = manner.layers.map((strings) => lookUp(strings, key));
    const template = found.find((string) => typeof string === "string") ?? key;
    return template.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ""));
  };
  return Object.assign(text, manner);
}

/** @returns {string|null} the BCP 47 tag, e.g. "pt-BR" for "pt_BR"; null when it is none */
function tagOf(language) {
  try {
    return Intl.getCanonicalLocales(language.replaceAll("_", "-"))[0];
  } catch {
    return null;
  }
}

/**
 * Fetches the strings of a language; `createText` has them from then on. Without them, people read
 * English.
 * @param {string} language as the site wrote it
 * @returns {Promise<boolean>} whether there are words that were not there before
 */
export async function loadLanguage(language) {
  const code = spoken(language);
  if (loaded.has(code)) return false;
  try {
    loaded.set(code, (await import(`./${code}.js`)).default);
    return true;
  } catch (error) {
    console.error(`Upload widget: the language "${code}" could not be loaded.`, error);
    return false;
  }
}

/**
 * @param {{language: string, text: Object<string, Object>}} options
 * @returns {Text} in English where the language has not been loaded
 */
export function createText({ language, text }) {
  const code = spoken(language);
  const own = text[language] ?? text[code] ?? {};
  const shown = text[language] ? language : code;
  return speaking({
    language: tagOf(shown) ?? code,
    direction: directionOf(shown),
    layers: [own, loaded.get(code) ?? en, en],
  });
}

/**
 * The same text with the strings of a part that is fetched on demand. The site's own words stay above
 * them.
 * @param {Text} text
 * @param {(language: string) => Promise<{default: Object}>} load imports the part's strings
 * @returns {Promise<Text>}
 */
export async function extended(text, load) {
  const [strings, english] = await Promise.all([load(spoken(text.language)), load("en")]);
  const [own, ...others] = text.layers;
  return speaking({ ...text, layers: [own, strings.default, english.default, ...others] });
}

/** The units of formatSize, as Intl names them. */
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/**
 * @param {number} bytes
 * @param {string} [language]
 * @returns {string} e.g. "640 kB", "1.2 MB", in steps of 1,000
 */
export function formatSize(bytes, language = "en") {
  const exponent = bytes ? Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  const value = bytes / 1000 ** exponent;
  const digits = exponent > 1 && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    numberingSystem: "latn",
    style: "unit",
    unit: UNITS[exponent],
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);
}

/**
 * @param {import("../core/upload-error.js").UploadError} error
 * @param {Text} text
 * @returns {string} the server's own words where there are some
 */
export function describeError(error, text) {
  if (error.kind === "server") return error.message;
  const { limit, formats, ...others } = error.values;
  return text(`errors.${error.kind}`, {
    ...others,
    status: error.status,
    limit: limit && formatSize(limit, text.language),
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
