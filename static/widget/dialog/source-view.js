/** The tabs of the sources and the one that is open: mounts and unmounts the sources' modules. */

import { SOURCES } from "../sources/index.js";
import { element, icon } from "./elements.js";

export class SourceView {
  #context;
  #onChange;
  #mounted = { name: null, controller: new AbortController(), unmount: null };
  #tabs = new Map();
  #ended;

  /**
   * @param {Object} parts
   * @param {string[]} parts.names of the sources, in the order of their tabs
   * @param {Omit<import("../sources/index.js").SourceContext, "signal">} parts.context for them all
   * @param {(name: string) => void} parts.onChange another source is open
   * @param {AbortSignal} parts.signal ends everything
   */
  constructor({ names, context, onChange, signal }) {
    this.#context = context;
    this.#onChange = onChange;
    this.#ended = signal;
    /** @type {HTMLElement} */
    this.container = element("div", { class: "source" });
    /** @type {HTMLElement} */
    this.tabs = this.#createTabs(names);
    signal.addEventListener("abort", () => this.#unmount());
  }

  /** @returns {string|null} */
  get current() {
    return this.#mounted.name;
  }

  /**
   * Opens a source; a source whose module is here already is open when this returns.
   * @param {string} name
   */
  show(name) {
    if (name === this.current) return;
    this.#unmount();
    const mounted = { name, controller: new AbortController(), unmount: null };
    this.#mounted = mounted;
    this.container.dataset.source = name;
    for (const [other, tab] of this.#tabs) {
      tab.toggleAttribute("data-current", other === name);
      if (other === name) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    const module = SOURCES[name].load();
    if (module instanceof Promise) {
      module.then(
        (loaded) => this.#mount(mounted, loaded),
        (error) => this.#sayUnavailable(mounted, error),
      );
    } else this.#mount(mounted, module);
    this.#onChange(name);
  }

  #createTabs(names) {
    const { text } = this.#context;
    if (names.length === 1) {
      const { symbol, label } = SOURCES[names[0]];
      return element("h2", { class: "tab", "data-current": true }, icon(symbol), text(label));
    }
    for (const name of names) {
      const { symbol, label } = SOURCES[name];
      const tab = element(
        "button",
        { type: "button", class: "tab", click: () => this.show(name) },
        icon(symbol),
        text(label),
      );
      this.#tabs.set(name, tab);
    }
    return element("nav", { class: "tabs" }, ...this.#tabs.values());
  }

  async #mount(mounted, module) {
    const { signal } = mounted.controller;
    if (signal.aborted) return;
    try {
      const container = element("div", { class: "source-content" });
      this.container.replaceChildren(container);
      const unmount = await module.mount(container, { ...this.#context, signal });
      if (signal.aborted) unmount?.();
      else mounted.unmount = unmount;
    } catch (error) {
      this.#sayUnavailable(mounted, error);
    }
  }

  #sayUnavailable(mounted, error) {
    if (mounted.controller.signal.aborted || this.#ended.aborted) return;
    console.error(error);
    mounted.name = null;
    this.#context.notify(this.#context.text("errors.source"));
  }

  #unmount() {
    this.#mounted.controller.abort();
    this.#mounted.unmount?.();
    this.#mounted = { name: null, controller: new AbortController(), unmount: null };
    this.container.replaceChildren();
  }
}
