/**
 * The uploads of a widget: the queue, the way into it and out of it, and what the site is told of it.
 * Fetched when the first screen has been shown.
 */

import { fileInfo, successInfo } from "./core/events.js";
import { Intake } from "./core/intake.js";
import { fileLimit } from "./core/options.js";
import { prepare } from "./core/prepare.js";
import { UploadQueue } from "./core/queue.js";
import { RemoteFile } from "./core/remote-file.js";
import { uploadRequest } from "./core/request.js";
import { upload } from "./core/upload.js";

/**
 * @typedef {Object} Surroundings
 * @property {string} origin of the server that takes the uploads
 * @property {() => import("./core/options.js").WidgetOptions} options
 * @property {() => import("./text/text.js").Text} text
 * @property {() => import("./dialog/dialog.js").UploadDialog} dialog
 * @property {() => Object} takeChoices options that the visitor chose for the next files
 * @property {(event: string, info?: *) => void} emit tells the site of an event
 * @property {(error: import("./core/upload-error.js").UploadError, info: Object) => void} fail tells
 *   the site that a file failed
 */

export class Uploads {
  #around;
  #intake;
  /** @type {import("./page/results.js").PageResults|null} */
  #results = null;

  /** @param {Surroundings} around */
  constructor(around) {
    this.#around = around;
    this.queue = new UploadQueue({
      send: (entry, observer) => this.#send(entry, observer),
      limits: () => {
        const { minFiles = 1, maxConcurrent } = around.options();
        const most = fileLimit(around.options());
        return { most, least: Math.min(minFiles, most), simultaneous: maxConcurrent };
      },
    });
    this.#intake = new Intake({
      queue: this.queue,
      options: around.options,
      takeChoices: around.takeChoices,
      context: (signal) => this.#preparationContext(signal),
      onCancelled: (reason, details) => this.#reportCancelled(reason, details),
    });
    this.#report();
  }

  /** @param {(File|RemoteFile|string)[]} chosen strings are addresses */
  add(chosen) {
    this.#intake.add(chosen.flatMap(asFile));
  }

  /** Forgets files that are not in the queue yet. */
  cancelChoosing() {
    this.#intake.cancel();
  }

  /** Stops everything, and tells the site that it was. */
  cancelAll() {
    this.#intake.cancel();
    this.queue.cancelAll();
  }

  /** Tells the site what is uploaded. */
  showCompleted() {
    const done = this.queue.entries.filter(({ status }) => status === "done");
    this.#around.emit("show-completed", { items: done.map((entry) => this.#describe(entry)) });
  }

  /** @param {{removeThumbnails?: boolean}} options */
  destroy(options) {
    this.#intake.cancel();
    this.queue.clear();
    this.#results?.destroy(options);
  }

  get #apiBase() {
    const { cloudName = "" } = this.#around.options();
    return `${this.#around.origin}/v1_1/${encodeURIComponent(cloudName)}`;
  }

  #describe(entry) {
    return fileInfo(entry, this.#around.options());
  }

  #preparationContext(signal) {
    const { options, text, dialog } = this.#around;
    return { options: options(), text: text(), signal, openPanel: () => dialog().openPanel() };
  }

  async #send(entry, observer) {
    const { origin } = this.#around;
    const options = { ...this.#around.options(), ...entry.choices };
    const { signal } = observer;
    const prepared = await prepare(entry.file, "sending", this.#preparationContext(signal));
    if (!prepared) {
      this.queue.cancel(entry.id);
      return null;
    }
    const parameters = { ...entry.parameters, ...prepared.parameters };
    const response = await upload({
      file: prepared.file,
      makeRequest: () => uploadRequest(origin, options, parameters, signal),
      statusBase: `${this.#apiBase}/uploads`,
      options,
      ...observer,
    });
    if (options.form || options.thumbnails) await this.#loadResults();
    return response;
  }

  async #loadResults() {
    const { PageResults } = await import("./page/results.js");
    this.#results ??= new PageResults(`${this.#apiBase}/delete_by_token`);
  }

  /** Turns what the queue says into the events that a site's callback knows. */
  #report() {
    const { emit, fail, dialog, text } = this.#around;
    const on = (type, tell) => this.queue.addEventListener(type, ({ detail }) => tell(detail));
    on("added", ({ entry }) => {
      const file = this.#describe(entry);
      emit("upload-added", { file, publicId: file.publicId ?? null });
    });
    on("wanting", (wanted) => dialog().notify(text()("notifications.min_files", wanted)));
    on("started", () => emit("queues-start"));
    on("succeeded", ({ entry }) => this.#reportSuccess(entry));
    on("failed", ({ entry }) => fail(entry.error, this.#describe(entry)));
    on("aborted", (which) => emit("abort", which));
    on("retried", (which) => emit("retry", which));
    on("ended", ({ entries }) => {
      emit("queues-end", { files: entries.map((entry) => this.#describe(entry)) });
    });
  }

  /** The form has its field when the site hears of the success, so that it may submit it at once. */
  #reportSuccess(entry) {
    const { emit, options, text } = this.#around;
    const info = successInfo(entry, options());
    this.#results?.add(info, options(), text());
    emit("success", info);
  }

  #reportCancelled(reason, { count }) {
    const { dialog, emit, options, text } = this.#around;
    const { multiple, maxFiles } = options();
    const key = {
      MAX_EXCEEDED: multiple ? "limit_reached" : "single_only",
      INVALID_PUBLIC_ID: "public_id_invalid",
      PRE_BATCH: "refused_by_site",
    }[reason];
    dialog().notify(text()(`notifications.${key}`, { count, limit: maxFiles }));
    emit("batch-cancelled", { reason });
  }
}

/** @returns {(File|RemoteFile)[]} one, or none for a string that is no address */
function asFile(chosen) {
  if (typeof chosen !== "string") return [chosen];
  try {
    return [new RemoteFile(chosen)];
  } catch {
    console.warn(`Upload widget: what open() was given as a file is no address: ${chosen}`);
    return [];
  }
}
