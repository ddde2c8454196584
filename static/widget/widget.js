/**
 * A widget as a site sees it: the methods and events of Cloudinary's "Upload Widget API reference",
 * made of a queue, a dialog and the options.
 */

import { checkFile } from "./core/checks.js";
import { fileLimit, readOptions } from "./core/options.js";
import { UploadQueue } from "./core/queue.js";
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

/** @param {import("./core/queue.js").QueueEntry} entry what "success" reports */
function successInfo({ id, batchId, response }) {
  const { version, public_id: publicId, format, thumbnail_url: thumbnail } = response;
  const path = `v${version}/${publicId}${format ? `.${format}` : ""}`;
  return { ...response, id, batchId, path, thumbnail_url: thumbnail ?? response.secure_url };
}

/** @param {import("./core/queue.js").QueueEntry} entry as "upload-added" and "queues-end" report it */
function fileInfo(entry) {
  const { id, batchId, file, status, progress, error, response } = entry;
  return {
    id,
    batchId,
    name: file.name,
    size: file.size,
    type: file.type,
    status,
    statusText: error?.message ?? "",
    progress: Math.round(progress * 100),
    done: ["done", "failed", "aborted"].includes(status),
    failed: status === "failed",
    aborted: status === "aborted",
    publicId: response?.public_id,
    uploadInfo: response ? successInfo(entry) : undefined,
  };
}

export class UploadWidget {
  #origin;
  #callback;
  #options;
  #text;
  #queue;
  #dialog;
  /** @type {"closed"|"shown"|"hidden"|"minimized"} */
  #display = "closed";
  #destroyed = false;
  #autoClose = 0;

  /**
   * @param {string} origin of the server that takes the uploads
   * @param {Object} options
   * @param {ResultCallback} [callback]
   */
  constructor(origin, options, callback) {
    this.#origin = origin;
    this.#callback = callback;
    this.#options = readOptions(options);
    this.#text = createText(this.#options);
    this.#queue = new UploadQueue({
      send: (file, signal, onProgress) => this.#send(file, signal, onProgress),
      check: (file) => checkFile(file, this.#options),
      limit: () => fileLimit(this.#options),
    });
    this.#dialog = this.#createDialog();
    this.#report();
  }

  /**
   * Shows the dialog with an empty queue, or the one that was hidden.
   * @param {string} [source] the one to start with
   */
  open(source) {
    if (this.#destroyed) return;
    this.#show("shown", source);
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
    this.#options = readOptions(options, this.#options);
    this.#text = createText(this.#options);
    loadLanguage(this.#options.language).then((isNew) => isNew && this.update({}));
    this.#dialog.destroy();
    this.#dialog = this.#createDialog();
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

  /** Stops uploads and leaves nothing on the page. No event follows. */
  destroy() {
    this.#destroyed = true;
    this.#display = "closed";
    clearTimeout(this.#autoClose);
    this.#queue.clear();
    this.#dialog.destroy();
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

  async #send(file, signal, onProgress) {
    const { url, fields } = await uploadRequest(this.#origin, this.#options);
    return upload({ url, fields, file, signal, onProgress });
  }

  #createDialog() {
    return new UploadDialog({
      options: this.#options,
      text: this.#text,
      queue: this.#queue,
      onAdd: (chosen) => this.#queue.add(chosen),
      onSource: (source) => {
        if (this.#display === "shown") this.#emit("source-changed", { source });
      },
      onClose: () => this.close(),
      onStop: () => this.close({ quiet: true }),
      onMinimize: () => this.minimize(),
      onExpand: () => this.#show("expanded"),
      onForcedClose: () => {
        if (this.#display !== "shown") return;
        if (this.#queue.busy) this.minimize();
        else this.close();
      },
    });
  }

  /** @param {"shown"|"expanded"} event told when the dialog comes back from a minimized one */
  #show(event, wanted) {
    const source = this.#dialog.has(wanted)
      ? wanted
      : (this.#dialog.source ?? this.#firstSource());
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
    const available = availableSources(sources);
    return available.includes(defaultSource) ? defaultSource : available[0];
  }

  /** Turns what the queue says into the events that a site's callback knows. */
  #report() {
    const on = (type, tell) => this.#queue.addEventListener(type, ({ detail }) => tell(detail));
    on("added", ({ entry }) => this.#emit("upload-added", { file: fileInfo(entry) }));
    on("started", () => {
      clearTimeout(this.#autoClose);
      this.#emit("queues-start");
    });
    on("succeeded", ({ entry }) => this.#emit("success", successInfo(entry)));
    on("failed", ({ entry }) => this.#reportFailure(entry));
    on("aborted", (which) => this.#emit("abort", which));
    on("retried", (which) => this.#emit("retry", which));
    on("refused", (excess) => {
      const key = this.#options.multiple ? "limit_reached" : "single_only";
      this.#dialog.notify(this.#text(`notifications.${key}`, excess));
      this.#emit("batch-cancelled", { reason: "MAX_EXCEEDED" });
    });
    on("ended", ({ entries }) => {
      this.#emit("queues-end", { files: entries.map(fileInfo) });
      this.#closeAfterSingleUpload(entries);
    });
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
    this.#callback?.(failure, { info: fileInfo(entry) });
  }

  #emit(event, info) {
    if (this.#destroyed) return;
    this.#callback?.(null, { event, info, data: { event, info }, uw_event: true });
  }
}
