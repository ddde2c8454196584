/** Tag chips: name, confidence in numbers and as a bar, and how often a video shows it. */

import { element, icon } from "./dom.js";
import { formatConfidence } from "./format.js";

const MOMENTS = "M8 5v14l11-7z";

/**
 * @param {import("./tag_rows.js").TagRow} row
 * @param {{onChoose?: () => void, title?: string}} options with `onChoose` the chip is a button
 * @returns {HTMLElement}
 */
export function tagChip(row, { onChoose, title } = {}) {
  const count = row.segments.length;
  const bar = element("span", { class: "tag-bar", "aria-hidden": "true" });
  bar.style.setProperty("--confidence", row.confidence);
  return element(
    onChoose ? "button" : "span",
    { class: "tag", type: onChoose && "button", "data-kind": row.kind, "data-tag": row.tag, title, onclick: onChoose ?? null },
    element("span", { class: "tag-name" }, row.tag),
    element("span", { class: "tag-number" }, formatConfidence(row.confidence)),
    count > 0 &&
      element(
        "span",
        { class: "tag-segments" },
        icon(MOMENTS),
        String(count),
        element("span", { class: "visually-hidden" }, count === 1 ? " segment" : " segments"),
      ),
    bar,
  );
}

/** A chip for a tag that a person gave: certain, and found by nobody. */
export function manualChip(tag) {
  const bar = element("span", { class: "tag-bar", "aria-hidden": "true" });
  bar.style.setProperty("--confidence", 1);
  return element(
    "span",
    { class: "tag", "data-kind": "text", "data-tag": tag },
    element("span", { class: "tag-name" }, tag),
    element("span", { class: "tag-number" }, "given"),
    bar,
  );
}

/** @param {HTMLElement[]} chips */
export function chipList(chips, label) {
  return element("ul", { class: "tags", "aria-label": label }, ...chips.map((chip) => element("li", {}, chip)));
}
