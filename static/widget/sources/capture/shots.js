/** What a stream gives: a picture of this moment, or a recording of a while. */

const QUALITY = 0.92;

/** @returns {string} the local time as a part of a file's name, e.g. "20260131_235959" */
function stamp() {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
}

function named(blob, prefix, { extension, type }) {
  const [plainType] = type.split(";");
  return new File([blob], `${prefix}_${stamp()}.${extension}`, { type: plainType });
}

/**
 * @param {HTMLVideoElement} video that shows a stream
 * @param {Object} shot
 * @param {boolean} shot.mirrored
 * @param {string} shot.prefix of the file's name
 * @param {import("./formats.js").Format} shot.format
 * @returns {Promise<File>}
 */
export async function takePicture(video, { mirrored, prefix, format }) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  if (mirrored) context.setTransform(-1, 0, 0, 1, canvas.width, 0);
  context.drawImage(video, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, format.type, QUALITY));
  return named(blob, prefix, format);
}

/**
 * @param {MediaStream} stream
 * @param {{prefix: string, format: import("./formats.js").Format}} shot
 * @returns {{stop: () => void, file: Promise<File>}} `file` settles after `stop`, or when the stream
 *   ends by itself
 */
export function record(stream, { prefix, format }) {
  const recorder = new MediaRecorder(stream, { mimeType: format.type });
  const parts = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const file = new Promise((resolve, reject) => {
    recorder.addEventListener("stop", () => resolve(named(new Blob(parts), prefix, format)));
    recorder.addEventListener("error", ({ error }) => reject(error));
  });
  recorder.start(1000);
  return {
    stop: () => {
      if (recorder.state !== "inactive") recorder.stop();
    },
    file,
  };
}
