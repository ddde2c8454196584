/** Stretches of a video in words, from which one goes there. */

import { element } from "./dom.js";
import { formatTime } from "./format.js";

/**
 * @param {{start: number, end: number}} stretch in seconds
 * @param {HTMLVideoElement|null} player that is to go to the start
 * @returns {HTMLElement|string}
 */
export function momentLink({ start, end }, player) {
  const words = `${formatTime(start, { tenths: true })} to ${formatTime(end, { tenths: true })}`;
  if (!player) return words;
  return element(
    "button",
    { class: "button-plain small", type: "button", onclick: () => (player.currentTime = start) },
    words,
  );
}
