/**
 * The widget as a visitor sees it: a window in a shadow tree, so that the page's styles stay outside,
 * with the sources at the top and the files below them.
 */

import { availableSources } from "../sources/index.js";
import { createConnectionNote } from "./connection-note.js";
import { element, iconButton } from "./elements.js";
import { applyFonts } from "./fonts.js";
import { createFrame } from "./frame.js";
import { applyPalette } from "./palette.js";
import { ClosePrompt } from "./prompt.js";
import { SourceView } from "./source-view.js";
import { adopt, styleSheets } from "./style-sheets.js";

export class UploadDialog {
  #host = document.createElement("tagdrop-upload-widget");
  #listening = new AbortController();
  #undo;
  #frame;
  #window;
  #notice = element("p", { class: "notice", role: "alert", hidden: true });
  #prompt;
  #sources;
  /** @type {import("./files-view.js").FilesView|null} until the first uploads are under way */
  #files = null;
  #filesPlace = element("div", { class: "files" });
  #minimized = false;
  #options;
  #text;
  #on;
  #advanced = element("div", { class: "advanced-place" });
  #clearPublicId = () => {};
  #panel = element("div", { class: "panel", hidden: true });

  /**
   * @param {Object} parts
   * @param {import("../core/options.js").WidgetOptions} parts.options
   * @param {import("../text/text.js").Text} parts.text
   * @param {(chosen: (File|import("../core/remote-file.js").RemoteFile)[]) => void} parts.onAdd
   * @param {(name: string) => void} parts.onSource another source is open
   * @param {(choice: Object) => void} parts.onChoice the visitor chose options for the next files
   * @param {() => void} parts.onShowCompleted the visitor asks for what is uploaded
   * @param {() => void} parts.onClose the visitor asks to close
   * @param {() => void} parts.onStop the visitor confirms that running uploads are to stop
   * @param {() => void} parts.onMinimize
   * @param {() => void} parts.onExpand
   * @param {() => void} parts.onForcedClose the browser has closed the dialog without asking
   */
  constructor({ options, text, ...on }) {
    const { signal } = this.#listening;
    this.#options = options;
    this.#text = text;
    this.#on = on;
    this.#frame = createFrame(options, text("title"), {
      onCancel: on.onClose,
      onClosed: () => this.#onClosed(on.onForcedClose),
    });
    this.#window = this.#frame.node;
    const onKept = () => this.#focusClose();
    this.#prompt = new ClosePrompt({ text, onStop: on.onStop, onKept });
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
    this.#build(options, text, on);
    this.#undo = [applyPalette(this.#host, options), applyFonts(this.#host, options.styles.fonts)];
    if (options.showAdvancedOptions) this.#addAdvanced(options, text, on.onChoice);
  }

  /**
   * Shows the uploads from now on.
   * @param {import("./files-view.js")} module which is not needed before there are any
   * @param {import("../core/queue.js").UploadQueue} queue
   */
  attach({ createFilesView }, queue) {
    const { signal } = this.#listening;
    const [options, text, on] = [this.#options, this.#text, this.#on];
    this.#files = createFilesView({ queue, options, text, on, signal });
    this.#filesPlace.append(this.#files.list);
    this.#prompt.node.after(this.#files.footer);
    this.#host.shadowRoot.append(this.#files.pill);
    this.#place();
    this.#follow(queue, options);
  }

  /** @param {string|null|undefined} name; @returns {boolean} whether there is a source of this name */
  has(name) {
    return this.#sources.names.includes(name);
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

  /** Empties the field in which the visitor names the next file. */
  clearPublicId() {
    this.#clearPublicId();
  }

  /**
   * Shows an empty panel over the source, for an editor.
   * @returns {Promise<{container: HTMLElement, adopt: (address: URL) => Promise<void>,
   *   close: () => void}>}
   */
  async openPanel() {
    const container = element("div", { class: "panel-content" });
    this.#panel.replaceChildren(container);
    this.#showPanel(true);
    const close = () => {
      if (!container.isConnected) return;
      const hadFocus = !this.#host.shadowRoot.activeElement;
      this.#panel.replaceChildren();
      this.#showPanel(false);
      if (hadFocus) this.#sources.container.querySelector("button, input")?.focus();
    };
    return { container, adopt: (address) => adopt(this.#host.shadowRoot, address), close };
  }

  show() {
    this.#minimized = false;
    this.#place();
    this.#frame.open(this.#host);
  }

  hide() {
    this.#minimized = false;
    this.#place();
    this.#sources.suspend();
    this.#frame.close();
  }

  /** Leaves only the small button in the corner. */
  minimize() {
    if (!this.#host.isConnected) document.body.append(this.#host);
    this.#minimized = true;
    this.#sources.suspend();
    this.#frame.close();
    this.#place();
  }

  /** Hides the dialog and takes its elements off the page. */
  close() {
    this.#prompt.withdraw();
    this.#notice.hidden = true;
    this.hide();
    this.#sources.reset();
    this.#host.remove();
  }

  /** Asks the visitor whether running uploads are to stop. */
  askToClose() {
    this.#prompt.ask();
  }

  /** After this, nothing of the dialog is left on the page or listening. */
  destroy() {
    this.close();
    this.#listening.abort();
    for (const undo of this.#undo) undo();
  }

  #build(options, text, on) {
    const { signal } = this.#listening;
    this.#window.append(
      this.#createHeader(text, on),
      createConnectionNote(text, signal),
      element(
        "div",
        { class: "content" },
        this.#sources.container,
        this.#panel,
        this.#advanced,
        this.#notice,
        this.#filesPlace,
      ),
      this.#prompt.node,
    );
    if (options.showPoweredBy) {
      const words = text("powered_by", { name: "Tagdrop" });
      this.#window.append(element("p", { class: "powered-by" }, words));
    }
    this.#window.lang = text.language;
    this.#window.dir = text.direction;
    const root = this.#host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = styleSheets;
    root.append(this.#window);
  }

  #createHeader(text, { onMinimize, onClose }) {
    const minimize = iconButton({
      symbol: "minimize",
      label: text("queue.minimize"),
      click: onMinimize,
    });
    minimize.classList.add("minimize");
    const close = iconButton({ symbol: "close", label: text("close"), click: onClose });
    close.classList.add("close");
    return element("header", { class: "header" }, this.#sources.tabs, minimize, close);
  }

  async #addAdvanced(options, text, onChoice) {
    const { createAdvanced, styles } = await import("./advanced.js");
    await adopt(this.#host.shadowRoot, styles);
    const { node, clearPublicId } = createAdvanced({ options, text, onChoice });
    this.#advanced.append(node);
    this.#clearPublicId = clearPublicId;
  }

  /** What is behind the panel waits until it is gone. */
  #showPanel(shown) {
    this.#panel.hidden = !shown;
    this.#window.toggleAttribute("data-panel", shown);
    this.#sources.tabs.inert = shown;
  }

  /** The small button shows while minimized; what is spoken stays where it is not inert. */
  #place() {
    if (!this.#files) return;
    const { pill, announcer } = this.#files;
    pill.hidden = !this.#minimized;
    (this.#minimized ? this.#host.shadowRoot : this.#window).append(announcer);
  }

  #onClosed(onForcedClose) {
    const hiddenByUs = this.#minimized || !this.#host.isConnected;
    if (!this.#frame.isOpen && !hiddenByUs) onForcedClose();
  }

  #add(onAdd, chosen) {
    this.#notice.hidden = true;
    onAdd(chosen);
  }

  #focusClose() {
    this.#window.querySelector(".close").focus();
  }

  /** Focus that was in the source goes to the first file's button, not to nowhere. */
  #hideSource(hidden) {
    const source = this.#sources.container;
    const hadFocus = source.contains(this.#host.shadowRoot.activeElement);
    this.#window.toggleAttribute("data-full", hidden);
    if (hidden && hadFocus) this.#files.list.querySelector("button")?.focus();
  }

  #follow(queue, { multiple, showUploadMoreButton }) {
    const { signal } = this.#listening;
    const refresh = () => {
      const isEmpty = this.#files.isEmpty();
      this.#window.toggleAttribute("data-has-files", !isEmpty);
      this.#window.toggleAttribute("data-busy", queue.busy);
      this.#hideSource(!isEmpty && ((!multiple && queue.busy) || !showUploadMoreButton));
      if (!queue.busy) this.#prompt.withdraw();
    };
    for (const type of ["added", "removed", "changed", "started", "ended"]) {
      queue.addEventListener(type, refresh, { signal });
    }
    queue.addEventListener("added", () => this.#sources.makeRoom(), { signal });
    refresh();
  }
}
