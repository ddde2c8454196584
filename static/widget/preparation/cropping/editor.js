/**
 * The editor in which a visitor chooses the part of a picture to keep: by mouse, by touch, or by
 * keyboard. The picture is drawn on a canvas, which needs no `img-src` from the page.
 */

import { element, iconButton } from "../../dialog/elements.js";
import { followGestures } from "./gestures.js";
import { firstRegion, moved, resized, wholePixels } from "./region.js";
import { MOST_ZOOM, Viewport } from "./viewport.js";

/** Around the picture, in CSS pixels: room for the handles. */
const MARGIN = 18;
const ZOOM_STEP = 1.25;
const CORNERS = ["nw", "ne", "se", "sw"];
const SIDES = ["n", "e", "s", "w"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @typedef {Object} Decision
 * @property {"crop"|"skip"|"back"} action
 * @property {import("./region.js").Region} [region] what to keep, in pixels of the picture
 */

export class CropEditor {
  #bitmap;
  #picture;
  #options;
  #text;
  #decide;
  #region;
  #viewport;
  #canvas = element("canvas", { class: "crop-picture", "aria-hidden": "true" });
  #box;
  #stage;
  #zoom;
  #dimensions;
  #warning = element("p", { class: "crop-warning", role: "status" });
  #crop;
  #resizing = new ResizeObserver(() => this.#fit());

  /**
   * @param {Object} parts
   * @param {ImageBitmap} parts.bitmap the picture, upright
   * @param {import("../../core/options.js").WidgetOptions} parts.options
   * @param {import("../../text/text.js").Text} parts.text
   * @param {(decision: Decision) => void} parts.decide
   */
  constructor({ bitmap, options, text, decide }) {
    this.#bitmap = bitmap;
    this.#picture = { width: bitmap.width, height: bitmap.height };
    this.#options = options;
    this.#text = text;
    this.#decide = decide;
    this.#viewport = new Viewport(this.#picture, MARGIN);
    this.#box = this.#createBox();
    this.#stage = element("div", { class: "crop-stage" }, this.#canvas, this.#box);
    this.#zoom = this.#createZoom();
    this.#dimensions = element("output", {
      class: "crop-dimensions",
      hidden: !options.croppingShowDimensions,
    });
    this.#crop = this.#button("crop.crop_btn", "action-button", () => this.#finish());
    /** @type {HTMLElement} */
    this.node = element(
      "section",
      { class: "crop", "aria-label": text("crop.title") },
      this.#stage,
      this.#createTools(),
      this.#warning,
      this.#createActions(),
    );
    this.#listen();
    this.reset();
  }

  /** Shows the whole picture with the region that the options ask for. */
  reset() {
    const { croppingAspectRatio, croppingDefaultSelectionRatio } = this.#options;
    this.#region = firstRegion(
      this.#picture,
      croppingAspectRatio ?? null,
      croppingDefaultSelectionRatio ?? 1,
    );
    this.#viewport.zoomBy(1 / MOST_ZOOM);
    this.#paint();
  }

  /** Puts the keyboard where the work is. */
  focus() {
    this.#box.focus();
  }

  /** After this the editor is of no use any more. */
  destroy() {
    this.#resizing.disconnect();
    this.node.remove();
  }

  #createBox() {
    const grips = this.#options.croppingAspectRatio ? CORNERS : [...CORNERS, ...SIDES];
    const handles = grips.map((grip) => {
      const key = grip.length === 2 ? "crop.corner_tooltip" : "crop.handle_tooltip";
      return element("span", { class: "crop-handle", "data-grip": grip, title: this.#text(key) });
    });
    return element(
      "div",
      {
        class: "crop-region",
        tabindex: "0",
        role: "application",
        "aria-label": this.#text("crop.region"),
        "aria-describedby": "crop-help",
        "data-grip": "region",
        keydown: (event) => this.#onKey(event),
      },
      ...handles,
    );
  }

  #createZoom() {
    return element("input", {
      type: "range",
      class: "crop-zoom",
      min: "0",
      max: "100",
      step: "1",
      "aria-label": this.#text("crop.zoom"),
      input: ({ target }) => this.#zoomTo(MOST_ZOOM ** (target.value / 100)),
    });
  }

  #createTools() {
    const step = (symbol, key, factor) => {
      return iconButton({
        symbol,
        label: this.#text(key),
        click: () => this.#zoomTo(this.#viewport.zoom * factor),
      });
    };
    return element(
      "div",
      { class: "crop-tools" },
      step("minus", "crop.zoom_out", 1 / ZOOM_STEP),
      this.#zoom,
      step("plus", "crop.zoom_in", ZOOM_STEP),
      this.#dimensions,
      this.#button("crop.reset_btn", "quiet-button", () => this.reset()),
      element("p", { id: "crop-help", class: "visually-hidden" }, this.#text("crop.help")),
    );
  }

  #createActions() {
    const { croppingShowBackButton, showSkipCropButton } = this.#options;
    const actions = [];
    if (croppingShowBackButton) {
      const back = () => this.#decide({ action: "back" });
      actions.push(this.#button("back", "quiet-button crop-back", back));
    }
    if (showSkipCropButton) {
      const skip = () => this.#decide({ action: "skip" });
      actions.push(this.#button("crop.skip_btn", "quiet-button", skip));
    }
    return element("footer", { class: "crop-actions" }, ...actions, this.#crop);
  }

  #button(key, style, click) {
    return element("button", { type: "button", class: style, click }, this.#text(key));
  }

  #listen() {
    this.#resizing.observe(this.#stage);
    followGestures(this.#stage, {
      drag: (grip, dx, dy) => this.#drag(grip, dx, dy),
      zoom: (factor, at) => {
        this.#viewport.zoomBy(factor, at);
        this.#paint();
      },
      end: () => this.#say(),
    });
  }

  #drag(grip, dx, dy) {
    if (grip === "picture") {
      this.#viewport.pan(dx, dy);
      this.#paint();
      return;
    }
    const { scale } = this.#viewport;
    this.#change(grip, dx / scale, dy / scale);
  }

  #change(grip, dx, dy) {
    const limits = { picture: this.#picture, ratio: this.#options.croppingAspectRatio ?? null };
    this.#region =
      grip === "region"
        ? moved(this.#region, dx, dy, this.#picture)
        : resized(this.#region, grip, dx, dy, limits);
    this.#paint();
  }

  /** Arrow keys move, with Shift they resize; + and − zoom, 0 starts again, Enter crops. */
  #onKey(event) {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    const acts = {
      "+": () => this.#zoomTo(this.#viewport.zoom * ZOOM_STEP),
      "=": () => this.#zoomTo(this.#viewport.zoom * ZOOM_STEP),
      "-": () => this.#zoomTo(this.#viewport.zoom / ZOOM_STEP),
      0: () => this.reset(),
      Enter: () => this.#finish(),
    };
    const arrow = ARROWS[key];
    if (!arrow && !acts[key]) return;
    event.preventDefault();
    if (!arrow) {
      acts[key]();
      return;
    }
    const step = altKey ? 1 : Math.max(1, 10 / this.#viewport.scale);
    const side = arrow[0] ? "e" : "s";
    this.#change(shiftKey ? side : "region", arrow[0] * step, arrow[1] * step);
    this.#viewport.reveal(this.#region);
    this.#paint();
    this.#say();
  }

  #zoomTo(zoom) {
    const { left, top, scale } = this.#viewport;
    const { x, y, width, height } = this.#region;
    const middle = { x: left + (x + width / 2) * scale, y: top + (y + height / 2) * scale };
    this.#viewport.zoomBy(zoom / this.#viewport.zoom, middle);
    this.#viewport.reveal(this.#region);
    this.#paint();
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    if (!width || !height) return;
    this.#canvas.width = width * devicePixelRatio;
    this.#canvas.height = height * devicePixelRatio;
    this.#viewport.resize({ width, height });
    this.#paint();
  }

  #paint() {
    const { left, top, scale, zoom } = this.#viewport;
    const context = this.#canvas.getContext("2d");
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.imageSmoothingQuality = "high";
    const { width, height } = this.#picture;
    context.drawImage(this.#bitmap, left, top, width * scale, height * scale);
    const { style } = this.#box;
    style.transform = `translate(${left + this.#region.x * scale}px, ${top + this.#region.y * scale}px)`;
    style.width = `${this.#region.width * scale}px`;
    style.height = `${this.#region.height * scale}px`;
    this.#zoom.value = String(Math.round((Math.log(zoom) / Math.log(MOST_ZOOM)) * 100));
    this.#zoom.setAttribute("aria-valuetext", `${Math.round(zoom * 100)} %`);
    this.#validate();
  }

  #validate() {
    const { width, height } = wholePixels(this.#region, this.#picture);
    this.#dimensions.value = `${width} × ${height}`;
    const complaint = this.#complaint({ width, height });
    if (this.#warning.textContent !== complaint) this.#warning.textContent = complaint;
    this.#crop.disabled = complaint !== "";
    this.#box.toggleAttribute("data-refused", complaint !== "");
  }

  /** Why this size may not be; empty when it may. */
  #complaint({ width, height }) {
    const { croppingValidateDimensions, validateMaxWidthHeight } = this.#options;
    if (!croppingValidateDimensions) return "";
    const { minImageWidth = 0, minImageHeight = 0 } = this.#options;
    const size = `${width} × ${height}`;
    if (width < minImageWidth || height < minImageHeight) {
      return this.#text("crop.too_small", { size, limit: limitText(minImageWidth, minImageHeight) });
    }
    const { maxImageWidth, maxImageHeight } = this.#options;
    const tooLarge = width > (maxImageWidth ?? Infinity) || height > (maxImageHeight ?? Infinity);
    if (!validateMaxWidthHeight || !tooLarge) return "";
    return this.#text("crop.too_large", { size, limit: limitText(maxImageWidth, maxImageHeight) });
  }

  /** Tells screen readers where the region is now. */
  #say() {
    const { x, y, width, height } = wholePixels(this.#region, this.#picture);
    const values = { x, y, width, height };
    this.#box.setAttribute("aria-label", this.#text("crop.region_at", values));
  }

  #finish() {
    if (this.#crop.disabled) return;
    this.#decide({ action: "crop", region: wholePixels(this.#region, this.#picture) });
  }
}

/** @returns {string} e.g. "400 × 300"; a side without a limit is "…" */
const limitText = (width, height) => `${width || "…"} × ${height || "…"}`;
