/** Where the widget is on the page: over it, as a modal dialog, or inside one of its elements. */

import { element } from "./elements.js";

/**
 * @typedef {Object} Frame
 * @property {HTMLElement} node holds the widget
 * @property {boolean} isOpen
 * @property {(host: HTMLElement) => void} open puts the host on the page and shows the node
 * @property {() => void} close
 */

/**
 * A native modal dialog: the browser keeps the focus in it and gives it back.
 * @param {string} label
 * @param {{onCancel: () => void, onClosed: () => void}} on `onCancel`: the visitor pressed Escape;
 *   `onClosed`: the dialog has been closed, by `close` or by the browser
 * @returns {Frame}
 */
function modalFrame(label, { onCancel, onClosed }) {
  const node = element("dialog", { class: "window", "aria-label": label });
  node.addEventListener("cancel", (event) => {
    if (event.target !== node) return;
    event.preventDefault();
    onCancel();
  });
  node.addEventListener("close", onClosed);
  return {
    node,
    get isOpen() {
      return node.open;
    },
    open(host) {
      if (!host.isConnected) document.body.append(host);
      if (!node.open) node.showModal();
    },
    close: () => node.close(),
  };
}

/**
 * A part of the page, which keeps the focus where it is.
 * @param {string} label
 * @param {Element|string} place an element or a selector of one, looked up when the widget is opened
 * @returns {Frame}
 */
function inlineFrame(label, place) {
  const node = element("section", {
    class: "window",
    "aria-label": label,
    "data-inline": true,
    hidden: true,
  });
  return {
    node,
    get isOpen() {
      return !node.hidden;
    },
    open(host) {
      const container = typeof place === "string" ? document.querySelector(place) : place;
      if (!container) {
        console.error(`Upload widget: the page has no element "${place}" (inlineContainer).`);
        return;
      }
      if (host.parentNode !== container) container.append(host);
      node.hidden = false;
    },
    close() {
      node.hidden = true;
    },
  };
}

/**
 * @param {import("../core/options.js").WidgetOptions} options
 * @param {string} label
 * @param {{onCancel: () => void, onClosed: () => void}} on
 * @returns {Frame}
 */
export const createFrame = ({ inlineContainer }, label, on) => {
  return inlineContainer ? inlineFrame(label, inlineContainer) : modalFrame(label, on);
};
