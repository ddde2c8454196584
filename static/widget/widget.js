/**
 * A widget as a site sees it: the methods of Cloudinary's "Upload Widget API reference", made of a
 * dialog, the options and, once there is something to upload, the uploads.
 */

import { readOptions } from "./core/options.js";
import { UploadDialog } from "./dialog/dialog.js";
import { availableSources } from "./sources/index.js";
import { createText, describeError, loadLanguage } from "./text/text.js";

export { loadLanguage };

/** How long the tick of a single upload is seen before the dialog closes by itself, in ms. */
const AUTO_CLOSE_DELAY = 900;

/**
 * @callback ResultCallback
 * @param {{status: number|string, statusText: string, message: string}|null} error
 * @param {{event?: string, info?: *, data?: Object, uw_event?: true}} result
 */

/** What is not needed for the first screen. */
const loadLater = () => Promise.all([import("./uploads.js"), import("./dialog/files-view.js")]);

export class UploadWidget {
  #origin;
  #callback;
  #options;
  #text;
  #dialog;
  /** @type {"closed"|"shown"|"hidden"|"minimized"} */
  #display = "closed";
  #destroyed = false;
  #autoClose = 0;
  /** Options that the visitor chose for the next files, by name. */
  #choices = {};
  /** @type {import("./uploads.js").Uploads|null} */
  #uploads = null;
  #filesView = null;
  /** @type {Promise<import("./uploads.js").Uploads>|null} */
  #loading = null;
  /** @type {Promise<() => void>|null} */
  #button = null;

  /**
   * @param {string} origin of the server that takes the uploads
   * @param {Object} options
   * @param {ResultCallback} [callback]
   * @param {Element} [opener] the element that becomes a button which opens the widget
   */
  constructor(origin, options, callback, opener) {
    this.#origin = origin;
    this.#callback = callback;
    this.#options = readOptions(opener ? { ...ofItsForm(opener), ...options } : options);
    this.#text = createText(this.#options);
    this.#dialog = this.#createDialog();
    if (opener) this.#button = this.#createButton(opener);
  }

