/** What is left of a minimized dialog: a button in the corner that says how far the uploads are. */

import { element, icon } from "./elements.js";

const POSITION = /^\s*(left|right)\s*:\s*(\d+(?:\.\d+)?(?:px|em|rem|%|vw))\s*$/;

/** Puts the button where `queueViewPosition` says, e.g. "right:35px". */
function place(pill, queueViewPosition) {
  if (!queueViewPosition) return;
  const found = POSITION.exec(queueViewPosition);
  if (!found) {
    console.warn(
      `Upload widget: queueViewPosition must look like "right:35px", not "${queueViewPosition}".`,
    );
    return;
  }
  const [, side, distance] = found;
  pill.style[side] = distance;
  pill.style[side === "left" ? "right" : "left"] = "auto";
}

/**
 * @param {Object} parts
 * @param {import("../core/queue.js").UploadQueue} parts.queue
 * @param {import("../core/options.js").WidgetOptions} parts.options
 * @param {import("../text/text.js").Text} parts.text
 * @param {() => void} parts.expand
 * @param {string} [parts.position] see place
 * @param {AbortSignal} parts.signal ends the listening
 * @returns {HTMLButtonElement}
 */
export function createPill({ queue, options, text, expand, signal }) {
  const label = element("span", {});
  const fill = element("span", { class: "bar-fill" });
  const pill = element(
    "button",
    { type: "button", class: "pill", title: text("queue.expand"), hidden: true, click: expand },
    icon("upload"),
    label,
    element("span", { class: "bar", "aria-hidden": "true" }, fill),
  );
  place(pill, options.queueViewPosition);
  const update = () => {
    const failed = queue.entries.filter(({ status }) => status === "failed").length;
    const percent = Math.floor(queue.progress * 100);
    if (queue.busy) label.textContent = text("queue.mini_title_uploading", { percent });
    else if (failed) label.textContent = text("queue.mini_failed", { num: failed });
    else label.textContent = text("queue.mini_title");
    fill.style.transform = `scaleX(${queue.progress})`;
  };
  for (const type of ["added", "changed", "removed", "ended"]) {
    queue.addEventListener(type, update, { signal });
  }
  update();
  return pill;
}
