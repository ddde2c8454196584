/** What the browser can refuse by itself, before anything is sent. The server checks again. */

import { UploadError } from "./upload.js";

/** Extensions that name the same format: the server and the options know the one on the right. */
const SAME_FORMAT = { jpeg: "jpg", jpe: "jpg", tif: "tiff", htm: "html", mpeg: "mpg", qt: "mov" };

const canonical = (format) => SAME_FORMAT[format] ?? format;

/** @param {File} file */
function formatOf(file) {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1] ?? file.type.split("/")[1] ?? "";
  return canonical(extension.toLowerCase());
}

/**
 * @param {File} file
 * @param {import("./options.js").WidgetOptions} options
 * @returns {UploadError|null} why this file may not be sent
 */
export function checkFile(file, { clientAllowedFormats, maxFileSize }) {
  if (file.size === 0) return new UploadError("empty");
  if (maxFileSize && file.size > maxFileSize) {
    return new UploadError("too-large", { values: { limit: maxFileSize } });
  }
  if (clientAllowedFormats?.length) {
    const kind = file.type.split("/")[0];
    const allowed = clientAllowedFormats.map(canonical);
    if (!allowed.includes(kind) && !allowed.includes(formatOf(file))) {
      return new UploadError("format", { values: { formats: clientAllowedFormats } });
    }
  }
  return null;
}

/**
 * The `accept` attribute for a file picker.
 * @param {import("./options.js").WidgetOptions} options
 */
export function acceptedByPicker({ clientAllowedFormats, resourceType }) {
  const kinds = ["image", "video", "audio"];
  if (clientAllowedFormats?.length) {
    return clientAllowedFormats
      .flatMap((name) => {
        if (kinds.includes(name)) return `${name}/*`;
        const aliases = Object.keys(SAME_FORMAT).filter((alias) => SAME_FORMAT[alias] === name);
        return [name, ...aliases].map((extension) => `.${extension}`);
      })
      .join(",");
  }
  return kinds.includes(resourceType) ? `${resourceType}/*` : "";
}
