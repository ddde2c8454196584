/** How a picture lies on the stage of the editor: how large, and where. */

/** How far one can go in, in multiples of the size at which the whole picture fits. */
export const MOST_ZOOM = 8;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export class Viewport {
  /** 1: the whole picture fits. */
  zoom = 1;
  /** Where the picture's left upper corner is, in CSS pixels of the stage. */
  left = 0;
  top = 0;
  #picture;
  #stage = { width: 1, height: 1 };
  #margin;

  /**
   * @param {import("./region.js").Size} picture in pixels
   * @param {number} margin around the picture while the whole of it is shown, in CSS pixels
   */
  constructor(picture, margin) {
    this.#picture = picture;
    this.#margin = margin;
  }

  /** CSS pixels per pixel of the picture. */
  get scale() {
    const { width, height } = this.#picture;
    const fit = Math.min(
      Math.max(1, this.#stage.width - 2 * this.#margin) / width,
      Math.max(1, this.#stage.height - 2 * this.#margin) / height,
    );
    return fit * this.zoom;
  }

  /** @param {import("./region.js").Size} stage in CSS pixels */
  resize(stage) {
    const center = this.toPicture(this.#stage.width / 2, this.#stage.height / 2);
    this.#stage = stage;
    this.#center(center);
  }

  /**
   * @param {number} factor
   * @param {{x: number, y: number}} [at] the point of the stage that stays where it is
   */
  zoomBy(factor, at = { x: this.#stage.width / 2, y: this.#stage.height / 2 }) {
    const point = this.toPicture(at.x, at.y);
    this.zoom = clamp(this.zoom * factor, 1, MOST_ZOOM);
    this.left = at.x - point.x * this.scale;
    this.top = at.y - point.y * this.scale;
    this.#keepOnStage();
  }

  /** @param {number} dx @param {number} dy in CSS pixels */
  pan(dx, dy) {
    this.left += dx;
    this.top += dy;
    this.#keepOnStage();
  }

  /**
   * Brings a region into sight, moving the picture no further than needed.
   * @param {import("./region.js").Region} region
   */
  reveal({ x, y, width, height }) {
    const { scale } = this;
    const shift = (start, length, room) => {
      if (length > room) return room / 2 - (start + length / 2);
      return Math.max(0, -start) - Math.max(0, start + length - room);
    };
    this.pan(
      shift(this.left + x * scale, width * scale, this.#stage.width),
      shift(this.top + y * scale, height * scale, this.#stage.height),
    );
  }

  /** @returns {{x: number, y: number}} the point of the picture under a point of the stage */
  toPicture(x, y) {
    return { x: (x - this.left) / this.scale, y: (y - this.top) / this.scale };
  }

  #center(point) {
    this.left = this.#stage.width / 2 - point.x * this.scale;
    this.top = this.#stage.height / 2 - point.y * this.scale;
    this.#keepOnStage();
  }

  /** A picture smaller than the stage is centred; a larger one leaves no more than the margin bare. */
  #keepOnStage() {
    const along = (start, length, room) => {
      if (length + 2 * this.#margin <= room) return (room - length) / 2;
      return clamp(start, room - length - this.#margin, this.#margin);
    };
    this.left = along(this.left, this.#picture.width * this.scale, this.#stage.width);
    this.top = along(this.top, this.#picture.height * this.scale, this.#stage.height);
  }
}
