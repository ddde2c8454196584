/** A file on its way to the server: whole when it is small, in parts when it is large. */

import { sendInParts } from "./parts.js";
import { persist } from "./persistence.js";
import { post } from "./post.js";
import { RemoteFile } from "./remote-file.js";
import { resumptionOf } from "./resumption.js";

/** A signature holds for an hour; one that is older than this is renewed before the next part. */
const SIGNATURE_KEPT_FOR = 40 * 60 * 1000;

/** Asks for the fields when they are first needed and when their signature is getting old. */
function renewing(makeRequest) {
  let made = { at: -Infinity, request: null };
  return async () => {
    if (Date.now() - made.at > SIGNATURE_KEPT_FOR) {
      made = { at: Date.now(), request: await makeRequest() };
    }
    return made.request;
  };
}

/** Tells the server that it may delete the parts it has; it does so in a day anyhow. */
function giveUp(url) {
  fetch(url, { method: "DELETE", credentials: "omit", keepalive: true }).catch(() => {});
}

/**
 * @param {Object} upload
 * @param {File|RemoteFile} upload.file
 * @param {() => Promise<{url: string, fields: Object<string, string>}>} upload.makeRequest
 * @param {string} upload.statusBase where the server says what it has of an upload, without its ID
 * @param {import("./options.js").WidgetOptions} upload.options
 * @param {AbortSignal} upload.signal
 * @param {(share: number) => void} upload.onProgress share of the bytes sent, 0 to 1
 * @param {(pause: "offline"|"connection"|null) => void} upload.onPause what is waited for, if anything
 * @returns {Promise<Object>} the server's JSON; rejects with UploadError
 */
export async function upload({ file, makeRequest, statusBase, options, ...running }) {
  const { signal, onProgress, onPause } = running;
  const how = { retries: options.maxRetries, signal, onPause };
  const current = renewing(makeRequest);
  const send = async (part, headers, report) => {
    const { url, fields } = await current();
    const { name } = file;
    return post({ url, fields, file: part, name, headers, signal, onProgress: report });
  };
  if (file instanceof RemoteFile) return persist(() => send(file.url, {}, onProgress), how);
  const partSize = Math.floor(options.maxChunkSize);
  if (file.size <= partSize) return persist(() => send(file, {}, onProgress), how);

  const { id, resumed, forget, release } = await resumptionOf(file, await current());
  const statusUrl = `${statusBase}/${encodeURIComponent(id)}`;
  try {
    const response = await sendInParts({
      file,
      partSize,
      statusUrl,
      resumed,
      send: (part, range, report) => {
        const headers = { "X-Unique-Upload-Id": id, "Content-Range": range };
        return send(part, headers, report);
      },
      how,
      onProgress,
    });
    forget();
    return response;
  } catch (error) {
    // What the server refused once it refuses again: a later try starts anew, as it does after the
    // visitor has cancelled.
    if (signal.aborted || (error.kind === "server" && !error.isPassing)) {
      forget();
      giveUp(statusUrl);
    }
    throw error;
  } finally {
    release();
  }
}
