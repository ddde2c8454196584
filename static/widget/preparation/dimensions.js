/**
 * The stage "dimensions": refuses pictures that are too small, or too large where the site wants them
 * refused, and scales the others down before they are sent (`minImageWidth`, `maxImageWidth` and their
 * like in Cloudinary's "Upload Widget API reference").
 */

import { UploadError } from "../core/upload-error.js";
import { isAnimated } from "./animation.js";
import { decode, drawn, limited } from "./drawing.js";

/** @typedef {import("../core/options.js").WidgetOptions} WidgetOptions */
/** @typedef {import("./drawing.js").Size} Size */

const limitText = (width, height) => `${width || "…"} × ${height || "…"}`;

const same = (one, other) => one.width === other.width && one.height === other.height;

const refusal = (kind, { width, height }, limit) => {
  return new UploadError(kind, { values: { size: `${width} × ${height}`, pixels: limit } });
};

/**
 * @param {Size} size of the picture, in pixels
 * @param {WidgetOptions} options
 * @throws {UploadError} "too-few-pixels" or "too-many-pixels"
 */
export function checkSize(size, options) {
  const { minImageWidth = 0, minImageHeight = 0, maxImageWidth, maxImageHeight } = options;
  if (size.width < minImageWidth || size.height < minImageHeight) {
    throw refusal("too-few-pixels", size, limitText(minImageWidth, minImageHeight));
  }
  const fits = limited(size, { width: maxImageWidth, height: maxImageHeight });
  if (options.validateMaxWidthHeight && !same(fits, size)) {
    throw refusal("too-many-pixels", size, limitText(maxImageWidth, maxImageHeight));
  }
}

/**
 * @param {File} file
 * @param {ImageBitmap} bitmap the picture in it
 * @param {WidgetOptions} options
 * @returns {Promise<File>} the file itself when it is small enough, or when it moves
 */
export async function scaledDown(file, bitmap, { maxImageWidth, maxImageHeight }) {
  const { width, height } = bitmap;
  const size = limited({ width, height }, { width: maxImageWidth, height: maxImageHeight });
  if (same(size, bitmap) || (await isAnimated(file))) return file;
  return drawn(file, bitmap, { x: 0, y: 0, width, height }, size);
}

/**
 * A picture that this browser cannot decode is sent as it is: the server knows more formats.
 * @param {File} file
 * @param {import("./index.js").PreparationContext} context
 * @returns {Promise<import("./index.js").Prepared>}
 */
export async function prepare(file, { options }) {
  const bitmap = await decode(file).catch(() => null);
  if (!bitmap) return { file };
  try {
    checkSize(bitmap, options);
    return { file: await scaledDown(file, bitmap, options) };
  } finally {
    bitmap.close();
  }
}
