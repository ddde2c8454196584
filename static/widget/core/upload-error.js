/** Kinds of error of which the file itself, or what the site makes of it, is the cause. */
const FINAL = [
  "empty",
  "too-large",
  "format",
  "too-few-pixels",
  "too-many-pixels",
  "undecodable",
  "site",
];

/**
 * Why an upload did not happen. `kind` is one of "server" (with the server's own message),
 * "connection", "unreadable", "unexpected", "internal", "aborted", "signature", "site" (the page's
 * own code refused), "empty", "too-large", "format", "too-few-pixels", "too-many-pixels",
 * "undecodable".
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

  /** Whether it may be gone in a moment, without anybody's doing. */
  get isPassing() {
    return this.kind === "connection" || [408, 425, 429, 500, 502, 503, 504].includes(this.status);
  }
}
