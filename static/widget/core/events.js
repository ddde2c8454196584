/** What a site's callback is told: the shapes of Cloudinary's "Upload Widget API reference". */

import { transformationString } from "./transformation.js";

const STATUSES = {
  waiting: "pending",
  uploading: "uploading",
  processing: "uploading",
  done: "success",
  failed: "error",
  aborted: "aborted",
};

const SHOWN_BY_BROWSERS = ["jpg", "png", "gif", "webp", "avif"];

/** The picture that a list of uploads shows; none for files that are not to be seen. */
function thumbnailUrl(response, transformation) {
  const { resource_type: kind, type = "upload", secure_url: url = "", format } = response;
  const marker = `/${kind}/upload/`;
  const signed = response.thumbnail_url?.includes("/s--");
  if (signed || type !== "upload" || !["image", "video"].includes(kind) || !url.includes(marker)) {
    return response.thumbnail_url;
  }
  const scaled = url.replace(marker, `${marker}${transformationString(transformation)}/`);
  const shownByBrowsers = kind === "image" && SHOWN_BY_BROWSERS.includes(format);
  return shownByBrowsers ? scaled : scaled.replace(/(\.[^./]*)?$/, ".jpg");
}

/**
 * @param {import("./queue.js").QueueEntry} entry that is done
 * @param {import("./options.js").WidgetOptions} options
 * @returns {Object} what "success" reports: the server's answer, and a little more
 */
export function successInfo({ id, batchId, response }, { thumbnailTransformation }) {
  const { version, public_id: publicId, format } = response;
  const path = `v${version}/${publicId}${format ? `.${format}` : ""}`;
  const thumbnail = thumbnailUrl(response, thumbnailTransformation) ?? response.secure_url;
  return { ...response, id, batchId, path, thumbnail_url: thumbnail };
}

/**
 * @param {import("./queue.js").QueueEntry} entry
 * @param {import("./options.js").WidgetOptions} options
 * @returns {Object} a file as "upload-added", "queues-end" and "show-completed" report it
 */
export function fileInfo(entry, options) {
  const { id, batchId, file, status, progress, error, pause, response } = entry;
  return {
    id,
    batchId,
    name: file.name,
    size: file.size,
    type: file.type,
    status: STATUSES[status],
    statusText: error?.message ?? STATUSES[status],
    progress: Math.floor(progress * 100),
    done: ["done", "failed", "aborted"].includes(status),
    failed: status === "failed",
    aborted: status === "aborted",
    paused: pause !== null,
    isFetch: "url" in file,
    publicId: response?.public_id ?? entry.choices.publicId ?? options.publicId,
    uploadInfo: response ? successInfo(entry, options) : undefined,
  };
}
