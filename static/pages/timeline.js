/** A video's tags over time: a lane per tag, its segments drawn to scale, and a playhead that follows the player. */

import { element } from "./dom.js";
import { formatConfidence, formatTime } from "./format.js";

const LANES_AT_FIRST = 12;
const TICK_STEPS = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];
const MOST_TICKS = 7;

/**
 * @param {import("./tag_rows.js").TagRow[]} rows
 * @param {number} duration seconds
 * @param {HTMLMediaElement} player
 * @returns {HTMLElement}
 */
export function createTimeline(rows, duration, player) {
  const seek = (seconds) => {
    player.currentTime = Math.min(Math.max(seconds, 0), duration);
  };
  const lanes = rows.filter((row) => row.segments.length).map((row) => ({ row, node: lane(row, duration, seek) }));
  lanes.slice(LANES_AT_FIRST).forEach(({ node }) => {
    node.hidden = true;
  });
  const playhead = element("div", { class: "playhead", "aria-hidden": "true" });
  const drawing = element("div", { class: "timeline" }, axis(duration, seek), ...lanes.map(({ node }) => node), playhead);
  const timeline = element("div", {}, drawing);
  if (lanes.length > LANES_AT_FIRST) timeline.append(showAllButton(lanes));
  followPlayer(player, (seconds) => {
    drawing.style.setProperty("--at", seconds / duration);
    for (const { row, node } of lanes)
      node.classList.toggle(
        "lane-now",
        row.segments.some(({ start, end }) => start <= seconds && seconds < end),
      );
  });
  return timeline;
}

function lane(row, duration, seek) {
  const track = element("div", { class: "lane-track", onclick: (event) => seek(timeUnder(event, duration)) });
  for (const { start, end, confidence } of row.segments) {
    const span = `${formatTime(start, { tenths: true })} to ${formatTime(end, { tenths: true })}`;
    const segment = element("button", {
      class: "segment",
      type: "button",
      title: `${row.tag}, ${span}, ${formatConfidence(confidence)}`,
      "aria-label": `${row.tag}, ${span}, ${formatConfidence(confidence)}`,
      "data-start": start,
      onclick: (event) => {
        event.stopPropagation();
        seek(start);
      },
    });
    segment.style.setProperty("--start", start / duration);
    segment.style.setProperty("--length", (end - start) / duration);
    segment.style.setProperty("--confidence", confidence);
    track.append(segment);
  }
  return element(
    "div",
    { class: "lane", "data-kind": row.kind, "data-tag": row.tag, role: "group", "aria-label": row.tag },
    element("span", { class: "lane-name", title: row.tag }, row.tag),
    track,
  );
}

function axis(duration, seek) {
  const step = TICK_STEPS.find((candidate) => duration / candidate <= MOST_TICKS) ?? duration / MOST_TICKS;
  const ticks = element("div", { class: "ticks", onclick: (event) => seek(timeUnder(event, duration)) });
  for (let seconds = 0; seconds <= duration - step / 3; seconds += step) {
    const tick = element("span", { class: "tick" }, formatTime(seconds, { tenths: step < 1 }));
    tick.style.setProperty("--start", seconds / duration);
    ticks.append(tick);
  }
  return element("div", { class: "axis", "aria-hidden": "true" }, ticks);
}

function timeUnder(event, duration) {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return ((event.clientX - left) / width) * duration;
}

function showAllButton(lanes) {
  const button = element(
    "button",
    {
      class: "button-plain small",
      type: "button",
      onclick: () => {
        for (const { node } of lanes) node.hidden = false;
        button.remove();
      },
    },
    `Show all ${lanes.length} tags`,
  );
  return button;
}

/** `timeupdate` comes four times a second; while the video plays, every frame of the screen is better. */
function followPlayer(player, onTime) {
  const report = () => onTime(player.currentTime);
  const everyFrame = () => {
    report();
    if (!player.paused) requestAnimationFrame(everyFrame);
  };
  player.addEventListener("play", everyFrame);
  player.addEventListener("seeking", report);
  player.addEventListener("timeupdate", report);
  report();
}
