/**
 * Pictures drawn again in the browser: scaled down or cut. What is drawn is upright, because browsers
 * turn a picture the way its EXIF orientation says; its other metadata is left behind.
 */

/** Formats that every browser can write; other pictures become one of these. */
const WRITABLE = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };

/** High enough that a second generation cannot be told from the first by eye. */
const QUALITY = 0.92;

/** @typedef {import("./cropping/region.js").Size} Size */
/** @typedef {import("./cropping/region.js").Region} Region */

/**
 * @param {File} file
 * @returns {Promise<ImageBitmap>} upright; rejects when the browser cannot decode the picture
 */
export const decode = (file) => createImageBitmap(file, { imageOrientation: "from-image" });

/**
 * @param {Size} size
 * @param {{width?: number|null, height?: number|null}} most
 * @returns {Size} the same shape, no larger than the limits, never enlarged
 */
export function limited({ width, height }, most) {
  const factor = Math.min(1, (most.width || width) / width, (most.height || height) / height);
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
  };
}

function isTransparent(context, { width, height }) {
  const { data } = context.getImageData(0, 0, width, height);
  for (let at = 3; at < data.length; at += 4) if (data[at] < 255) return true;
  return false;
}

/** JPEG has no transparency: what cannot be written as it was becomes PNG where it has some. */
function formatFor(file, context, size) {
  if (file.type in WRITABLE) return file.type;
  return isTransparent(context, size) ? "image/png" : "image/jpeg";
}

function named(file, type) {
  const stem = file.name.replace(/\.[^.]*$/, "");
  const keeps = file.type === type;
  return keeps ? file.name : `${stem || file.name}.${WRITABLE[type]}`;
}

/**
 * @param {File} file what the picture was read from; gives the name, the date and the format
 * @param {ImageBitmap} bitmap
 * @param {Region} region what to keep, in pixels of the bitmap
 * @param {Size} size of the result, in pixels
 * @returns {Promise<File>}
 */
export async function drawn(file, bitmap, region, size) {
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  const { x, y, width, height } = region;
  context.drawImage(bitmap, x, y, width, height, 0, 0, size.width, size.height);
  const wanted = formatFor(file, context, size);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, wanted, QUALITY));
  if (!blob) throw new Error(`The picture cannot be drawn at ${size.width} × ${size.height}.`);
  const { lastModified } = file;
  return new File([blob], named(file, blob.type), { type: blob.type, lastModified });
}
