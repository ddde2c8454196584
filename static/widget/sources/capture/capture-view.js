/**
 * What the sources "camera" and "screen_capture" have in common: a stage that shows a stream, a shutter
 * for pictures or recordings, and a look at what was taken before it is uploaded.
 */

import { element, icon } from "../../dialog/elements.js";
import { pictureFormat, recordingFormat } from "./formats.js";
import { record, takePicture } from "./shots.js";

const STYLE_SHEET = new URL("./capture.css", import.meta.url);

/**
 * @param {import("../index.js").SourceContext} context
 * @returns {Promise<void>}
 */
export const adoptStyles = ({ adopt }) => adopt(STYLE_SHEET);

/** @param {number} seconds; @returns {string} e.g. "1:05" */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Names of DOMException that getUserMedia and getDisplayMedia reject with, and what to say of them. */
const REASONS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

export class CaptureView {
  #parts;
  #text;
  #formats;
  #stream = null;
  /** Counts how often a stream was asked for or given up: what an older request brings is let go. */
  #turn = 0;
  #recording = null;
  #ticking = 0;
  #taken = null;
  #video = element("video", { class: "capture-video", playsinline: true, "aria-hidden": "true" });
  #review = element("div", { class: "capture-review" });
  #message = element("div", { class: "capture-message", role: "status" });
  #timer = element("p", { class: "capture-timer", role: "timer", hidden: true });
  #modes;
  #shutter;
  #tools;
  #decisions;

