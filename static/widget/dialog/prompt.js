/** The question whether running uploads are to stop. */

import { element } from "./elements.js";

export class ClosePrompt {
  #onKept;

  /**
   * @param {Object} parts
   * @param {import("../text/text.js").Text} parts.text
   * @param {() => void} parts.onStop the visitor says yes
   * @param {() => void} parts.onKept the question is gone, and the focus was in it
   */
  constructor({ text, onStop, onKept }) {
    this.#onKept = onKept;
    const button = (key, style, click) => {
      return element("button", { type: "button", class: style, click }, text(key));
    };
    this.keep = button("queue.close_keep", "action-button", () => this.withdraw());
    /** @type {HTMLElement} */
    this.node = element(
      "div",
      { class: "prompt", role: "alertdialog", "aria-labelledby": "close-prompt", hidden: true },
      element("p", { id: "close-prompt" }, text("queue.close_prompt")),
      button("queue.close_stop", "quiet-button", onStop),
      this.keep,
    );
  }

  ask() {
    this.node.hidden = false;
    this.keep.focus();
  }

  withdraw() {
    const hadFocus = this.node.contains(this.node.getRootNode().activeElement);
    this.node.hidden = true;
    if (hadFocus) this.#onKept();
  }
}
