/**
 * The stage "crop": the visitor chooses the part of the picture to keep. What is sent is the whole
 * picture with the chosen part as `custom_coordinates` or `face_coordinates`, as Cloudinary's "Upload
 * Widget API reference" has it, or, with `cropping: "client"`, only that part.
 */

import { UploadError } from "../core/upload-error.js";
import { extended } from "../text/text.js";
import { isAnimated } from "./animation.js";
import { CropEditor } from "./cropping/editor.js";
import { checkSize, scaledDown } from "./dimensions.js";
import { decode, drawn, limited } from "./drawing.js";

const STYLE_SHEET = new URL("./cropping/cropping.css", import.meta.url);

/** @returns {Promise<import("./cropping/editor.js").Decision>} */
async function askVisitor(bitmap, { options, text, signal, openPanel }) {
  const panel = await openPanel();
  const [words] = await Promise.all([
    extended(text, (language) => import(`./cropping/text/${language}.js`)),
    panel.adopt(STYLE_SHEET),
  ]);
  return new Promise((resolve) => {
    const decide = (decision) => {
      editor.destroy();
      panel.close();
      resolve(decision);
    };
    const editor = new CropEditor({ bitmap, options, text: words, decide });
    panel.container.append(editor.node);
    editor.focus();
    signal.addEventListener("abort", () => decide({ action: "back" }), { once: true });
  });
}

/** The chosen part as the Upload API takes it: x, y, width, height, in pixels of the file sent. */
function coordinates({ x, y, width, height }, factor, { croppingCoordinatesMode }) {
  const scaled = [x, y, width, height].map((value) => Math.round(value * factor));
  return { [`${croppingCoordinatesMode}_coordinates`]: scaled.join(",") };
}

/** @returns {Promise<import("./index.js").Prepared>} */
async function cropped(file, bitmap, region, options) {
  const { cropping, maxImageWidth, maxImageHeight } = options;
  if (cropping === "client" && !(await isAnimated(file))) {
    const most = { width: maxImageWidth, height: maxImageHeight };
    return { file: await drawn(file, bitmap, region, limited(region, most)) };
  }
  const sent = await scaledDown(file, bitmap, options);
  const size = limited(bitmap, { width: maxImageWidth, height: maxImageHeight });
  const factor = sent === file ? 1 : size.width / bitmap.width;
  return { file: sent, parameters: coordinates(region, factor, options) };
}

/**
 * @param {File} file
 * @param {import("./index.js").PreparationContext} context
 * @returns {Promise<import("./index.js").Prepared|null>} null when the visitor went back
 */
export async function prepare(file, context) {
  const { options } = context;
  const bitmap = await decode(file).catch(() => null);
  if (!bitmap) {
    if (options.showSkipCropButton) return { file };
    throw new UploadError("undecodable");
  }
  try {
    checkSize(bitmap, options);
    const { action, region } = await askVisitor(bitmap, context);
    if (action === "back") return null;
    if (action === "skip") return { file };
    return await cropped(file, bitmap, region, options);
  } finally {
    bitmap.close();
  }
}
