/** The card of one upload: its picture or player, its facts, and its tags as they come. */

import { chipList, manualChip, tagChip } from "./chips.js";
import { onThisOrigin, originalAddress, pictureAddress, previewAddress } from "./delivery.js";
import { element } from "./dom.js";
import { fileFacts, formatTime, titleOf } from "./format.js";
import { isWithheld } from "./moderation.js";
import { taggingState } from "./tagging_state.js";
import { assignedTags, engineAnswers, sameTag, tagRows } from "./tag_rows.js";

const PICTURE_SIDE = 720;
const LESS_CERTAIN_SHOWN = 12;

/**
 * @param {object} resource an upload's `info`
 * @returns {{node: HTMLElement, show: (resource: object) => void, showProgress: (share: number) => void,
 *   showTrouble: (retrying: boolean) => void}}
 */
export function uploadCard(resource) {
  const media = mediaOf(resource);
  const state = element("div", { class: "upload-state" });
  const tagging = taggingState();
  const maker = element("span", { class: "soft small" });
  const node = element(
    "li",
    { class: "upload panel", "data-public-id": resource.public_id },
    element("div", { class: "upload-media" }, media),
    element(
      "div",
      { class: "upload-body" },
      element("div", {}, element("h3", { class: "upload-name" }, titleOf(resource)), element("p", { class: "soft small" }, fileFacts(resource))),
      state,
      element(
        "div",
        { class: "upload-foot" },
        resource.info_url && element("a", { href: onThisOrigin(resource.info_url), class: "info-link" }, "Click to get info"),
        maker,
      ),
    ),
  );

  function show(current) {
    maker.textContent = current.status === "complete" ? makers(current) : "";
    if (current.status === "pending") state.replaceChildren(tagging.node);
    else if (current.status === "failed")
      state.replaceChildren(element("p", { class: "notice notice-bad small" }, failureOf(current)));
    else state.replaceChildren(...rejectionOf(current), ...tagsOf(current, media));
  }

  show(resource);
  return { node, show, showProgress: tagging.showProgress, showTrouble: tagging.showTrouble };
}

function mediaOf(resource) {
  const name = titleOf(resource);
  if (resource.resource_type === "image" && !isWithheld(resource))
    return element("img", { src: previewAddress(resource, PICTURE_SIDE), alt: name, loading: "lazy" });
  if (resource.resource_type === "video")
    return element("video", {
      src: originalAddress(resource),
      poster: resource.width && pictureAddress(resource, { width: PICTURE_SIDE, height: PICTURE_SIDE }),
      controls: true,
      playsinline: true,
      preload: "none",
      "aria-label": name,
    });
  return element("span", { class: "file-letters", "aria-hidden": "true" }, (resource.format || "file").toUpperCase());
}

function rejectionOf(resource) {
  if (!isWithheld(resource)) return [];
  return [element("p", { class: "notice notice-bad small" }, "Rejected by moderation: only the owner sees it.")];
}

function failureOf(resource) {
  return resource.tagging?.error || "Tagging failed. The file itself is kept.";
}

function makers(resource) {
  const names = engineAnswers(resource).map(([engine, answer]) =>
    answer.provider === "local" && engine !== "local_tagging" ? `${engine}, answered locally` : engine,
  );
  return names.length ? `tagged by ${names.join(" and ")}` : "";
}

/** The asset's own tags first; what the engines saw below the threshold waits behind a button. */
function tagsOf(resource, media) {
  const rows = tagRows(resource);
  const own = assignedTags(resource, rows);
  const ownNames = new Set(own.map(({ tag }) => sameTag(tag)));
  const others = rows.filter((row) => !ownNames.has(sameTag(row.tag))).slice(0, LESS_CERTAIN_SHOWN);
  const chip = (row) => tagChip(row, seeking(row, media));

  const shown = own.length
    ? chipList(own.map(({ tag, row }) => (row ? chip({ ...row, tag }) : manualChip(tag))), "Tags")
    : element("p", { class: "soft" }, rows.length ? "Nothing sure enough to become a tag." : "No tags.");
  if (!others.length) return [shown];

  const more = chipList(others.map(chip), "Less certain tags");
  more.hidden = true;
  const button = element(
    "button",
    {
      class: "button-plain small",
      type: "button",
      "aria-expanded": "false",
      onclick: () => {
        more.hidden = !more.hidden;
        button.setAttribute("aria-expanded", String(!more.hidden));
      },
    },
    `${others.length} less certain`,
  );
  return [shown, element("div", {}, button), more];
}

/** A chip of a video seeks to the first moment that shows its tag. */
function seeking(row, media) {
  const [first] = row.segments;
  if (!first || !(media instanceof HTMLMediaElement)) return {};
  return {
    title: `Go to ${formatTime(first.start)}`,
    onChoose: () => {
      media.preload = "auto";
      media.currentTime = first.start;
      media.focus();
    },
  };
}
