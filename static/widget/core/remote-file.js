/** A file that lies at an address and is fetched by the server: it has the face of a File. */

const nameOf = ({ pathname, hostname }) => {
  const last = pathname.split("/").findLast(Boolean);
  try {
    return last ? decodeURIComponent(last) : hostname;
  } catch {
    return last;
  }
};

export class RemoteFile {
  /** @param {string} address http(s), ftp, or data */
  constructor(address) {
    const url = new URL(address);
    /** @type {string} */
    this.url = url.href;
    this.name = url.protocol === "data:" ? "data" : nameOf(url);
    this.size = 0;
    this.type = "";
    this.lastModified = 0;
  }
}
