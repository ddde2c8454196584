/** Whether a picture moves. A canvas keeps one frame, so moving pictures must not be drawn again. */

const ascii = (bytes, start, length) => String.fromCharCode(...bytes.subarray(start, start + length));

/** APNG: a chunk "acTL" before the first "IDAT" ("Portable Network Graphics Specification"). */
function isAnimatedPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += view.getUint32(at) + 12) {
    const type = ascii(bytes, at + 4, 4);
    if (type === "acTL") return true;
    if (type === "IDAT") return false;
  }
  return false;
}

/** WebP: the animation bit of the extended header ("WebP Container Specification"). */
const isAnimatedWebp = (bytes) => ascii(bytes, 12, 4) === "VP8X" && (bytes[20] & 2) !== 0;

/** AVIF: the brand "avis" is a sequence ("AV1 Image File Format"). */
const isSequence = (bytes) => ascii(bytes, 8, 4) === "avis";

const TESTS = {
  "image/gif": () => true,
  "image/png": isAnimatedPng,
  "image/webp": isAnimatedWebp,
  "image/avif": isSequence,
};

/** Every mark stands before the pixels; colour profiles and EXIF may come first. */
const LOOKED_AT = 1_000_000;

/**
 * @param {File} file
 * @returns {Promise<boolean>} true for every GIF: no browser can write one
 */
export async function isAnimated(file) {
  const test = TESTS[file.type];
  if (!test) return false;
  return test(new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer()));
}