  /**
   * @param {Object} parts
   * @param {string} parts.name of the source's strings, e.g. "camera"
   * @param {string} parts.symbol one of the icons
   * @param {string} parts.prefix of the names of the files
   * @param {import("../index.js").SourceContext} parts.context
   * @param {import("../../text/text.js").Text} parts.text with the source's strings
   * @param {(mode: "photo"|"video") => Promise<MediaStream>} parts.acquire
   * @param {boolean} parts.waits for a click before it asks for the stream
   * @param {() => boolean} [parts.isMirrored]
   * @param {HTMLElement[]} [parts.tools] beside the shutter
   */
  constructor(parts) {
    this.#parts = parts;
    this.#text = (key, values) => parts.text(`${parts.name}.${key}`, values);
    const { options } = parts.context;
    this.#formats = { photo: pictureFormat(options), video: recordingFormat(options) };
    this.mode = this.#formats.photo ? "photo" : "video";
    this.#video.muted = true;
    this.#modes = this.#createModes();
    this.#shutter = this.#createShutter();
    this.#tools = element("div", { class: "capture-tools" }, ...(parts.tools ?? []));
    this.#decisions = this.#createDecisions();
    /** @type {HTMLElement} */
    this.node = element(
      "div",
      { class: "capture", "data-mode": this.mode },
      element(
        "div",
        { class: "capture-stage" },
        this.#video,
        this.#review,
        this.#message,
        this.#timer,
      ),
      element("div", { class: "capture-bar" }, this.#modes, this.#shutter, this.#tools),
      this.#decisions,
    );
    parts.context.signal.addEventListener("abort", () => this.close());
  }

  /** Whether something is recorded, looked at, or on its way to being shown. */
  get state() {
    return this.node.dataset.state;
  }

  /** Asks for the stream, or for the click that allows to ask for it. */
  begin() {
    if (!this.#formats.photo && !this.#formats.video) this.#fail("not_allowed", false);
    else if (this.#parts.waits) this.#invite();
    else this.open();
  }

  /** Shows the stream, or says why there is none. */
  async open() {
    this.close();
    const turn = this.#turn;
    this.#show("starting");
    this.#message.replaceChildren(element("p", {}, this.#text("starting")));
    try {
      const stream = await this.#parts.acquire(this.mode);
      if (turn !== this.#turn) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.#stream = stream;
      const [track] = stream.getVideoTracks();
      track.addEventListener("ended", () => this.#onEnded());
      this.#video.srcObject = stream;
      await this.#video.play();
      this.refresh();
      this.#message.replaceChildren();
      this.#show("live");
    } catch (error) {
      if (turn !== this.#turn) return;
      this.close();
      this.#fail(REASONS[error.name] ?? "failed", true);
    }
  }

  /** Shows whether the picture is mirrored. */
  refresh() {
    this.#video.toggleAttribute("data-mirrored", this.#isMirrored());
  }

  /** Turns camera and microphone off. */
  close() {
    this.#turn += 1;
    clearInterval(this.#ticking);
    this.#timer.hidden = true;
    this.#recording = null;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.srcObject = null;
    this.#forget();
  }

  #isMirrored() {
    return this.#parts.isMirrored?.() ?? false;
  }

  #show(state) {
    this.node.dataset.state = state;
    const label = this.mode === "photo" ? "capture" : "record";
    this.#shutter.setAttribute("aria-label", this.#text(state === "recording" ? "stop" : label));
    this.#shutter.title = this.#shutter.getAttribute("aria-label");
    this.#shutter.disabled = !["live", "recording"].includes(state);
    for (const input of this.#modes.querySelectorAll("input")) {
      input.disabled = state === "recording";
    }
  }

  #createModes() {
    const both = this.#formats.photo && this.#formats.video;
    const choice = (mode) => {
      const input = element("input", {
        type: "radio",
        name: "capture-mode",
        value: mode,
        change: () => this.#choose(mode),
      });
      input.checked = mode === this.mode;
      return element("label", {}, input, element("span", {}, this.#text(`mode_${mode}`)));
    };
    return element(
      "fieldset",
      { class: "capture-modes", "data-single": !both },
      element("legend", { class: "visually-hidden" }, this.#text("mode")),
      ...(both ? [choice("photo"), choice("video")] : []),
    );
  }

  #createShutter() {
    return element("button", {
      type: "button",
      class: "capture-shutter",
      click: () => this.#shoot(),
    });
  }

  #createDecisions() {
    const button = (key, style, click) => {
      return element("button", { type: "button", class: style, click }, this.#text(key));
    };
    return element(
      "div",
      { class: "capture-decisions" },
      button("again", "quiet-button", () => this.#again()),
      button("use", "action-button", () => this.#use()),
    );
  }

  #choose(mode) {
    this.mode = mode;
    this.node.dataset.mode = mode;
    if (this.#stream && !this.#parts.waits) this.open();
    else if (this.state) this.#show(this.state);
  }

  async #shoot() {
    if (this.#recording) {
      this.#recording.stop();
      return;
    }
    const shot = { prefix: this.#parts.prefix, format: this.#formats[this.mode] };
    if (this.mode === "photo") {
      const mirrored = this.#isMirrored();
      this.#look(await takePicture(this.#video, { ...shot, mirrored }));
      return;
    }
    const recording = record(this.#stream, shot);
    this.#recording = recording;
    this.#show("recording");
    this.#startClock();
    const file = await recording.file;
    if (this.#recording !== recording) return;
    this.#recording = null;
    clearInterval(this.#ticking);
    this.#timer.hidden = true;
    this.#look(file);
  }

  #startClock() {
    const start = Date.now();
    const tick = () => {
      const seconds = Math.floor((Date.now() - start) / 1000);
      this.#timer.textContent = this.#text("recording", { time: clock(seconds) });
    };
    tick();
    this.#timer.hidden = false;
    this.#ticking = setInterval(tick, 1000);
  }

  /** Shows what was taken. */
  async #look(file) {
    this.#forget();
    const url = URL.createObjectURL(file);
    this.#taken = { file, url };
    this.#review.replaceChildren(await this.#preview(file, url));
    this.#message.replaceChildren(
      element("p", { class: "visually-hidden" }, this.#text("taken")),
    );
    this.#show("review");
    this.#decisions.lastElementChild.focus();
  }

  /** A picture on a canvas; a recording with controls, where the page's `media-src` allows it. */
  async #preview(file, url) {
    if (file.type.startsWith("video/")) {
      const video = element("video", { src: url, controls: true, playsinline: true });
      const label = this.#text("recorded", { name: file.name });
      video.setAttribute("aria-label", label);
      const stand = element("p", { class: "capture-stand" }, icon("film"), label);
      video.addEventListener("error", () => video.replaceWith(stand), { once: true });
      return video;
    }
    const bitmap = await createImageBitmap(file);
    const canvas = element("canvas", { role: "img", "aria-label": this.#text("taken") });
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas;
  }

  #forget() {
    if (this.#taken) URL.revokeObjectURL(this.#taken.url);
    this.#taken = null;
    this.#review.replaceChildren();
  }

  #again() {
    this.#forget();
    this.#message.replaceChildren();
    if (this.#stream?.active) this.#show("live");
    else this.begin();
    this.#shutter.focus();
  }

  #use() {
    const { file } = this.#taken;
    this.#again();
    this.#parts.context.add([file]);
  }

  /** The visitor or the system has ended the stream. */
  #onEnded() {
    if (this.#recording || this.state === "review") return;
    this.close();
    if (this.#parts.waits) this.#invite();
    else this.#fail("busy", true);
  }

  #invite() {
    this.#show("idle");
    this.#say("explanation", "choose");
  }

  #fail(reason, canRetry) {
    this.#show("error");
    this.#say(`errors.${reason}`, canRetry ? "retry" : null);
  }

  #say(key, action) {
    const open = () => this.open();
    const button = { type: "button", class: "action-button", click: open };
    this.#message.replaceChildren(
      icon(this.state === "error" ? "alert" : this.#parts.symbol),
      element("p", {}, this.#text(key)),
      ...(action ? [element("button", button, this.#text(action))] : []),
    );
  }
}
