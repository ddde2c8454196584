/**
 * The queue: which files wait, which are on their way, and what became of them. It knows nothing of
 * how they are shown; whoever wants to know listens to its events.
 *
 * Events (all CustomEvent):
 * | type      | detail                    | when                                              |
 * |-----------|---------------------------|---------------------------------------------------|
 * | added     | {entry}                   | a file is in the queue                            |
 * | wanting   | {missing}                 | uploads begin when so many more files are there   |
 * | started   | {}                        | the first upload begins after a time of rest      |
 * | changed   | {entry}                   | progress, status or error of a file is another    |
 * | succeeded | {entry}                   | the server has the file                           |
 * | failed    | {entry}                   | it has not, and `entry.error` says why            |
 * | aborted   | {ids, all}                | somebody cancelled                                |
 * | retried   | {ids, all}                | somebody tries again                              |
 * | removed   | {entry}                   | a file has left the queue                         |
 * | ended     | {entries}                 | nothing is waiting or on its way any more         |
 */

import { UploadError } from "./upload-error.js";

/**
 * @typedef {Object} Chosen a file on its way into the queue
 * @property {File|import("./remote-file.js").RemoteFile} file
 * @property {Object<string, string>} [parameters] fields that its preparation adds to the upload
 * @property {Object} [choices] options that the visitor chose for it
 * @property {UploadError|null} [error] why it may not be sent
 */

/**
 * @typedef {Object} QueueEntry
 * @property {string} id
 * @property {string} batchId shared by the files that were added together
 * @property {File|import("./remote-file.js").RemoteFile} file
 * @property {Object<string, string>} parameters see Chosen
 * @property {Object} choices see Chosen
 * @property {"waiting"|"uploading"|"processing"|"done"|"failed"|"aborted"} status "processing": all
 *   bytes are sent and the server is at work
 * @property {"offline"|"connection"|null} pause what an upload waits for before it goes on
 * @property {number} progress share of the bytes sent, 0 to 1
 * @property {UploadError|null} error
 * @property {Object|null} response the server's JSON
 */

/**
 * @typedef {Object} Observer what `send` reports while it is at work
 * @property {AbortSignal} signal
 * @property {(share: number) => void} onProgress share of the bytes sent, 0 to 1
 * @property {(pause: "offline"|"connection"|null) => void} onPause
 */

/** What a file counts that does not say its size, in bytes. */
const UNKNOWN_SIZE = 1_000_000;

const weight = ({ file }) => file.size || UNKNOWN_SIZE;

const ACTIVE = ["uploading", "processing"];

export class UploadQueue extends EventTarget {
  /** @type {Map<string, QueueEntry>} */
  #entries = new Map();
  /** @type {Map<string, AbortController>} */
  #controllers = new Map();
  #resting = true;
  #send;
  #limits;
  #lastId = 1;

  /**
   * @param {Object} parts
   * @param {(entry: QueueEntry, observer: Observer) => Promise<Object>} parts.send uploads a file;
   *   rejects with UploadError
   * @param {() => {most: number, least: number, simultaneous: number}} parts.limits how many files
   *   the queue takes, how many it needs before it begins, how many it sends at the same time
   */
  constructor({ send, limits }) {
    super();
    this.#send = send;
    this.#limits = limits;
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
    const total = counted.reduce((sum, entry) => sum + weight(entry), 0);
    const sent = counted.reduce((sum, entry) => sum + weight(entry) * entry.progress, 0);
    return total ? sent / total : 0;
  }

  /** How many files it takes now. A queue for one file forgets the one it had. */
  get room() {
    const { most } = this.#limits();
    if (most === 1 && !this.busy) return 1;
    return most - this.#taken;
  }

  /**
   * Adds files that were chosen together, and uploads them as soon as there are enough. Those for
   * which there is no room are left out.
   * @param {Chosen[]} batch
   */
  add(batch) {
    const { most } = this.#limits();
    const taken = batch.slice(0, this.room);
    if (most === 1 && !this.busy && taken.length) this.clear();
    const batchId = `uw-batch${this.#nextId()}`;
    const added = taken.map((chosen) => this.#enter(chosen, batchId));
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
    const ids = failed.map(({ id }) => id);
    if (ids.length) this.#retry(ids, true);
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

  get #taken() {
    return this.entries.filter(({ status }) => !["failed", "aborted"].includes(status)).length;
  }

  #nextId() {
    this.#lastId += 1;
    return this.#lastId;
  }

  #enter({ file, parameters = {}, choices = {}, error = null }, batchId) {
    const id = `uw-file${this.#nextId()}`;
    const status = error ? "failed" : "waiting";
    const known = { id, batchId, file, parameters, choices, status, error };
    const entry = { ...known, pause: null, progress: 0, response: null };
    this.#entries.set(id, entry);
    return entry;
  }

  #abort(ids, all) {
    for (const id of ids) {
      this.#controllers.get(id)?.abort();
      this.#controllers.delete(id);
      this.#change(this.#entries.get(id), { status: "aborted", pause: null });
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
    const { least, simultaneous } = this.#limits();
    if (this.#resting && waiting.length) {
      if (this.#taken < least) {
        this.#emit("wanting", { missing: least - this.#taken });
        return;
      }
      this.#resting = false;
      this.#emit("started", {});
    }
    const free = simultaneous - this.#controllers.size;
    for (const entry of waiting.slice(0, Math.max(0, free))) this.#start(entry);
    if (!this.#resting && !this.busy) {
      this.#resting = true;
      this.#emit("ended", { entries: this.entries });
    }
  }

  async #start(entry) {
    const controller = new AbortController();
    this.#controllers.set(entry.id, controller);
    this.#change(entry, { status: "uploading" });
    const { signal } = controller;
    const onProgress = (progress) => {
      if (signal.aborted) return;
      this.#change(entry, { progress, status: progress === 1 ? "processing" : "uploading" });
    };
    const onPause = (pause) => {
      if (!signal.aborted && pause !== entry.pause) this.#change(entry, { pause });
    };
    try {
      const response = await this.#send(entry, { signal, onProgress, onPause });
      if (controller.signal.aborted) return;
      this.#change(entry, { status: "done", progress: 1, response });
      this.#emit("succeeded", { entry });
    } catch (error) {
      if (controller.signal.aborted) return;
      this.#change(entry, { status: "failed", pause: null, error: asUploadError(error) });
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
