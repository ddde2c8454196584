/** The picture with boxes over it, the player, or the letters of a file's format. */

import { originalAddress, pictureAddress, previewAddress } from "./delivery.js";
import { element } from "./dom.js";
import { formatConfidence, titleOf } from "./format.js";

const LONG_SIDE = 1600;

/**
 * @returns {{node: HTMLElement, player: HTMLMediaElement|null,
 *   showBoxes: (row: import("./tag_rows.js").TagRow|null) => void}}
 */
export function createPreview(resource) {
  if (resource.resource_type === "image") return picture(resource);
  if (resource.resource_type === "video") return player(resource);
  return { node: file(resource), player: null, showBoxes: () => {} };
}

function picture(resource) {
  const image = element("img", {
    src: previewAddress(resource, LONG_SIDE),
    width: resource.width,
    height: resource.height,
    alt: titleOf(resource),
  });
  const boxes = element("div", { class: "boxes", "aria-hidden": "true" });
  return {
    node: element("div", { class: "picture" }, image, boxes),
    player: null,
    showBoxes: (row) => boxes.replaceChildren(...(row?.boxes ?? []).map((box) => drawnBox(box, row))),
  };
}

function drawnBox({ x, y, width, height }, row) {
  const node = element(
    "div",
    { class: "box", "data-kind": row.kind },
    element("span", { class: "box-label" }, `${row.tag} ${formatConfidence(row.confidence)}`),
  );
  const sides = { left: x, top: y, width, height };
  for (const [side, share] of Object.entries(sides)) node.style.setProperty(side, `${share * 100}%`);
  node.classList.toggle("box-at-top", y < 0.08);
  return node;
}

function player(resource) {
  const video = element("video", {
    src: originalAddress(resource),
    poster: resource.width && pictureAddress(resource, { width: LONG_SIDE, height: LONG_SIDE }),
    width: resource.width,
    height: resource.height,
    controls: true,
    playsinline: true,
    preload: "metadata",
    "aria-label": titleOf(resource),
  });
  video.classList.toggle("audio-only", Boolean(resource.is_audio));
  return { node: video, player: video, showBoxes: () => {} };
}

function file(resource) {
  return element(
    "a",
    { class: "file", href: originalAddress(resource), download: true },
    (resource.format || "file").toUpperCase(),
  );
}
