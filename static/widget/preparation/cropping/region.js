/**
 * The part of a picture that is kept: where it begins, how it moves and grows. Numbers only, in pixels
 * of the picture, so that nothing here depends on how large the picture is on the screen.
 */

/** @typedef {{width: number, height: number}} Size */
/** @typedef {{x: number, y: number, width: number, height: number}} Region */

/** A region is never smaller than this, in pixels, so that its handles can be told apart. */
const LEAST = 8;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * @param {Size} picture
 * @param {number|null} ratio width by height that every region keeps
 * @param {number} share of the picture's sides that the region takes at first, 0.1 to 1
 * @returns {Region} in the middle of the picture
 */
export function firstRegion(picture, ratio, share) {
  const room = clamp(share, 0.1, 1);
  let width = picture.width * room;
  let height = picture.height * room;
  if (ratio) {
    width = Math.min(width, height * ratio);
    height = width / ratio;
  }
  return { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height };
}

/**
 * @param {Region} region
 * @param {number} dx
 * @param {number} dy
 * @param {Size} picture
 * @returns {Region} as far that way as the picture reaches
 */
export function moved(region, dx, dy, picture) {
  return {
    ...region,
    x: clamp(region.x + dx, 0, picture.width - region.width),
    y: clamp(region.y + dy, 0, picture.height - region.height),
  };
}

/** How far a region may reach from the side, corner or middle that stays where it is. */
function roomFor(handle, { x, y, width, height }, picture) {
  const along = (start, length, whole, back, forth) => {
    if (handle.includes(back)) return start + length;
    if (handle.includes(forth)) return whole - start;
    return 2 * Math.min(start + length / 2, whole - start - length / 2);
  };
  return {
    width: along(x, width, picture.width, "w", "e"),
    height: along(y, height, picture.height, "n", "s"),
  };
}

/** The wanted size, or the nearest one that fits the room and keeps the ratio. */
function fitted(wanted, room, ratio, handle) {
  if (!ratio) {
    return {
      width: clamp(wanted.width, Math.min(LEAST, room.width), room.width),
      height: clamp(wanted.height, Math.min(LEAST, room.height), room.height),
    };
  }
  const byHeight = wanted.height * ratio;
  let width = Math.max(wanted.width, byHeight);
  if (handle === "n" || handle === "s") width = byHeight;
  if (handle === "e" || handle === "w") width = wanted.width;
  const most = Math.min(room.width, room.height * ratio);
  const least = Math.min(most, Math.max(LEAST, LEAST * ratio));
  width = clamp(width, least, most);
  return { width, height: width / ratio };
}

/**
 * @param {Region} region
 * @param {string} handle the side ("n", "e", "s", "w") or corner ("ne", …) that is dragged; what lies
 *   opposite stays where it is
 * @param {number} dx
 * @param {number} dy
 * @param {{picture: Size, ratio: number|null}} limits
 * @returns {Region}
 */
export function resized(region, handle, dx, dy, { picture, ratio }) {
  const growth = (delta, back, forth) => {
    if (handle.includes(back)) return -delta;
    return handle.includes(forth) ? delta : 0;
  };
  const wanted = {
    width: region.width + growth(dx, "w", "e"),
    height: region.height + growth(dy, "n", "s"),
  };
  const { width, height } = fitted(wanted, roomFor(handle, region, picture), ratio, handle);
  const start = (before, length, after, back, forth) => {
    if (handle.includes(back)) return before + length - after;
    return handle.includes(forth) ? before : before + (length - after) / 2;
  };
  return {
    x: start(region.x, region.width, width, "w", "e"),
    y: start(region.y, region.height, height, "n", "s"),
    width,
    height,
  };
}

/**
 * @param {Region} region
 * @param {Size} picture
 * @returns {Region} in whole pixels, at least one by one, inside the picture
 */
export function wholePixels(region, picture) {
  const width = clamp(Math.round(region.width), 1, picture.width);
  const height = clamp(Math.round(region.height), 1, picture.height);
  return {
    x: clamp(Math.round(region.x), 0, picture.width - width),
    y: clamp(Math.round(region.y), 0, picture.height - height),
    width,
    height,
  };
}
