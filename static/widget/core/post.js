/** One request with a file, or a part of one, in it. */

import { UploadError } from "./upload-error.js";

/** @param {XMLHttpRequest} request */
function readResponse(request) {
  let body;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    throw new UploadError("unexpected", { status: request.status });
  }
  if (request.status >= 200 && request.status < 300 && !body.error) return body;
  const message = body.error?.message;
  throw new UploadError(message ? "server" : "unexpected", { message, status: request.status });
}

/**
 * A request that never arrived looks the same to a script whether the line is down or the file has
 * been moved away or is a folder; reading one byte of it tells them apart.
 * @param {Blob|string} file
 */
async function reasonOfFailure(file) {
  try {
    if (file instanceof Blob) await file.slice(0, 1).arrayBuffer();
    return new UploadError("connection");
  } catch {
    return new UploadError("unreadable");
  }
}

/**
 * Posts multipart/form-data. XMLHttpRequest, because fetch() reports no upload progress. When the
 * browser goes offline the request is given up at once: it would hang for minutes.
 *
 * @param {Object} request
 * @param {string} request.url
 * @param {Object<string, string>} request.fields sent before the file, so that the server can refuse
 *   an upload before it has read the file
 * @param {Blob|string} request.file bytes, or the address from which the server fetches them
 * @param {string} request.name of the file
 * @param {Object<string, string>} [request.headers]
 * @param {AbortSignal} request.signal
 * @param {(share: number) => void} request.onProgress share of the bytes sent, 0 to 1
 * @returns {Promise<Object>} the server's JSON; rejects with UploadError
 */
export function post({ url, fields, file, name, headers = {}, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new UploadError("aborted"));
      return;
    }
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    if (file instanceof Blob) body.append("file", file, name);
    else body.append("file", file);

    const settled = new AbortController();
    const listening = { signal: settled.signal };
    signal.addEventListener("abort", () => request.abort(), listening);
    window.addEventListener("offline", () => request.abort(), listening);
    request.addEventListener("loadend", () => settled.abort());

    request.upload.addEventListener("progress", ({ loaded, total }) => {
      onProgress(total ? loaded / total : 0);
    });
    request.addEventListener("load", () => {
      try {
        resolve(readResponse(request));
      } catch (error) {
        reject(error);
      }
    });
    request.addEventListener("abort", () => {
      reject(new UploadError(signal.aborted ? "aborted" : "connection"));
    });
    request.addEventListener("error", async () => reject(await reasonOfFailure(file)));
    request.open("POST", url);
    for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value);
    request.send(body);
  });
}
