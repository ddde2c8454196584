/** What the browser can refuse by itself, before anything is sent. The server checks again. */

import { RemoteFile } from "./remote-file.js";
import { UploadError } from "./upload-error.js";

/** Extensions that name the same format: the server and the options know the one on the right. */
const SAME_FORMAT = { jpeg: "jpg", jpe: "jpg", tif: "tiff", htm: "html", mpeg: "mpg", qt: "mov" };

/** Extensions of what the API calls "video", for files whose type the browser does not know. */
const VIDEO = ["mp4", "mov", "webm", "mkv", "avi", "mpg", "ogv", "m4v", "3gp", "mts", "flv", "wmv"];

const canonical = (format) => SAME_FORMAT[format] ?? format;

const refusal = (kind, values) => new UploadError(kind, { values });

/** @param {File|RemoteFile} file */
function formatOf(file) {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1] ?? file.type.split("/")[1] ?? "";
  return canonical(extension.toLowerCase());
}

/** @returns {"image"|"video"|"raw"} sound counts as video, as the Upload API has it */
function resourceTypeOf(file) {
  const [kind] = file.type.split("/");
  if (kind === "image") return "image";
  const sounds = ["video", "audio"].includes(kind);
  return sounds || VIDEO.includes(formatOf(file)) ? "video" : "raw";
}

function sizeRefusal(file, options) {
  const limits = {
    image: options.maxImageFileSize,
    video: options.maxVideoFileSize,
    raw: options.maxRawFileSize,
  };
  const given = [options.maxFileSize, limits[resourceTypeOf(file)]].filter(Boolean);
  const limit = Math.min(...given);
  return file.size > limit ? refusal("too-large", { limit }) : null;
}

function formatRefusal(file, { clientAllowedFormats }) {
  if (!clientAllowedFormats?.length) return null;
  const allowed = clientAllowedFormats.map((name) => canonical(name.toLowerCase()));
  const kind = file.type.split("/")[0];
  if (allowed.includes(kind) || allowed.includes(formatOf(file))) return null;
  return refusal("format", { formats: clientAllowedFormats });
}

/**
 * @param {File|RemoteFile} file
 * @param {import("./options.js").WidgetOptions} options
 * @returns {UploadError|null} why this file may not be sent
 */
export function checkFile(file, options) {
  // What lies at an address shows its size and its format only to the server.
  if (file instanceof RemoteFile) return null;
  if (file.size === 0) return refusal("empty");
  return formatRefusal(file, options) ?? sizeRefusal(file, options);
}

/** Characters that a public ID may not have, and places where it may not have others. */
const INVALID_PUBLIC_ID = /[?&#\\%<>+\p{Cc}]|^[\s/]|[\s/]$/u;

/** @param {string} [publicId]; @returns {boolean} */
export const isPublicId = (publicId) => !publicId || !INVALID_PUBLIC_ID.test(publicId);

/**
 * The `accept` attribute for a file picker.
 * @param {import("./options.js").WidgetOptions} options
 */
export function acceptedByPicker({ clientAllowedFormats, resourceType }) {
  const kinds = ["image", "video", "audio"];
  if (clientAllowedFormats?.length) {
    return clientAllowedFormats
      .flatMap((given) => {
        const name = canonical(given.toLowerCase());
        if (kinds.includes(name)) return `${name}/*`;
        const aliases = Object.keys(SAME_FORMAT).filter((alias) => SAME_FORMAT[alias] === name);
        return [name, ...aliases].map((extension) => `.${extension}`);
      })
      .join(",");
  }
  return kinds.includes(resourceType) ? `${resourceType}/*` : "";
}
