/**
 * The queue: which files wait, which are on their way, and what became of them. It knows nothing of
 * how they are shown; whoever wants to know listens to its events.
 *
 * Events (all CustomEvent):
 * | type      | detail                    | when                                              |
 * |-----------|---------------------------|---------------------------------------------------|
 * | refused   | {count, limit}            | a batch had more files than may be added          |
 * | added     | {entry}                   | a file is in the queue                            |
 * | started   | {}                        | the first upload begins after a time of rest      |
 * | changed   | {entry}                   | progress, status or error of a file is another    |
 * | succeeded | {entry}                   | the server has the file                           |
 * | failed    | {entry}                   | it has not, and `entry.error` says why            |
 * | aborted   | {ids, all}                | somebody cancelled                                |
 * | retried   | {ids, all}                | somebody tries again                              |
 * | removed   | {entry}                   | a file has left the queue                         |
 * | ended     | {entries}                 | nothing is waiting or on its way any more         |
 */

import { UploadError } from "./upload.js";

/**
 * @typedef {Object} QueueEntry
 * @property {string} id
 * @property {string} batchId shared by the files that were added together
 * @property {File} file
 * @property {"waiting"|"uploading"|"processing"|"done"|"failed"|"aborted"} status "processing": all
 *   bytes are sent and the server is at work
 * @property {number} progress share of the bytes sent, 0 to 1
 * @property {UploadError|null} error
 * @property {Object|null} response the server's JSON
 */

const ACTIVE = ["uploading", "processing"];

export class UploadQueue extends EventTarget {
  /** @type {Map<string, QueueEntry>} */
  #entries = new Map();
  /** @type {Map<string, AbortController>} */
  #controllers = new Map();
  #resting = true;
  #send;
  #check;
  #limit;
  #simultaneous;

  /**
   * @param {Object} parts
   * @param {(file: File, signal: AbortSignal, onProgress: (share: number) => void)
   *   => Promise<Object>} parts.send uploads one file; rejects with UploadError
   * @param {(file: File) => UploadError|null} parts.check refuses a file before it is sent
   * @param {() => number} parts.limit how many files the queue takes
   * @param {number} [parts.simultaneous] uploads at the same time
   */
  constructor({ send, check, limit, simultaneous = 3 }) {
    super();
    this.#send = send;
    this.#check = check;
    this.#limit = limit;
    this.#simultaneous = simultaneous;
  }

  /** @returns {QueueEntry[]} in the order in which they were added */
  get entries() {
    return [...this.#entries.values()];
  }

  /** Whether something is waiting or on its way. */
  get busy() {
    return this.entries.some(({ status }) => status === "waiting" || ACTIVE.includes(status));
  }

  /** Share of all bytes of this queue that have been sent, 0 to 1. */
  get progress() {
    const counted = this.entries.filter(({ status }) => status !== "aborted");
    const total = counted.reduce((sum, { file }) => sum + file.size, 0);
    const sent = counted.reduce((sum, { file, progress }) => sum + file.size * progress, 0);
    return total ? sent / total : 0;
  }

  /**
   * Adds files that were chosen together and starts uploading them. A queue for one file forgets the
   * one it had.
   * @param {(File|import("./remote-file.js").RemoteFile)[]} files
   */
  add(files) {
    const limit = this.#limit();
    if (limit === 1 && !this.busy) this.clear();
    const taken = this.entries.filter(({ status }) => !["failed", "aborted"].includes(status));
    if (taken.length + files.length > limit) {
      this.#emit("refused", { count: files.length, limit });
      return;
    }
    const batchId = uniqueId();
    const added = files.map((file) => this.#enter(file, batchId));
    for (const entry of added) {
      this.#emit("added", { entry });
      if (entry.error) this.#emit("failed", { entry });
    }
    this.#advance();
  }

  /** @param {string} id */
  cancel(id) {
    this.#abort([id], false);
  }

  cancelAll() {
    const unfinished = this.entries.filter(({ id, status }) => {
      return status === "waiting" || this.#controllers.has(id);
    });
    if (unfinished.length) {
      this.#abort(
        unfinished.map(({ id }) => id),
        true,
      );
    }
  }

  /** @param {string} id of a file that failed or was cancelled */
  retry(id) {
    this.#retry([id], false);
  }

  retryFailed() {
    const failed = this.entries.filter(({ status, error }) => {
      return status === "failed" && error.canRetry;
    });
    this.#retry(
      failed.map(({ id }) => id),
      true,
    );
  }

  /** @param {string} id of a file that is not on its way */
  remove(id) {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    this.#emit("removed", { entry });
  }

  /** Cancels what is on its way, without a word, and forgets everything. */
  clear() {
    for (const controller of this.#controllers.values()) controller.abort();
    this.#controllers.clear();
    this.#resting = true;
    for (const { id } of this.entries) this.remove(id);
  }

  #enter(file, batchId) {
    const error = this.#check(file);
    const status = error ? "failed" : "waiting";
    const id = `uw-file-${uniqueId()}`;
    const entry = { id, batchId, file, status, progress: 0, error, response: null };
    this.#entries.set(id, entry);
    return entry;
  }

  #abort(ids, all) {
    for (const id of ids) {
      this.#controllers.get(id)?.abort();
      this.#controllers.delete(id);
      this.#change(this.#entries.get(id), { status: "aborted" });
    }
    this.#emit("aborted", { ids, all });
    this.#advance();
  }

  #retry(ids, all) {
    for (const id of ids) {
      this.#change(this.#entries.get(id), { status: "waiting", progress: 0, error: null });
    }
    this.#emit("retried", { ids, all });
    this.#advance();
  }

  /** Starts as many waiting uploads as may run, and notices when there is nothing left to do. */
  #advance() {
    const waiting = this.entries.filter(({ status }) => status === "waiting");
    const free = this.#simultaneous - this.#controllers.size;
    if (this.#resting && waiting.length) {
      this.#resting = false;
      this.#emit("started", {});
    }
    for (const entry of waiting.slice(0, free)) this.#start(entry);
    if (!this.#resting && !this.busy) {
      this.#resting = true;
      this.#emit("ended", { entries: this.entries });
    }
  }

  async #start(entry) {
    const controller = new AbortController();
    this.#controllers.set(entry.id, controller);
    this.#change(entry, { status: "uploading" });
    const onProgress = (progress) => {
      if (controller.signal.aborted) return;
      this.#change(entry, { progress, status: progress === 1 ? "processing" : "uploading" });
    };
    try {
      const response = await this.#send(entry.file, controller.signal, onProgress);
      if (controller.signal.aborted) return;
      this.#change(entry, { status: "done", progress: 1, response });
      this.#emit("succeeded", { entry });
    } catch (error) {
      if (controller.signal.aborted) return;
      this.#change(entry, { status: "failed", error: asUploadError(error) });
      this.#emit("failed", { entry });
    } finally {
      if (this.#controllers.get(entry.id) === controller) {
        this.#controllers.delete(entry.id);
        this.#advance();
      }
    }
  }

  #change(entry, changes) {
    Object.assign(entry, changes);
    this.#emit("changed", { entry });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** A fault of the page's own code fails the upload too, and is not hidden from its developer. */
function asUploadError(error) {
  if (error instanceof UploadError) return error;
  console.error(error);
  return new UploadError("internal", { message: error.message });
}

/** Unique on the page; crypto.randomUUID() is missing from pages that are not served over HTTPS. */
function uniqueId() {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(words, (word) => word.toString(36)).join("");
}
