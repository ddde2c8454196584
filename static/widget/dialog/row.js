/** A file's row in the dialog: what it looks like, how far it is, what became of it. */

import { describeError, formatSize } from "../text/text.js";
import { element, icon, iconButton } from "./elements.js";
import { thumbnail } from "./thumbnail.js";

const TAGS_SHOWN = 6;

const percent = (share) => Math.floor(share * 100);

/**
 * @param {string[]} tags
 * @param {string} label
 * @param {import("../text/text.js").Text} text
 */
function tagList(tags, label, text) {
  const chips = tags.slice(0, TAGS_SHOWN).map((tag) => element("li", { class: "tag" }, tag));
  const hidden = tags.slice(TAGS_SHOWN);
  if (hidden.length) {
    const values = { num: hidden.length, tags: hidden.join(", ") };
    const more = text("queue.more_tags", values);
    const full = text("queue.more_tags_label", values);
    chips.push(element("li", { class: "tag", "aria-label": full, title: full }, more));
  }
  return element("ul", { class: "tags", "aria-label": label }, ...chips);
}

export class FileRow {
  #entry;
  #queue;
  #text;
  #bar = element("div", { class: "bar-fill" });
  #progress;
  #status = element("span", { class: "status" });
  #outcome = element("div", { class: "outcome" });
  #actions = element("div", { class: "row-actions" });
  #shownStatus = null;

  /**
   * @param {import("../core/queue.js").QueueEntry} entry
   * @param {import("../core/queue.js").UploadQueue} queue
   * @param {import("../text/text.js").Text} text
   */
  constructor(entry, queue, text) {
    this.#entry = entry;
    this.#queue = queue;
    this.#text = text;
    const { name, size } = entry.file;
    this.#progress = element(
      "div",
      {
        class: "bar",
        role: "progressbar",
        "aria-label": text("queue.progress", { name }),
        "aria-valuemin": "0",
        "aria-valuemax": "100",
      },
      this.#bar,
    );
    /** @type {HTMLElement} */
    this.node = element(
      "li",
      { class: "row" },
      thumbnail(entry.file),
      element(
        "div",
        { class: "row-body" },
        element("bdi", { class: "name", title: name }, name),
        element(
          "div",
          { class: "meta" },
          size ? element("span", {}, formatSize(size, text.language)) : "",
          this.#status,
        ),
        this.#progress,
        this.#outcome,
      ),
      this.#actions,
    );
    this.update();
  }

  /** Shows the entry as it is now. */
  update() {
    const { status, pause, progress } = this.#entry;
    this.#bar.style.transform = `scaleX(${progress})`;
    if (status === "processing") this.#progress.removeAttribute("aria-valuenow");
    else this.#progress.setAttribute("aria-valuenow", String(percent(progress)));
    if (status !== "failed") {
      const values = { percent: percent(progress) };
      this.#status.textContent = this.#text(`queue.statuses.${pause ?? status}`, values);
    }
    this.node.toggleAttribute("data-paused", pause !== null);
    if (status !== this.#shownStatus) this.#showStatus(status);
  }

  #showStatus(status) {
    this.#shownStatus = status;
    this.node.dataset.status = status;
    this.#progress.hidden = !["waiting", "uploading", "processing"].includes(status);
    if (status === "failed") this.#status.textContent = "";
    this.#outcome.replaceChildren(...this.#outcomeOf(status));
    const hadFocus = this.#actions.contains(this.node.getRootNode().activeElement);
    this.#actions.replaceChildren(...this.#actionsFor(status));
    if (hadFocus) this.#actions.querySelector("button")?.focus();
  }

  #outcomeOf(status) {
    const { error, file, response } = this.#entry;
    if (status === "failed") {
      const reason = describeError(error, this.#text);
      return [element("p", { class: "error" }, icon("alert"), element("span", {}, reason))];
    }
    if (status === "done" && response.tags?.length) {
      return [tagList(response.tags, this.#text("queue.tags", { name: file.name }), this.#text)];
    }
    return [];
  }

  #actionsFor(status) {
    const { error, file, id } = this.#entry;
    const { name } = file;
    if (status === "done") return [element("span", { class: "tick" }, icon("check"))];
    if (["waiting", "uploading", "processing"].includes(status)) {
      const label = this.#text("queue.cancel", { name });
      return [iconButton({ symbol: "close", label, click: () => this.#queue.cancel(id) })];
    }
    const remove = iconButton({
      symbol: "close",
      label: this.#text("queue.remove", { name }),
      click: () => this.#queue.remove(id),
    });
    if (error && !error.canRetry) return [remove];
    const retry = element(
      "button",
      {
        type: "button",
        class: "quiet-button",
        "aria-label": this.#text("queue.retry_label", { name }),
        click: () => this.#queue.retry(id),
      },
      icon("retry"),
      element("span", {}, this.#text("queue.retry")),
    );
    return [retry, remove];
  }
}
