/**
 * A small picture of a file that is still on the visitor's device, drawn on a canvas: a canvas needs
 * no `img-src` from the page's Content-Security-Policy.
 */

import { element, icon } from "./elements.js";

/** In CSS pixels; drawn at twice that for dense screens. */
const SIDE = 96;

const symbolOf = ({ type }) => {
  if (type.startsWith("image/")) return "picture";
  return type.startsWith("video/") ? "film" : "file";
};

/** Draws the middle of a picture so that it fills the square. */
function cover(source, width, height) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  canvas.width = canvas.height = SIDE;
  const side = Math.min(width, height);
  const left = (width - side) / 2;
  const top = (height - side) / 2;
  canvas.getContext("2d").drawImage(source, left, top, side, side, 0, 0, SIDE, SIDE);
  return canvas;
}

async function drawImage(file) {
  const bitmap = await createImageBitmap(file);
  const canvas = cover(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return canvas;
}

/** Draws a frame of the first second: the very first one is often black. */
async function drawVideo(file) {
  const url = URL.createObjectURL(file);
  const video = element("video", { preload: "auto", playsinline: true });
  video.muted = true;
  try {
    await new Promise((resolve, reject) => {
      video.addEventListener("loadedmetadata", () => {
        video.currentTime = Math.min(1, (video.duration || 0) / 4);
      });
      video.addEventListener("seeked", resolve);
      video.addEventListener("error", reject);
      video.src = url;
    });
    return cover(video, video.videoWidth, video.videoHeight);
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

/**
 * @param {File} file
 * @returns {HTMLElement} shows an icon at once and the picture as soon as it is drawn; files that the
 *   browser cannot decode keep the icon
 */
export function thumbnail(file) {
  const frame = element("div", { class: "thumbnail" }, icon(symbolOf(file)));
  const draw = { picture: drawImage, film: drawVideo }[symbolOf(file)];
  draw?.(file).then(
    (canvas) => frame.replaceChildren(canvas),
    () => {},
  );
  return frame;
}
