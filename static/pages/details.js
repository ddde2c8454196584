/** The facts of a resource as terms and descriptions. */

import { element } from "./dom.js";
import {
  formatBitRate,
  formatBytes,
  formatDate,
  formatDuration,
  formatExifDate,
  formatNumber,
} from "./format.js";
import { engineAnswers } from "./tag_rows.js";

/** @returns {HTMLElement[]} one `div` with `dt` and `dd` per fact that the resource has */
export function detailRows(resource) {
  const facts = [
    ...fileRows(resource),
    ...streamRows(resource),
    ...metadataRows(resource),
    ...recordRows(resource),
    ...engineRows(resource),
  ];
  return facts
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value)));
}

function fileRows(resource) {
  return [
    ["Format", resource.format?.toUpperCase()],
    ["Size", `${formatBytes(resource.bytes)} (${resource.bytes.toLocaleString()} bytes)`],
    ["Dimensions", resource.width && `${resource.width} × ${resource.height} pixels`],
    ["Frames", resource.pages > 1 && `${resource.pages}, animated`],
    ["Duration", resource.duration && formatDuration(resource.duration)],
    ["Frame rate", resource.frame_rate && `${formatNumber(resource.frame_rate)} frames/s`],
    ["Bit rate", resource.bit_rate && formatBitRate(resource.bit_rate)],
    ["Damaged frames", resource.corrupt_frames && `${resource.corrupt_frames}, passed over`],
    ["Rotation", resource.rotation && `${resource.rotation}°`],
  ].map(([term, value]) => [term, value || null]);
}

function streamRows({ video, audio }) {
  return [
    ["Video", video?.codec && [video.codec, video.profile, video.pix_format].filter(Boolean).join(", ")],
    [
      "Audio",
      audio?.codec &&
        [audio.codec, audio.frequency && `${audio.frequency} Hz`, audio.channel_layout].filter(Boolean).join(", "),
    ],
  ];
}

/** What the file says about itself; what else it says is in the JSON. */
function metadataRows({ image_metadata, media_metadata }) {
  const metadata = { ...image_metadata, ...media_metadata };
  const place = metadata.GPSLatitude && `${metadata.GPSLatitude}, ${metadata.GPSLongitude}`;
  return [
    ["Title", metadata.Title || metadata.ObjectName],
    ["Author", metadata.Creator || metadata.Artist || metadata["By-line"] || metadata.Author],
    ["Keywords", metadata.Keywords || metadata.Subject],
    ["Camera", cameraName(metadata)],
    ["Taken", formatExifDate(metadata.DateTimeOriginal || metadata.CreationDate || metadata.CreateDate)],
    ["Place", place],
  ];
}

/** Makers often repeat their name in the model: "Canon", "Canon EOS 5D". */
function cameraName({ Make: make = "", Model: model = "" }) {
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`.trim();
}

function recordRows(resource) {
  return [
    ["Created", resource.created_at && formatDate(resource.created_at)],
    ["Folder", resource.asset_folder],
    ["Version", resource.version && String(resource.version)],
    ["ETag", resource.etag && element("code", {}, resource.etag)],
  ];
}

/** Who made the tags, said openly when that is not who was asked. */
function engineRows(resource) {
  return engineAnswers(resource).map(([engine, answer]) => [
    "Engine",
    element(
      "span",
      {},
      element("code", {}, engine),
      answer.provider && ` ${providerWords(engine, answer)}`,
      answer.model && element("span", { class: "soft" }, ` ${answer.model}`),
      answer.status && answer.status !== "complete" && ` (${answer.status})`,
    ),
  ]);
}

function providerWords(engine, { provider }) {
  if (provider !== "local") return `answered by ${provider}`;
  return engine.startsWith("local_") ? "on this server" : "answered by the local engine, on this server";
}
