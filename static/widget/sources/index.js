/** The sources that files can come from, by the names that the option `sources` uses. */

import { local } from "./local.js";

/**
 * @typedef {Object} SourceContext
 * @property {HTMLElement} dropTarget the whole dialog
 * @property {import("../core/options.js").WidgetOptions} options
 * @property {import("../text/text.js").Text} text
 * @property {(files: File[]) => void} addFiles
 * @property {(message: string) => void} notify shows a message to the visitor
 * @property {AbortSignal} signal ends every listener when the dialog goes away
 */

/**
 * @typedef {Object} Source
 * @property {string} name
 * @property {string} label key of its name among the strings
 * @property {string} symbol one of the icons
 * @property {(context: SourceContext) => HTMLElement} mount
 */

/** @type {Object<string, Source>} */
const SOURCES = { local };

/**
 * @param {string[]} names
 * @returns {Source[]} at least one; a name without a source is ignored
 */
export function sourcesNamed(names) {
  const unknown = names.filter((name) => !(name in SOURCES));
  if (unknown.length) {
    console.warn(`Upload widget: sources that are not available: ${unknown.join(", ")}.`);
  }
  const known = names.filter((name) => name in SOURCES).map((name) => SOURCES[name]);
  return known.length ? known : [local];
}
