/** Tells screen readers, politely, what happens to the uploads. */

import { describeError } from "../text/text.js";
import { element } from "./elements.js";

/** Progress is spoken at these shares: often enough to know, seldom enough to bear. */
const MILESTONES = [0.25, 0.5, 0.75];

/**
 * @param {import("../core/queue.js").UploadQueue} queue
 * @param {import("../text/text.js").Text} text
 * @param {AbortSignal} signal ends the listening
 * @returns {HTMLElement} the live region, to be placed where it is not inert
 */
export function createAnnouncer(queue, text, signal) {
  const region = element("div", { class: "visually-hidden", "aria-live": "polite" });
  let milestones = [...MILESTONES];

  const say = (sentence) => {
    const line = element("p", {}, sentence);
    region.append(line);
    if (region.childElementCount > 5) region.firstElementChild.remove();
  };
  const on = (type, tell) => {
    queue.addEventListener(type, ({ detail }) => tell(detail), { signal });
  };

  on("started", () => {
    milestones = [...MILESTONES];
  });
  on("changed", () => {
    const passed = milestones.filter((share) => queue.progress >= share);
    if (!passed.length || !queue.busy) return;
    milestones = milestones.filter((share) => !passed.includes(share));
    say(text("announcements.progress", { percent: Math.max(...passed) * 100 }));
  });
  on("succeeded", ({ entry: { file, response } }) => {
    const tags = response.tags ?? [];
    const key = tags.length ? "announcements.done_with_tags" : "announcements.done";
    say(text(key, { name: file.name, tags: tags.join(", ") }));
  });
  on("failed", ({ entry: { file, error } }) => {
    say(text("announcements.failed", { name: file.name, reason: describeError(error, text) }));
  });
  on("aborted", () => say(text("announcements.aborted")));
  return region;
}
