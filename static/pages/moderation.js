/** What the moderation of an asset came to: its status, the model's score, and for a video where it is high. */

import { element } from "./dom.js";
import { momentLink } from "./moments.js";

const BADGES = { approved: "badge-good", pending: "badge-accent", rejected: "badge-bad" };
const MEANINGS = {
  approved: "Delivered to the public.",
  pending: "Waits for the owner's decision, and is delivered to the public meanwhile.",
  rejected: "Not delivered to the public: only the owner, logged in or with key and secret, gets the file and its pictures.",
};

/** @returns {boolean} whether the public does not get the asset */
export function isWithheld(resource) {
  return Boolean(resource.moderation?.some(({ status }) => status === "rejected"));
}

/**
 * @param {object} resource
 * @param {HTMLMediaElement|null} player seeks to a stretch that is clicked
 * @returns {HTMLElement[]} nothing when the asset is under no moderation
 */
export function moderationPanel(resource, player) {
  return (resource.moderation ?? []).flatMap(({ kind, status, decided_by: by, response }) => [
    element(
      "h2",
      {},
      "Moderation ",
      element("span", { class: `badge ${BADGES[status]}`, id: "moderation-status" }, status),
    ),
    element("p", { class: "soft small" }, MEANINGS[status]),
    element("p", { class: "small" }, [askedWords(kind), by === "owner" && "Decided by the owner."].filter(Boolean).join(" ")),
    ...(response ? findings(response, player) : []),
  ]);
}

function askedWords(kind) {
  return kind === "local" ? "Scored by the model on this server." : "Moderated by hand.";
}

function findings(response, player) {
  if (response.error) return [element("p", { class: "notice notice-bad" }, `The model could not look: ${response.error}`)];
  const { score, model, suggested_minimum_age: age, segments = [] } = response;
  return [
    element(
      "p",
      {},
      `Score ${score.toFixed(3)} of 1 `,
      element("span", { class: "soft small" }, `(${model}: how likely it is pornographic)`),
    ),
    element("p", {}, age ? `Suggested minimum age: ${age}` : "No minimum age suggested"),
    response.scores && scoreBars(response, player),
    segments.length > 0 && element("ul", { class: "moments" }, ...segments.map((segment) => moment(segment, player))),
  ].filter(Boolean);
}

/** The score of each stretch of a video, as bars from its start to its end; a press goes there. */
function scoreBars({ scores, interval, thresholds }, player) {
  const bars = scores.map((score) => {
    const bar = element("span", { class: "score-bar" });
    bar.style.setProperty("--score", score);
    bar.classList.toggle("score-high", score >= (thresholds?.reject ?? 0.8));
    bar.classList.toggle("score-middle", score >= (thresholds?.approve ?? 0.2));
    return bar;
  });
  const every = interval === 1 ? "second" : `${Number(interval.toFixed(1))} seconds`;
  return element(
    "figure",
    { class: "scores" },
    element(
      "div",
      {
        class: "score-bars",
        role: "img",
        "aria-label": `Scores from start to end: the highest is ${Math.max(...scores).toFixed(3)}`,
        onclick: (event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect();
          if (player) player.currentTime = ((event.clientX - left) / width) * scores.length * interval;
        },
      },
      ...bars,
    ),
    element("figcaption", { class: "small soft" }, `Score for every ${every}, from start to end`),
  );
}

function moment({ start, end, score }, player) {
  return element(
    "li",
    {},
    momentLink({ start, end }, player),
    element("span", { class: "soft small" }, ` score ${score.toFixed(3)}`),
  );
}
