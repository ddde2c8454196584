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

/**
 * A small picture of an image, or of a moment of a video, as JPEG.
 * @param {object} resource
 * @param {{width: number, height: number, crop?: "limit"|"fill", at?: number}} wanted pixels, and seconds for a video
 */
export function pictureAddress(resource, { width, height, crop = "limit", at }) {
  const { pathname } = new URL(resource.thumbnail_url, location.origin);
  const transformation = [`c_${crop}`, `h_${height}`, at !== undefined && `so_${at}`, `w_${width}`];
  return (
    location.origin +
    pathname.replace(/\/(image|video)\/upload\/[^/]+\//, `/$1/upload/${transformation.filter(Boolean).join(",")}/`)
  );
}

/** What to show of an image: the original while it is animated, a picture of a sensible size otherwise. */
export function previewAddress(resource, longSide) {
  return resource.pages > 1
    ? onThisOrigin(resource.secure_url)
    : pictureAddress(resource, { width: longSide, height: longSide });
}
