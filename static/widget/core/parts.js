/**
 * Sending a file in parts (Cloudinary's "Chunked asset upload"): each part is a request with
 * `X-Unique-Upload-Id` and `Content-Range`; the one that completes the file is answered with the
 * asset. The server says which bytes it has, so that only the missing ones are sent.
 */

import { persist } from "./persistence.js";
import { UploadError } from "./upload-error.js";

/** @typedef {[number, number]} Range first byte, and the one after the last */

/**
 * @param {Range[]} received in any order, may overlap
 * @param {number} size of the file
 * @param {number} partSize
 * @returns {Range[]} what is missing, in parts no larger than `partSize`
 */
export function missingParts(received, size, partSize) {
  const parts = [];
  let next = 0;
  const sorted = [...received, [size, size]].sort(([one], [other]) => one - other);
  for (const [start, end] of sorted) {
    for (; next < start; next = Math.min(next + partSize, start)) {
      parts.push([next, Math.min(next + partSize, start)]);
    }
    next = Math.max(next, end);
  }
  return parts;
}

/** Asks the server what it has; nothing when it does not know the upload. */
async function receivedRanges(url, signal) {
  let response;
  try {
    response = await fetch(url, { signal, credentials: "omit", cache: "no-store" });
  } catch {
    throw new UploadError(signal.aborted ? "aborted" : "connection");
  }
  if (response.status >= 500) throw new UploadError("unexpected", { status: response.status });
  if (!response.ok) return [];
  const { received } = await response.json();
  return received;
}

/**
 * Sends a part until there is an answer that says more than "wait": while the server is putting the
 * file together for a request whose answer was lost, it has all parts but no asset.
 */
async function sendPart(send) {
  const response = await send();
  if (response.done && !isAsset(response)) throw new UploadError("unexpected", { status: 503 });
  return response;
}

/** An answer to a part that is not the last may have a public ID too: the one that was asked for. */
const isAsset = (response) => "version" in response;

const sizeOf = (ranges) => ranges.reduce((sum, [start, end]) => sum + end - start, 0);

/**
 * @param {Object} upload
 * @param {File} upload.file
 * @param {number} upload.partSize bytes
 * @param {string} upload.statusUrl where the server says which bytes it has
 * @param {boolean} upload.resumed whether it may have some already
 * @param {(part: Blob, range: string, onProgress: (share: number) => void) => Promise<Object>}
 *   upload.send posts a part; `range` is the value of `Content-Range`
 * @param {{retries: number, signal: AbortSignal, onPause: Function}} upload.how see persist
 * @param {(share: number) => void} upload.onProgress share of the file that is sent, 0 to 1
 * @returns {Promise<Object>} the asset; rejects with UploadError
 */
export async function sendInParts({ file, partSize, statusUrl, resumed, send, how, onProgress }) {
  const { size } = file;
  const ask = () => persist(() => receivedRanges(statusUrl, how.signal), how);
  let received = resumed ? await ask() : [];
  // Twice, because the server may have swept parts away while the line was down.
  for (let round = 0; round < 2; round += 1) {
    const missing = missingParts(received, size, partSize);
    // All bytes are there but the answer was lost: the last part, sent again, brings it.
    if (!missing.length) missing.push([Math.max(0, size - partSize), size]);
    let sent = size - sizeOf(missing);
    for (const [start, end] of missing) {
      const part = file.slice(start, end, file.type);
      const range = `bytes ${start}-${end - 1}/${size}`;
      const report = (share) => onProgress((sent + (end - start) * share) / size);
      const response = await persist(() => sendPart(() => send(part, range, report)), how);
      sent += end - start;
      onProgress(sent / size);
      if (isAsset(response)) return response;
    }
    received = await ask();
  }
  throw new UploadError("unexpected", { status: 200 });
}
