/** The languages that the widget speaks, each in files of its own that are fetched when it is chosen. */

/** By the code of the option `language`; each has a file of its name wherever there are strings. */
export const LANGUAGES = ["ar", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "ru", "zh"];

/** Scripts that run from right to left; sites bring strings in other languages than ours too. */
const RIGHT_TO_LEFT = ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];

const primary = (language) => language.toLowerCase().split(/[-_]/)[0];

/**
 * @param {string} language as the site wrote it, e.g. "pt_BR", "zh-Hant"
 * @returns {string} the nearest one that there is: "pt", "zh"; English for all others
 */
export const spoken = (language) => {
  const code = primary(language);
  return LANGUAGES.includes(code) ? code : "en";
};

/** @param {string} language */
export const directionOf = (language) => {
  return RIGHT_TO_LEFT.includes(primary(language)) ? "rtl" : "ltr";
};
