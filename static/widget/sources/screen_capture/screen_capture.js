/**
 * The source "screen_capture": a picture or a recording of a screen, a window or a tab that the visitor
 * chooses in the browser's own dialog. Browsers of phones have no such dialog; there the source says so.
 */

import { extended } from "../../text/text.js";
import { adoptStyles, CaptureView } from "../capture/capture-view.js";

export const name = "screen_capture";

function acquire() {
  const { mediaDevices } = navigator;
  if (!mediaDevices?.getDisplayMedia) throw new DOMException("", "InsecureContext");
  return mediaDevices.getDisplayMedia({ video: { frameRate: 30 }, audio: true });
}

/**
 * @param {HTMLElement} container
 * @param {import("../index.js").SourceContext} context
 */
export async function mount(container, context) {
  const [text] = await Promise.all([
    extended(context.text, (language) => import(`./text/${language}.js`)),
    adoptStyles(context),
  ]);
  if (context.signal.aborted) return;
  const view = new CaptureView({
    name,
    symbol: "screen",
    prefix: "Screen",
    context,
    text,
    acquire: async () => acquire(),
    waits: true,
  });
  container.append(view.node);
  view.begin();
}
