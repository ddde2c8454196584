/**
 * The source "camera": pictures and videos from a camera of the visitor's device, which the visitor
 * has to allow. The camera is off whenever the source is not shown.
 */

import { element, iconButton } from "../../dialog/elements.js";
import { extended } from "../../text/text.js";
import { adoptStyles, CaptureView } from "../capture/capture-view.js";

export const name = "camera";

/** What is asked for; a camera gives what is nearest. */
const SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/** The cameras are known by name only after the visitor has allowed one. */
async function listCameras() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId);
}

/** A video without sound is better than none. */
async function openCamera(video, withSound) {
  const { mediaDevices } = navigator;
  if (!withSound) return mediaDevices.getUserMedia({ video });
  try {
    return await mediaDevices.getUserMedia({ video, audio: true });
  } catch {
    return mediaDevices.getUserMedia({ video });
  }
}

/** The choice of a camera, hidden while there is none to choose. */
function createDevices(text, choose) {
  const select = element("select", {
    class: "capture-devices",
    "aria-label": text("camera.device"),
    hidden: true,
    change: () => choose(select.value),
  });
  return select;
}

async function fillDevices(select, text, current) {
  const cameras = await listCameras();
  const options = cameras.map(({ deviceId, label }, index) => {
    const title = label || text("camera.device_number", { num: index + 1 });
    return element("option", { value: deviceId }, title);
  });
  select.replaceChildren(...options);
  select.value = current;
  select.hidden = cameras.length < 2;
}

function createMirror(text, toggle) {
  const button = iconButton({ symbol: "mirror", label: text("camera.mirror"), click: toggle });
  button.setAttribute("aria-pressed", "false");
  return button;
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
  let chosen = null;
  const mirroring = { wish: null, facesVisitor: true };
  const isMirrored = () => mirroring.wish ?? mirroring.facesVisitor;
  const showMirrored = () => mirror.setAttribute("aria-pressed", String(isMirrored()));
  const devices = createDevices(text, (deviceId) => {
    chosen = deviceId;
    view.open();
  });
  const mirror = createMirror(text, () => {
    mirroring.wish = !isMirrored();
    showMirrored();
    view.refresh();
  });
  const acquire = async (mode) => {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "InsecureContext");
    const which = chosen ? { deviceId: { exact: chosen } } : { facingMode: "environment" };
    const stream = await openCamera({ ...which, ...SIZE }, mode === "video");
    const { deviceId, facingMode } = stream.getVideoTracks()[0].getSettings();
    mirroring.facesVisitor = facingMode !== "environment";
    showMirrored();
    await fillDevices(devices, text, deviceId);
    return stream;
  };
  const view = new CaptureView({
    name,
    symbol: "camera",
    prefix: "Camera",
    context,
    text,
    acquire,
    waits: false,
    isMirrored,
    tools: [devices, mirror],
  });
  container.append(view.node);
  view.begin();
}
