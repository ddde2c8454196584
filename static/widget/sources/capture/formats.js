/** In which format a picture or a recording is written, of those that the site takes. */

const PICTURES = { jpg: "image/jpeg", png: "image/png", webp: "image/webp" };

/** In the order of preference; a browser writes one or both of the containers. */
const RECORDINGS = [
  ["webm", "video/webm;codecs=vp9,opus"],
  ["webm", "video/webm"],
  ["mp4", "video/mp4"],
];

/** @typedef {{extension: string, type: string}} Format */

const allows = ({ clientAllowedFormats: allowed }, kind, extension) => {
  if (!allowed?.length) return true;
  const names = allowed.map((name) => name.toLowerCase().replace("jpeg", "jpg"));
  return names.includes(kind) || names.includes(extension);
};

const takes = ({ resourceType }, kind) => ["auto", "raw", kind].includes(resourceType);

/**
 * @param {import("../../core/options.js").WidgetOptions} options
 * @returns {Format|null} null when the site takes no picture that a browser can write
 */
export function pictureFormat(options) {
  if (!takes(options, "image")) return null;
  const found = Object.entries(PICTURES).find(([name]) => allows(options, "image", name));
  return found ? { extension: found[0], type: found[1] } : null;
}

/**
 * @param {import("../../core/options.js").WidgetOptions} options
 * @returns {Format|null} null when the site takes no video, or this browser records none
 */
export function recordingFormat(options) {
  if (!takes(options, "video") || !window.MediaRecorder) return null;
  const found = RECORDINGS.find(([extension, type]) => {
    return allows(options, "video", extension) && MediaRecorder.isTypeSupported(type);
  });
  return found ? { extension: found[0], type: found[1] } : null;
}
