/** The list of files under the source, and the line below it that sums them up. */

import { element } from "./elements.js";
import { FileRow } from "./row.js";

const EVENTS = ["added", "changed", "removed", "aborted", "retried", "ended"];

export class QueueView {
  /** @type {Map<string, FileRow>} */
  #rows = new Map();
  #queue;
  #text;
  #summary = element("p", { class: "summary" });
  #cancelAll;
  #retryFailed;
  #showCompleted;

  /**
   * @param {Object} parts
   * @param {import("../core/queue.js").UploadQueue} parts.queue
   * @param {import("../core/options.js").WidgetOptions} parts.options
   * @param {import("../text/text.js").Text} parts.text
   * @param {() => void} parts.done
   * @param {() => void} parts.showCompleted
   * @param {AbortSignal} parts.signal ends the listening
   */
  constructor({ queue, options, text, done, showCompleted, signal }) {
    this.#queue = queue;
    this.#text = text;
    this.#cancelAll = this.#button("queue.abort_all", "quiet-button", () => queue.cancelAll());
    this.#retryFailed = this.#button("queue.retry_failed", "quiet-button", () => {
      queue.retryFailed();
    });
    this.#showCompleted = options.showCompletedButton
      ? this.#button("queue.show_completed", "quiet-button", showCompleted)
      : null;
    /** @type {HTMLElement} */
    this.list = element("ul", { class: "queue", "aria-label": text("queue.title") });
    /** @type {HTMLElement} */
    this.footer = element(
      "footer",
      { class: "footer" },
      this.#summary,
      this.#cancelAll,
      this.#retryFailed,
      ...(this.#showCompleted ? [this.#showCompleted] : []),
      this.#button("queue.done", "action-button", done),
    );
    for (const entry of queue.entries) this.#add(entry);
    for (const type of EVENTS) {
      queue.addEventListener(type, ({ detail }) => this.#follow(type, detail.entry), { signal });
    }
    this.#sumUp();
  }

  get isEmpty() {
    return this.#rows.size === 0;
  }

  #button(key, style, click) {
    return element("button", { type: "button", class: style, click }, this.#text(key));
  }

  #add(entry) {
    const row = new FileRow(entry, this.#queue, this.#text);
    this.#rows.set(entry.id, row);
    this.list.append(row.node);
  }

  #remove(entry) {
    const { node } = this.#rows.get(entry.id);
    const neighbour = node.nextElementSibling ?? node.previousElementSibling;
    const hadFocus = node.contains(node.getRootNode().activeElement);
    node.remove();
    this.#rows.delete(entry.id);
    if (hadFocus) (neighbour ?? this.footer).querySelector("button")?.focus();
  }

  #follow(type, entry) {
    if (type === "added") {
      this.#add(entry);
      this.#rows.get(entry.id).node.scrollIntoView({ block: "nearest" });
    } else if (type === "removed") this.#remove(entry);
    else if (type === "changed") this.#rows.get(entry.id)?.update();
    this.#sumUp();
  }

  #sumUp() {
    const entries = this.#queue.entries;
    const count = (...wanted) => entries.filter(({ status }) => wanted.includes(status)).length;
    const active = count("waiting", "uploading", "processing");
    const values = { num: active || count("done"), total: entries.length };
    const failed = count("failed");
    const parts = [this.#text(active ? "queue.summary_uploading" : "queue.summary_done", values)];
    if (failed) parts.push(this.#text("queue.summary_failed", { num: failed }));
    this.#summary.textContent = parts.join(" · ");
    this.#cancelAll.hidden = active < 2;
    const retriable = entries.filter(({ status, error }) => status === "failed" && error.canRetry);
    this.#retryFailed.hidden = active > 0 || retriable.length < 2;
    if (this.#showCompleted) this.#showCompleted.hidden = count("done") === 0;
    this.footer.dataset.active = String(active > 0);
  }
}
