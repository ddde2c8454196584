/**
 * Building DOM without markup strings: text stays text, and pages that demand Trusted Types or forbid
 * inline styles have nothing to object to.
 */

const SVG = "http://www.w3.org/2000/svg";

/** Drawn on a 24 × 24 grid, stroked in the colour of the text around them. */
const ICONS = {
  upload: "M12 15V4M7.5 8.5 12 4l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3",
  folder: "M3 7a2 2 0 0 1 2-2h4l2 2.5h8a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z",
  close: "M6 6l12 12M18 6 6 18",
  minimize: "M6 18h12",
  retry: "M19.5 12a7.5 7.5 0 1 1-2.4-5.5L20 9M20 4v5h-5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  alert: "M12 7v6M12 16.8v.2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.2v.1",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  link: "M10 14a4.5 4.5 0 0 0 6.4 0l3-3A4.5 4.5 0 0 0 13 4.6l-1.2 1.2M14 10a4.5 4.5 0 0 0-6.4 0l-3 3a4.5 4.5 0 0 0 6.4 6.4l1.2-1.2",
  camera: "M4 8h3.2L9 5.5h6L16.8 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  screen: "M3 5h18v11H3zM8.5 20h7M12 16v4",
  record: "M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10z",
  stop: "M7.5 7.5h9v9h-9z",
  mirror: "M12 4v16M9 7.5 4 16.5h5zM15 7.5l5 9h-5z",
  film: "M3.5 5.5h17v13h-17zM10 9.2v5.6l4.6-2.8z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
};

/**
 * @param {string} name of the tag
 * @param {Object<string, string|boolean|Function>} [attributes] a function listens to the event of
 *   that name; false leaves an attribute out
 * @param {...(Node|string)} children strings become text
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(attribute, value);
    else if (value !== false) node.setAttribute(attribute, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * @param {Object} button
 * @param {keyof typeof ICONS} button.symbol
 * @param {string} button.label read aloud and shown on hover
 * @param {Function} button.click
 * @returns {HTMLButtonElement}
 */
export function iconButton({ symbol, label, click }) {
  const attributes = { type: "button", class: "icon-button", "aria-label": label, title: label };
  return element("button", { ...attributes, click }, icon(symbol));
}
