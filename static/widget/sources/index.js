/**
 * The sources that files can come from, by the names that the option `sources` uses. Each is a module
 * of this folder with its own style sheet, fetched when a visitor first opens it; the local one comes
 * along, because nearly every widget starts with it.
 */

import * as local from "./local.js";

/**
 * @typedef {Object} SourceContext
 * @property {import("../core/options.js").WidgetOptions} options
 * @property {import("../text/text.js").Text} text
 * @property {(chosen: (File|import("../core/remote-file.js").RemoteFile)[]) => void} add
 * @property {(message: string) => void} notify shows a message to the visitor
 * @property {HTMLElement} dropTarget the whole dialog
 * @property {(address: URL) => Promise<void>} adopt puts a style sheet into the shadow tree
 * @property {AbortSignal} signal aborted when the source is unmounted: ends listeners and streams
 */

/**
 * What a source's module exports.
 * @typedef {Object} SourceModule
 * @property {string} name
 * @property {(container: HTMLElement, context: SourceContext)
 *   => (() => void)|void|Promise<(() => void)|void>} mount fills the container; what it returns
 *   unmounts the source and releases what `signal` does not. One module serves many widgets, so it
 *   keeps nothing between calls.
 */

/**
 * @typedef {Object} Source
 * @property {string} label key of its name among the strings
 * @property {string} symbol one of the icons
 * @property {() => SourceModule|Promise<SourceModule>} load
 */

/** @type {Object<string, Source>} */
export const SOURCES = {
  local: { label: "menu.files", symbol: "folder", load: () => local },
  url: { label: "menu.web", symbol: "link", load: () => import("./url/url.js") },
  camera: { label: "menu.camera", symbol: "camera", load: () => import("./camera/camera.js") },
  screen_capture: {
    label: "menu.screen",
    symbol: "screen",
    load: () => import("./screen_capture/screen_capture.js"),
  },
};

/**
 * @param {string[]} names
 * @returns {string[]} those that there are, at least one
 */
export function availableSources(names) {
  const unknown = names.filter((name) => !Object.hasOwn(SOURCES, name));
  if (unknown.length) {
    console.warn(`Upload widget: sources that are not available: ${unknown.join(", ")}.`);
  }
  const known = names.filter((name) => Object.hasOwn(SOURCES, name));
  return known.length ? [...new Set(known)] : ["local"];
}