  /**
   * Shows the dialog with an empty queue, or the one that was hidden.
   * @param {string|null} [source] the one to start with
   * @param {{files?: string[]}} [options] `files`: addresses of files to upload at once
   */
  open(source, { files = [] } = {}) {
    if (this.#destroyed) return;
    this.#show("shown", source);
    const addresses = [files].flat();
    if (addresses.length) this.#add(addresses);
  }

  /**
   * Closes the dialog and empties the queue.
   * @param {{quiet?: boolean}} [options] `quiet`: running uploads stop without a question
   */
  close({ quiet = false } = {}) {
    if (this.#display === "closed") return;
    if (this.#isBusy && !quiet) {
      this.#show("shown");
      this.#dialog.askToClose();
      return;
    }
    clearTimeout(this.#autoClose);
    this.#uploads?.cancelAll();
    this.#display = "closed";
    this.#dialog.close();
    this.#uploads?.queue.clear();
    this.#emit("close");
    this.#emit("display-changed", "hidden");
  }

  /** @param {Object} options replaces those that it names */
  update(options) {
    if (this.#destroyed) return;
    const { source } = this.#dialog;
    this.#options = readOptions(options, this.#options);
    this.#text = createText(this.#options);
    loadLanguage(this.#options.language).then((isNew) => isNew && this.update({}));
    this.#choices = {};
    this.#uploads?.cancelChoosing();
    this.#dialog.destroy();
    this.#dialog = this.#createDialog();
    if (source) this.#dialog.showSource(this.#dialog.has(source) ? source : this.#firstSource());
    if (this.#display === "shown") this.#dialog.show();
    if (this.#display === "minimized") this.#dialog.minimize();
  }

  /** Out of sight; uploads go on. */
  hide() {
    if (["closed", "hidden"].includes(this.#display)) return;
    this.#display = "hidden";
    this.#dialog.hide();
    this.#emit("display-changed", "hidden");
  }

  /** Back in sight after `hide` or `minimize`. */
  show() {
    if (this.#display !== "closed") this.#show("expanded");
  }

  /** A small button with the progress; uploads go on. */
  minimize() {
    if (["closed", "minimized"].includes(this.#display)) return;
    this.#display = "minimized";
    this.#dialog.minimize();
    this.#emit("display-changed", "minimized");
  }

  /**
   * Stops uploads and leaves nothing on the page but, unless they are to go too, what was uploaded:
   * the form's hidden fields and the thumbnails. No event follows.
   * @param {{removeThumbnails?: boolean}} [options]
   */
  async destroy(options = {}) {
    this.#destroyed = true;
    this.#display = "closed";
    clearTimeout(this.#autoClose);
    this.#uploads?.destroy(options ?? {});
    this.#dialog.destroy();
    const removeButton = await this.#button;
    removeButton?.();
  }

  isShowing() {
    return this.#display === "shown";
  }

  isMinimized() {
    return this.#display === "minimized";
  }

  isDestroyed() {
    return this.#destroyed;
  }

  get #isBusy() {
    return this.#uploads?.queue.busy ?? false;
  }

  /** @returns {Promise<import("./uploads.js").Uploads>} rejects when the network is down */
  #loadUploads() {
    this.#loading ??= loadLater().then(([{ Uploads }, filesView]) => {
      this.#filesView = filesView;
      this.#uploads = new Uploads({
        origin: this.#origin,
        options: () => this.#options,
        text: () => this.#text,
        dialog: () => this.#dialog,
        takeChoices: () => this.#takeChoices(),
        emit: (event, info) => this.#emit(event, info),
        fail: (error, info) => this.#fail(error, info),
      });
      const { queue } = this.#uploads;
      queue.addEventListener("started", () => this.#onStarted());
      queue.addEventListener("ended", ({ detail }) => this.#closeAfterSingleUpload(detail.entries));
      if (!this.#destroyed) this.#dialog.attach(filesView, queue);
      return this.#uploads;
    });
    this.#loading.catch(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #add(chosen) {
    try {
      const uploads = await this.#loadUploads();
      if (this.#display !== "closed") uploads.add(chosen);
    } catch (error) {
      console.error(error);
      this.#dialog.notify(this.#text("errors.connection"));
    }
  }

  async #createButton(opener) {
    const { createButton } = await import("./page/button.js");
    return createButton(opener, this.#options, () => this.open());
  }

  #createDialog() {
    const dialog = new UploadDialog({
      options: this.#options,
      text: this.#text,
      onAdd: (chosen) => this.#add(chosen),
      onChoice: (choice) => this.#choose(choice),
      onSource: (source) => {
        if (this.#display === "shown") this.#emit("source-changed", { source });
      },
      onClose: () => this.close(),
      onStop: () => this.close({ quiet: true }),
      onMinimize: () => this.minimize(),
      onExpand: () => this.#show("expanded"),
      onShowCompleted: () => this.#uploads.showCompleted(),
      onForcedClose: () => {
        if (this.#display !== "shown") return;
        if (this.#isBusy) this.minimize();
        else this.close();
      },
    });
    if (this.#uploads) dialog.attach(this.#filesView, this.#uploads.queue);
    return dialog;
  }

  /** @param {"shown"|"expanded"} event told when the dialog comes back from a minimized one */
  #show(event, wanted) {
    const source = this.#dialog.has(wanted) ? wanted : (this.#dialog.source ?? this.#firstSource());
    if (this.#display === "shown") {
      this.#dialog.showSource(source);
      return;
    }
    const before = { display: this.#display, source: this.#dialog.source };
    this.#dialog.showSource(source);
    this.#display = "shown";
    this.#dialog.show();
    this.#emit("display-changed", before.display === "minimized" ? event : "shown");
    if (before.source !== source) this.#emit("source-changed", { source });
    // As soon as the first screen is painted, so that files find everything there.
    setTimeout(() => this.#loadUploads().catch(() => {}));
  }

  #firstSource() {
    const { sources, defaultSource } = this.#options;
    return this.#dialog.has(defaultSource) ? defaultSource : availableSources(sources)[0];
  }

  /** The visitor has chosen a public ID, tags or a preset for the next files. */
  #choose(choice) {
    Object.assign(this.#choices, choice);
    if ("publicId" in choice) this.#emit("publicid", { id: choice.publicId ?? null });
    if ("tags" in choice) this.#emit("tags", { tags: choice.tags });
  }

  /** A public ID is for one file; tags and preset stay for those that follow. */
  #takeChoices() {
    const choices = { ...this.#choices };
    if (choices.publicId) this.#dialog.clearPublicId();
    delete this.#choices.publicId;
    return choices;
  }

  #onStarted() {
    clearTimeout(this.#autoClose);
    if (this.#options.autoMinimize) this.minimize();
  }

  #closeAfterSingleUpload(entries) {
    const { multiple, singleUploadAutoClose } = this.#options;
    const finished = entries.length > 0 && entries.every(({ status }) => status === "done");
    if (multiple || !singleUploadAutoClose || !finished) return;
    this.#autoClose = setTimeout(() => this.close(), AUTO_CLOSE_DELAY);
  }

  #fail(error, info) {
    if (this.#destroyed) return;
    const message = describeError(error, this.#text);
    const failure = { status: error.status || error.kind, statusText: message, message };
    this.#callback?.(failure, { info });
  }

  #emit(event, info) {
    if (this.#destroyed) return;
    this.#callback?.(null, { event, info, data: { event, info }, uw_event: true });
  }
}

/** Where the results of a widget go whose button stands in a form, unless the site says otherwise. */
function ofItsForm(opener) {
  const form = opener.closest("form");
  return form ? { form, thumbnails: form } : {};
}
