/**
 * The source that is open: mounts and unmounts the sources' modules. Once there are files, a source
 * other than the local one makes room for them, and turns off what it uses; a button brings it back.
 */

import { SOURCES } from "../sources/index.js";
import { element, icon } from "./elements.js";
import { PANEL_ID, Tabs } from "./tabs.js";

const nothing = () => ({ controller: new AbortController(), unmount: null });

export class SourceView {
  #context;
  #onChange;
  #mounted = nothing();
  #tabs;
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
    this.names = names;
    this.#tabs = new Tabs(names, context.text, (name) => this.show(name));
    /** @type {string|null} the source that is open */
    this.current = null;
    /** @type {HTMLElement} */
    this.container = element("div", { class: "source", id: PANEL_ID });
    /** @type {HTMLElement} */
    this.tabs = this.#tabs.node;
    signal.addEventListener("abort", () => this.#unmount());
  }

  /**
   * Opens a source; a source whose module is here already is open when this returns.
   * @param {string} name
   */
  show(name) {
    if (name === this.current && this.#mounted.unmount) return;
    this.#unmount();
    const isOther = name !== this.current;
    const mounted = { ...nothing(), unmount: () => {} };
    this.#mounted = mounted;
    this.current = name;
    this.container.dataset.source = name;
    this.#tabs.select(name, this.container);
    const module = SOURCES[name].load();
    if (module instanceof Promise) {
      module.then(
        (loaded) => this.#mount(mounted, loaded),
        (error) => this.#sayUnavailable(mounted, error),
      );
    } else this.#mount(mounted, module);
    if (isOther) this.#onChange(name);
  }

  /** Leaves a button that opens the source again; the local source stays, as small as that. */
  makeRoom() {
    const name = this.current;
    if (!name || name === "local" || !this.#mounted.unmount) return;
    const hadFocus = this.container.contains(this.container.getRootNode().activeElement);
    this.#unmount();
    const { text, options } = this.#context;
    const again = () => {
      this.show(name);
      this.container.querySelector(":is(button, input)")?.focus();
    };
    const button = element(
      "button",
      { type: "button", class: "source-again", click: again },
      element("span", { class: "source-symbol" }, icon(SOURCES[name].symbol)),
      text(options.multiple ? "queue.upload_more" : "local.again"),
    );
    this.container.replaceChildren(button);
    if (hadFocus) button.focus();
  }

  /** Turns off what the source uses while nobody sees it; `show` brings it back. */
  suspend() {
    if (this.current !== "local") this.#unmount();
  }

  /** Forgets which source was open. */
  reset() {
    this.#unmount();
    this.current = null;
  }

  async #mount(mounted, module) {
    const { signal } = mounted.controller;
    if (signal.aborted) return;
    try {
      const container = element("div", { class: "source-content" });
      this.container.replaceChildren(container);
      const unmount = await module.mount(container, { ...this.#context, signal });
      if (signal.aborted) unmount?.();
      else if (unmount) mounted.unmount = unmount;
    } catch (error) {
      this.#sayUnavailable(mounted, error);
    }
  }

  #sayUnavailable(mounted, error) {
    if (mounted.controller.signal.aborted || this.#ended.aborted) return;
    console.error(error);
    mounted.unmount = null;
    this.#context.notify(this.#context.text("errors.source"));
  }

  #unmount() {
    this.#mounted.controller.abort();
    this.#mounted.unmount?.();
    this.#mounted = nothing();
    this.container.replaceChildren();
  }
}
