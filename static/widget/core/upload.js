/** One file on its way to the server. */

/** Kinds of error of which the file itself is the cause. */
const FINAL = [
  "empty",
  "too-large",
  "format",
  "too-few-pixels",
  "too-many-pixels",
  "undecodable",
];

/**
 * Why an upload did not happen. `kind` is one of "server" (with the server's own message),
 * "connection", "unreadable", "unexpected", "internal", "aborted", "signature", "empty", "too-large",
 * "format", "too-few-pixels", "too-many-pixels", "undecodable".
 */
export class UploadError extends Error {
  /**
   * @param {string} kind
   * @param {{message?: string, status?: number, values?: Object}} [details] `values` fill the text
   *   that a person reads
   */
  constructor(kind, { message = "", status = 0, values = {} } = {}) {
    super(message || kind);
    this.name = "UploadError";
    this.kind = kind;
    this.status = status;
    this.values = values;
  }

  /** Whether sending the same file again can help. */
  get canRetry() {
    return !FINAL.includes(this.kind);
  }
}

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
 * @param {Blob} file
 */
async function reasonOfFailure(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return new UploadError("connection");
  } catch {
    return new UploadError("unreadable");
  }
}

/**
 * Sends a file as multipart/form-data. XMLHttpRequest, because fetch() reports no upload progress.
 *
 * @param {Object} request
 * @param {string} request.url
 * @param {Object<string, string>} request.fields sent before the file, so that the server can refuse
 *   an upload before it has read the file
 * @param {File} request.file
 * @param {AbortSignal} request.signal
 * @param {(share: number) => void} request.onProgress share of the bytes sent, 0 to 1
 * @returns {Promise<Object>} the server's JSON; rejects with UploadError
 */
export function upload({ url, fields, file, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new UploadError("aborted"));
      return;
    }
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file, file.name);

    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.addEventListener("loadend", () => signal.removeEventListener("abort", abort));

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
    request.addEventListener("abort", () => reject(new UploadError("aborted")));
    request.addEventListener("error", async () => reject(await reasonOfFailure(file)));
    request.open("POST", url);
    request.send(body);
  });
}
