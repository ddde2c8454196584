/**
 * The window: a native modal dialog in a shadow tree, so that the browser keeps and returns the focus
 * and the page's styles stay outside.
 */

import { availableSources } from "../sources/index.js";
import { createAnnouncer } from "./announcer.js";
import { element, iconButton } from "./elements.js";
import { applyPalette } from "./palette.js";
import { createPill } from "./pill.js";
import { QueueView } from "./queue-view.js";
import { SourceView } from "./source-view.js";
import { adopt, styleSheets } from "./style-sheets.js";

export class UploadDialog {
  #host = document.createElement("tagdrop-upload-widget");
  #listening = new AbortController();
  #stopPainting;
  #window;
  #notice = element("p", { class: "notice", role: "alert", hidden: true });
  #prompt;
  #pill;
  #announcer;
  #view;
  #sources;
  #panel = element("div", { class: "panel", hidden: true });

  /**
   * @param {Object} parts
   * @param {import("../core/options.js").WidgetOptions} parts.options
   * @param {import("../text/text.js").Text} parts.text
   * @param {import("../core/queue.js").UploadQueue} parts.queue
   * @param {(chosen: (File|import("../core/remote-file.js").RemoteFile)[]) => void} parts.onAdd
   * @param {(name: string) => void} parts.onSource another source is open
   * @param {() => void} parts.onClose the visitor asks to close
   * @param {() => void} parts.onStop the visitor confirms that running uploads are to stop
   * @param {() => void} parts.onMinimize
   * @param {() => void} parts.onExpand
   * @param {() => void} parts.onForcedClose the browser has closed the dialog without asking
   */
  constructor({ options, text, queue, ...on }) {
    const { signal } = this.#listening;
    this.#view = new QueueView({ queue, text, done: on.onClose, signal });
    this.#pill = createPill({ queue, text, expand: on.onExpand, signal });
    this.#announcer = createAnnouncer(queue, text, signal);
    this.#prompt = this.#createPrompt(text, on.onStop);
    this.#window = element("dialog", { class: "window", "aria-label": text("title") });
    this.#sources = new SourceView({
      names: availableSources(options.sources),
      context: {
        options,
        text,
        dropTarget: this.#window,
        add: (chosen) => this.#add(on.onAdd, chosen),
        notify: (message) => this.notify(message),
        adopt: (address) => adopt(this.#host.shadowRoot, address),
      },
      onChange: on.onSource,
      signal,
    });
    this.#window.append(
      this.#createHeader(text, on),
      element(
        "div",
        { class: "content" },
        this.#sources.container,
        this.#panel,
        this.#notice,
        this.#view.list,
      ),
      this.#prompt,
      this.#view.footer,
      this.#announcer,
    );
    this.#stopPainting = applyPalette(this.#host, options.styles?.palette);
    this.#build(on);
    this.#follow(queue, options);
  }

  /** @param {string} name of the source to open */
  showSource(name) {
    this.#sources.show(name);
  }

  /** @returns {string|null} the source that is open */
  get source() {
    return this.#sources.current;
  }

  /** @param {string} message shown to the visitor until the next files are chosen */
  notify(message) {
    this.#notice.textContent = message;
    this.#notice.hidden = false;
  }

  /**
   * Shows an empty panel over the source, for an editor.
   * @returns {Promise<{container: HTMLElement, adopt: (address: URL) => Promise<void>,
   *   close: () => void}>}
   */
  async openPanel() {
    const container = element("div", { class: "panel-content" });
    this.#panel.replaceChildren(container);
    this.#panel.hidden = false;
    this.#window.toggleAttribute("data-panel", true);
    const close = () => {
      if (!container.isConnected) return;
      this.#panel.replaceChildren();
      this.#panel.hidden = true;
      this.#window.toggleAttribute("data-panel", false);
    };
    return { container, adopt: (address) => adopt(this.#host.shadowRoot, address), close };
  }

  show() {
    if (!this.#host.isConnected) document.body.append(this.#host);
    this.#pill.hidden = true;
    this.#window.append(this.#announcer);
    if (!this.#window.open) this.#window.showModal();
  }

  hide() {
    this.#pill.hidden = true;
    this.#window.close();
  }

  /** Leaves only the small button in the corner. */
  minimize() {
    if (!this.#host.isConnected) document.body.append(this.#host);
    this.#window.close();
    this.#host.shadowRoot.append(this.#announcer);
    this.#pill.hidden = false;
  }

  /** Hides the dialog and takes its elements off the page. */
  close() {
    this.#prompt.hidden = true;
    this.#notice.hidden = true;
    this.hide();
    this.#host.remove();
  }

  /** Asks the visitor whether running uploads are to stop. */
  askToClose() {
    this.#prompt.hidden = false;
    this.#prompt.querySelector(".action-button").focus();
  }

  /** After this, nothing of the dialog is left on the page or listening. */
  destroy() {
    this.close();
    this.#listening.abort();
    this.#stopPainting();
  }

  #createHeader(text, { onMinimize, onClose }) {
    const minimize = iconButton({
      symbol: "minimize",
      label: text("queue.minimize"),
      click: onMinimize,
    });
    minimize.classList.add("minimize");
    return element(
      "header",
      { class: "header" },
      this.#sources.tabs,
      minimize,
      iconButton({ symbol: "close", label: text("close"), click: onClose }),
    );
  }

  #createPrompt(text, onStop) {
    const button = (key, style, click) => {
      return element("button", { type: "button", class: style, click }, text(key));
    };
    return element(
      "div",
      { class: "prompt", role: "group", "aria-labelledby": "close-prompt", hidden: true },
      element("p", { id: "close-prompt" }, text("queue.close_prompt")),
      button("queue.close_stop", "quiet-button", onStop),
      button("queue.close_keep", "action-button", () => this.#withdrawPrompt()),
    );
  }

  #build({ onClose, onForcedClose }) {
    const root = this.#host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = styleSheets;
    root.append(this.#window, this.#pill);
    this.#window.addEventListener("cancel", (event) => {
      if (event.target !== this.#window) return;
      event.preventDefault();
      onClose();
    });
    this.#window.addEventListener("close", () => {
      const hiddenByUs = !this.#pill.hidden || !this.#host.isConnected;
      if (!this.#window.open && !hiddenByUs) onForcedClose();
    });
  }

  #add(onAdd, chosen) {
    this.#notice.hidden = true;
    onAdd(chosen);
  }

  #withdrawPrompt() {
    const hadFocus = this.#prompt.contains(this.#host.shadowRoot.activeElement);
    this.#prompt.hidden = true;
    if (hadFocus) this.#window.querySelector(".header button:last-child").focus();
  }

  /** Focus that was in the source goes to the first file's button, not to nowhere. */
  #hideSource(hidden) {
    const source = this.#sources.container;
    const hadFocus = source.contains(this.#host.shadowRoot.activeElement);
    this.#window.toggleAttribute("data-full", hidden);
    if (hidden && hadFocus) this.#view.list.querySelector("button")?.focus();
  }

  #follow(queue, options) {
    const { signal } = this.#listening;
    const refresh = () => {
      this.#window.toggleAttribute("data-has-files", !this.#view.isEmpty);
      this.#window.toggleAttribute("data-busy", queue.busy);
      this.#hideSource(!options.multiple && queue.busy);
      if (!queue.busy) this.#withdrawPrompt();
    };
    for (const type of ["added", "removed", "changed", "started", "ended"]) {
      queue.addEventListener(type, refresh, { signal });
    }
    refresh();
  }
}
