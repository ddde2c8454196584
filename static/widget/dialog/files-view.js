/** What is seen of the uploads: the list, the line that sums it up, the small button, what is spoken. */

import { createAnnouncer } from "./announcer.js";
import { createPill } from "./pill.js";
import { QueueView } from "./queue-view.js";

/**
 * @typedef {Object} FilesView
 * @property {HTMLElement} list
 * @property {HTMLElement} footer
 * @property {HTMLElement} pill
 * @property {HTMLElement} announcer
 * @property {() => boolean} isEmpty
 */

/**
 * @param {Object} parts
 * @param {import("../core/queue.js").UploadQueue} parts.queue
 * @param {import("../core/options.js").WidgetOptions} parts.options
 * @param {import("../text/text.js").Text} parts.text
 * @param {{onClose: () => void, onShowCompleted: () => void, onExpand: () => void}} parts.on
 * @param {AbortSignal} parts.signal ends the listening
 * @returns {FilesView}
 */
export function createFilesView({ queue, options, text, on, signal }) {
  const done = on.onClose;
  const showCompleted = on.onShowCompleted;
  const view = new QueueView({ queue, options, text, done, showCompleted, signal });
  const pill = createPill({ queue, options, text, expand: on.onExpand, signal });
  pill.lang = text.language;
  pill.dir = text.direction;
  return {
    list: view.list,
    footer: view.footer,
    pill,
    announcer: createAnnouncer(queue, text, signal),
    isEmpty: () => view.isEmpty,
  };
}
