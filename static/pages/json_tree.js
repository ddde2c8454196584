/** JSON as a tree that folds. Branches are `<details>`, so the keyboard and screen readers know them already. */

import { element } from "./dom.js";

const OPEN_LEVELS = 1;
const LONG_TEXT = 160;

/**
 * @param {unknown} value
 * @param {string|null} key its name in the object around it
 * @param {number} level 0 for the whole
 * @returns {HTMLElement}
 */
export function jsonTree(value, key = null, level = 0) {
  if (value !== null && typeof value === "object") return branch(value, key, level);
  return element("div", { class: "json-leaf" }, ...keyOf(key), leaf(value));
}

/** Fold every branch but the outermost, or unfold all; the button says which comes next. */
export function foldAll(tree, button) {
  const branches = [...tree.querySelectorAll("details details")];
  const unfold = branches.every((details) => !details.open);
  for (const details of branches) details.open = unfold;
  button.textContent = unfold ? "Fold all" : "Unfold all";
}

function branch(value, key, level) {
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const [opening, closing] = isList ? ["[", "]"] : ["{", "}"];
  if (!entries.length)
    return element("div", { class: "json-leaf" }, ...keyOf(key), element("span", { class: "json-mark" }, opening + closing));
  const count = `${entries.length} ${isList ? plural(entries.length, "item") : plural(entries.length, "field")}`;
  return element(
    "details",
    { open: level <= OPEN_LEVELS || entries.length === 1 },
    element(
      "summary",
      {},
      ...keyOf(key),
      element("span", { class: "json-mark" }, opening),
      element("span", { class: "json-count" }, `${count} ${closing}`),
    ),
    element(
      "div",
      { class: "json-children" },
      ...entries.map(([name, child]) => jsonTree(child, isList ? null : name, level + 1)),
    ),
    element("div", { class: "json-mark json-closing" }, closing),
  );
}

function keyOf(key) {
  return key === null
    ? []
    : [element("span", { class: "json-key" }, JSON.stringify(key)), element("span", { class: "json-mark" }, ": ")];
}

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  const text = JSON.stringify(value);
  const isAddress = kind === "string" && /^https?:\/\//.test(value);
  const shown = text.length > LONG_TEXT ? `${text.slice(0, LONG_TEXT)}…"` : text;
  return isAddress
    ? element("a", { class: "json-string", href: value, title: value }, shown)
    : element("span", { class: `json-${kind}` }, shown);
}

function plural(count, word) {
  return count === 1 ? word : `${word}s`;
}
