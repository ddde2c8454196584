/** Says so while the browser is offline. */

import { element } from "./elements.js";

/**
 * @param {import("../text/text.js").Text} text
 * @param {AbortSignal} signal ends the listening
 * @returns {HTMLElement}
 */
export function createConnectionNote(text, signal) {
  const note = element("p", { class: "connection-note", role: "status" });
  const update = () => {
    note.textContent = navigator.onLine ? "" : text("notifications.offline");
  };
  for (const type of ["online", "offline"]) window.addEventListener(type, update, { signal });
  update();
  return note;
}
