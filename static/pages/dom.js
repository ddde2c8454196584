/** Build DOM nodes. Data only ever becomes text or an attribute value, never markup. */

/**
 * @param {string} name the element's tag name
 * @param {Object<string, unknown>} attributes false, null and undefined leave an attribute out, true sets it empty,
 *   and a function under "onclick" and the like listens to that event
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(attribute.slice(2), value);
    else if (value !== false && value !== null && value !== undefined)
      node.setAttribute(attribute, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/**
 * An icon of 24 × 24 units, drawn with lines.
 * @param {string} path the `d` of its path
 * @returns {SVGElement}
 */
export function icon(path) {
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(namespace, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/**
 * The data that the server put into a `<script type="application/json">`.
 * @param {string} id
 * @returns {any}
 */
export function pageData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}
