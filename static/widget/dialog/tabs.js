/** The tabs of the sources: one is in the tab order, the arrow keys go from one to the next. */

import { SOURCES } from "../sources/index.js";
import { element, icon } from "./elements.js";

const tabOf = (name) => `source-tab-${name}`;

export const PANEL_ID = "source-panel";

/** Where a key leads from the tab at `index`; right to left, the arrows change places. */
function target(key, index, count, direction) {
  const forth = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = direction === "rtl" ? "ArrowRight" : "ArrowLeft";
  if (key === forth) return (index + 1) % count;
  if (key === back) return (index + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

export class Tabs {
  /** @type {Map<string, HTMLElement>} */
  #tabs = new Map();
  #direction;

  /**
   * @param {string[]} names of the sources; a single one is a heading
   * @param {import("../text/text.js").Text} text
   * @param {(name: string) => void} choose
   */
  constructor(names, text, choose) {
    this.#direction = text.direction;
    /** @type {HTMLElement} */
    this.node = names.length === 1 ? this.#heading(names[0], text) : this.#list(names, text, choose);
  }

  /**
   * @param {string} name of the source that is open
   * @param {HTMLElement} panel that shows it
   */
  select(name, panel) {
    if (!this.#tabs.size) return;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tabOf(name));
    for (const [other, tab] of this.#tabs) {
      tab.setAttribute("aria-selected", String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
    }
    this.#tabs.get(name).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #heading(name, text) {
    const { symbol, label } = SOURCES[name];
    return element("h2", { class: "tab" }, icon(symbol), text(label));
  }

  #list(names, text, choose) {
    for (const name of names) {
      const { symbol, label } = SOURCES[name];
      const attributes = { type: "button", class: "tab", role: "tab", id: tabOf(name) };
      const tab = element(
        "button",
        { ...attributes, "aria-controls": PANEL_ID, click: () => choose(name) },
        icon(symbol),
        element("span", {}, text(label)),
      );
      this.#tabs.set(name, tab);
    }
    return element(
      "div",
      {
        class: "tabs",
        role: "tablist",
        "aria-label": text("menu.sources"),
        keydown: (event) => this.#onKey(event),
      },
      ...this.#tabs.values(),
    );
  }

  #onKey(event) {
    const tabs = [...this.#tabs.values()];
    const index = tabs.indexOf(event.target.closest(".tab"));
    const next = target(event.key, index, tabs.length, this.#direction);
    if (index < 0 || next === null) return;
    event.preventDefault();
    tabs[next].focus();
  }
}
