/** How far the tagging of one asset is: a bar while it runs, plain words when the server is out of reach. */

import { element } from "./dom.js";

/**
 * @returns {{node: HTMLElement, showProgress: (share: number) => void, showTrouble: (retrying: boolean) => void}}
 *   `share` runs from 0 to 1
 */
export function taggingState() {
  const done = element("div", { class: "progress-done" });
  const bar = element(
    "div",
    { class: "progress", role: "progressbar", "aria-label": "Tagging", "aria-valuemin": 0, "aria-valuemax": 100 },
    done,
  );
  const words = element("p", { class: "soft small" }, "Waiting to be tagged…");
  const node = element("div", { class: "tagging-state" }, words, bar);

  return {
    node,
    showProgress(share) {
      const percent = Math.round(share * 100);
      done.style.setProperty("--progress", share);
      bar.setAttribute("aria-valuenow", percent);
      words.textContent = share > 0 ? `Tagging… ${percent} %` : "Waiting to be tagged…";
    },
    showTrouble(retrying) {
      bar.hidden = !retrying;
      words.textContent = retrying
        ? "The connection was lost. Trying again…"
        : "The server does not answer. Tagging goes on there: reload this page later to see the tags.";
    },
  };
}
