/** Addresses of a resource's pictures, its original and its events. */

/**
 * The same address on the origin of this page. The server writes its addresses with the host it was told, while
 * the page may be open under another name of the same server (localhost for 127.0.0.1), and may itself carry
 * credentials in its address, with which relative requests would be refused.
 */
export function onThisOrigin(address) {
  const { pathname, search } = new URL(address, location.origin);
  return location.origin + pathname + search;
}

/** `/<cloud>/<resource type>/<delivery type>/[s--…--/]<transformation>/`, as far as it is replaced. */
const UP_TO_TRANSFORMATION = /\/(image|video)\/(\w+)\/(s--[\w-]+--\/)?[^/]+\//;

/**
 * The token of the link to the resource, for what is not open to everybody: it lets its bearer see all that is
 * derived of the resource, where a signature is good for one address alone.
 */
function linkToken({ type, access_control: rules, thumbnail_url: thumbnail, info_url: link }) {
  const open = type === "upload" && !rules && !thumbnail?.includes("/s--");
  return open ? "" : new URL(link, location.origin).search;
}

export function originalAddress(resource) {
  return location.origin + new URL(resource.secure_url, location.origin).pathname + linkToken(resource);
}

/**
 * A small picture of an image, or of a moment of a video, as JPEG.
 * @param {object} resource
 * @param {{width: number, height: number, crop?: "limit"|"fill", at?: number}} wanted pixels, and seconds for a video
 */
export function pictureAddress(resource, { width, height, crop = "limit", at }) {
  const { pathname } = new URL(resource.thumbnail_url, location.origin);
  const transformation = [`c_${crop}`, `h_${height}`, at !== undefined && `so_${at}`, `w_${width}`];
  const path = pathname.replace(UP_TO_TRANSFORMATION, `/$1/$2/${transformation.filter(Boolean).join(",")}/`);
  return location.origin + path + linkToken(resource);
}

/** One of the addresses of a video's summaries, as the record has it. */
export function summaryAddress(resource, address) {
  return location.origin + new URL(address, location.origin).pathname + linkToken(resource);
}

/** What to show of an image: the original while it is animated, a picture of a sensible size otherwise. */
export function previewAddress(resource, longSide) {
  return resource.pages > 1
    ? originalAddress(resource)
    : pictureAddress(resource, { width: longSide, height: longSide });
}
