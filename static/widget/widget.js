/**
 * A widget as a site sees it: the methods and events of Cloudinary's "Upload Widget API reference",
 * made of a queue, a dialog and the options.
 */

import { fileInfo, successInfo } from "./core/events.js";
import { Intake } from "./core/intake.js";
import { fileLimit, readOptions } from "./core/options.js";
import { prepare } from "./core/prepare.js";
import { UploadQueue } from "./core/queue.js";
import { RemoteFile } from "./core/remote-file.js";
import { uploadRequest } from "./core/request.js";
import { upload } from "./core/upload.js";
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

export class UploadWidget {
  #origin;
  #callback;
  #options;
  #text;
  #queue;
  #intake;
  #dialog;
  /** @type {"closed"|"shown"|"hidden"|"minimized"} */
  #display = "closed";
  #destroyed = false;
  #autoClose = 0;
  /** Options that the visitor chose for the next files, by name. */
  #choices = {};
  /** @type {import("./page/results.js").PageResults|null} */
  #results = null;
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
    this.#queue = new UploadQueue({
      send: (entry, observer) => this.#send(entry, observer),
      limits: () => ({
        most: fileLimit(this.#options),
        least: Math.min(this.#options.minFiles ?? 1, fileLimit(this.#options)),
        simultaneous: this.#options.maxConcurrent,
      }),
    });
    this.#intake = new Intake({
      queue: this.#queue,
      options: () => this.#options,
      takeChoices: () => this.#takeChoices(),
      context: (signal) => this.#preparationContext(signal),
      onCancelled: (reason, details) => this.#reportCancelled(reason, details),
    });
    this.#dialog = this.#createDialog();
    this.#report();
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
    this.#intake.add([files].flat().flatMap(remoteFile));
  }

  /**
   * Closes the dialog and empties the queue.
   * @param {{quiet?: boolean}} [options] `quiet`: running uploads stop without a question
   */
  close({ quiet = false } = {}) {
    if (this.#display === "closed") return;
    if (this.#queue.busy && !quiet) {
      this.#show("shown");
      this.#dialog.askToClose();
      return;
    }
    clearTimeout(this.#autoClose);
    this.#intake.cancel();
    this.#queue.cancelAll();
    this.#display = "closed";
    this.#dialog.close();
    this.#queue.clear();
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
    this.#intake.cancel();
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
    this.#intake.cancel();
    this.#queue.clear();
    this.#dialog.destroy();
    this.#results?.destroy(options ?? {});
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

  get #apiBase() {
    return `${this.#origin}/v1_1/${encodeURIComponent(this.#options.cloudName ?? "")}`;
  }

  async #send(entry, observer) {
    const options = { ...this.#options, ...entry.choices };
    const { signal } = observer;
    const prepared = await prepare(entry.file, "sending", this.#preparationContext(signal));
    if (!prepared) {
      this.#queue.cancel(entry.id);
      return null;
    }
    const parameters = { ...entry.parameters, ...prepared.parameters };
    const response = await upload({
      file: prepared.file,
      makeRequest: () => uploadRequest(this.#origin, options, parameters, signal),
      statusBase: `${this.#apiBase}/uploads`,
      options,
      ...observer,
    });
    if (options.form || options.thumbnails) await this.#loadResults();
    return response;
  }

  #preparationContext(signal) {
    return {
      options: this.#options,
      text: this.#text,
      signal,
      openPanel: () => this.#dialog.openPanel(),
    };
  }

  async #createButton(opener) {
    const { createButton } = await import("./page/button.js");
    return createButton(opener, this.#options, () => this.open());
  }

  #createDialog() {
    return new UploadDialog({
      options: this.#options,
      text: this.#text,
      queue: this.#queue,
      onAdd: (chosen) => this.#intake.add(chosen),
      onChoice: (choice) => this.#choose(choice),
      onSource: (source) => {
        if (this.#display === "shown") this.#emit("source-changed", { source });
      },
      onClose: () => this.close(),
      onStop: () => this.close({ quiet: true }),
      onMinimize: () => this.minimize(),
      onExpand: () => this.#show("expanded"),
      onShowCompleted: () => this.#reportCompleted(),
      onForcedClose: () => {
        if (this.#display !== "shown") return;
        if (this.#queue.busy) this.minimize();
        else this.close();
      },
    });
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

  /** Turns what the queue says into the events that a site's callback knows. */
  #report() {
    const on = (type, tell) => this.#queue.addEventListener(type, ({ detail }) => tell(detail));
    const describe = (entry) => fileInfo(entry, this.#options);
    on("added", ({ entry }) => {
      const file = describe(entry);
      this.#emit("upload-added", { file, publicId: file.publicId ?? null });
    });
    on("wanting", (wanted) => this.#dialog.notify(this.#text("notifications.min_files", wanted)));
    on("started", () => {
      clearTimeout(this.#autoClose);
      this.#emit("queues-start");
      if (this.#options.autoMinimize) this.minimize();
    });
    on("succeeded", ({ entry }) => this.#reportSuccess(successInfo(entry, this.#options)));
    on("failed", ({ entry }) => this.#reportFailure(entry));
    on("aborted", (which) => this.#emit("abort", which));
    on("retried", (which) => this.#emit("retry", which));
    on("ended", ({ entries }) => {
      this.#emit("queues-end", { files: entries.map(describe) });
      this.#closeAfterSingleUpload(entries);
    });
  }

  /** The form has its field when the site hears of the success, so that it may submit it at once. */
  #reportSuccess(info) {
    this.#results?.add(info, this.#options, this.#text);
    this.#emit("success", info);
  }

  async #loadResults() {
    const { PageResults } = await import("./page/results.js");
    this.#results ??= new PageResults(`${this.#apiBase}/delete_by_token`);
  }

  #reportCompleted() {
    const done = this.#queue.entries.filter(({ status }) => status === "done");
    this.#emit("show-completed", { items: done.map((entry) => fileInfo(entry, this.#options)) });
  }

  #reportCancelled(reason, { count }) {
    const { multiple, maxFiles } = this.#options;
    const key = {
      MAX_EXCEEDED: multiple ? "limit_reached" : "single_only",
      INVALID_PUBLIC_ID: "public_id_invalid",
      PRE_BATCH: "refused_by_site",
    }[reason];
    this.#dialog.notify(this.#text(`notifications.${key}`, { count, limit: maxFiles }));
    this.#emit("batch-cancelled", { reason });
  }

  #closeAfterSingleUpload(entries) {
    const { multiple, singleUploadAutoClose } = this.#options;
    const finished = entries.length > 0 && entries.every(({ status }) => status === "done");
    if (multiple || !singleUploadAutoClose || !finished) return;
    this.#autoClose = setTimeout(() => this.close(), AUTO_CLOSE_DELAY);
  }

  #reportFailure(entry) {
    const { error } = entry;
    const message = describeError(error, this.#text);
    const failure = { status: error.status || error.kind, statusText: message, message };
    this.#callback?.(failure, { info: fileInfo(entry, this.#options) });
  }

  #emit(event, info) {
    if (this.#destroyed) return;
    this.#callback?.(null, { event, info, data: { event, info }, uw_event: true });
  }
}

/** @param {string} address; @returns {RemoteFile[]} one, or none when it is no address */
function remoteFile(address) {
  try {
    return [new RemoteFile(address)];
  } catch {
    console.warn(`Upload widget: what open() was given as a file is no address: ${address}`);
    return [];
  }
}

/** Where the results of a widget go whose button stands in a form, unless the site says otherwise. */
function ofItsForm(opener) {
  const form = opener.closest("form");
  return form ? { form, thumbnails: form } : {};
}
