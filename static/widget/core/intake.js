/**
 * From what a visitor chose to the queue: too many are refused as a whole, each file is checked and
 * prepared, and the site's own code may call the batch off.
 */

import { checkFile, isPublicId } from "./checks.js";
import { prepare } from "./prepare.js";
import { UploadError } from "./upload-error.js";

/**
 * @callback Cancelled
 * @param {"MAX_EXCEEDED"|"INVALID_PUBLIC_ID"|"PRE_BATCH"} reason
 * @param {Object} details for the sentence that the visitor reads
 */

/** Asks the option `preBatch`; @returns {Promise<boolean>} whether the batch may go on */
function allowedBySite(preBatch, files) {
  return new Promise((resolve) => {
    try {
      preBatch((answer) => resolve(!answer?.cancel), { files });
    } catch (error) {
      console.error(error);
      resolve(false);
    }
  });
}

export class Intake {
  #parts;
  #controller = new AbortController();
  #last = Promise.resolve();

  /**
   * @param {Object} parts
   * @param {import("./queue.js").UploadQueue} parts.queue
   * @param {() => import("./options.js").WidgetOptions} parts.options
   * @param {() => Object} parts.takeChoices options that the visitor chose for the next files
   * @param {(signal: AbortSignal) => import("../preparation/index.js").PreparationContext}
   *   parts.context for the stages of preparation
   * @param {Cancelled} parts.onCancelled
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Takes one batch after the other, because the visitor may be asked about each file.
   * @param {(File|import("./remote-file.js").RemoteFile)[]} files
   */
  add(files) {
    const { signal } = this.#controller;
    this.#last = this.#last.then(() => this.#take(files, signal));
  }

  /** Forgets the files that are not in the queue yet. */
  cancel() {
    this.#controller.abort();
    this.#controller = new AbortController();
  }

  async #take(files, signal) {
    if (signal.aborted || !files.length) return;
    const { queue, options, takeChoices, onCancelled } = this.#parts;
    if (files.length > queue.room) {
      onCancelled("MAX_EXCEEDED", { count: files.length });
      return;
    }
    const choices = takeChoices();
    const forMany = choices.publicId && files.length > 1;
    if (forMany || !isPublicId(choices.publicId ?? options().publicId)) {
      onCancelled("INVALID_PUBLIC_ID", {});
      return;
    }
    const batch = await this.#prepared(files, signal);
    if (signal.aborted || !batch.length) return;
    const { preBatch } = options();
    const allowed = !preBatch || (await allowedBySite(preBatch, files));
    if (signal.aborted) return;
    if (allowed) queue.add(batch.map((chosen) => ({ ...chosen, choices })));
    else onCancelled("PRE_BATCH", {});
  }

  /** @returns {Promise<import("./queue.js").Chosen[]>} without those that the visitor dropped */
  async #prepared(files, signal) {
    const options = this.#parts.options();
    const batch = [];
    for (const file of files) {
      const error = checkFile(file, options);
      const chosen = error ? { file, error } : await this.#prepare(file, signal);
      if (signal.aborted) return [];
      if (chosen) batch.push(chosen);
    }
    return batch;
  }

  async #prepare(file, signal) {
    try {
      return await prepare(file, "choosing", this.#parts.context(signal));
    } catch (error) {
      if (error instanceof UploadError) return { file, error };
      console.error(error);
      return { file, error: new UploadError("internal", { message: error.message }) };
    }
  }
}
