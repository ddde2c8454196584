/** Names and numbers as people read them. */

/** What its owner calls the file; a public ID may be random. */
export function titleOf(resource) {
  return resource.original_filename || resource.display_name || resource.public_id;
}

/** 163759 → "164 KB" (decimal units, as file managers count). */
export function formatBytes(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

/** Seconds as a clock: 4.25 → "0:04", with tenths "0:04.3", 3725 → "1:02:05". */
export function formatTime(seconds, { tenths = false } = {}) {
  const rounded = tenths ? Math.round(seconds * 10) / 10 : Math.floor(seconds);
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor((rounded % 3600) / 60);
  const rest = rounded % 60;
  const tail = tenths ? rest.toFixed(1).padStart(4, "0") : String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** A length of time: 14.04 → "14 s", 75 → "1:15". */
export function formatDuration(seconds) {
  return seconds < 60 ? `${formatNumber(seconds)} s` : formatTime(seconds);
}

/** 0.934 → "93 %"; what is not quite certain is never shown as 100 %. */
export function formatConfidence(confidence) {
  const percent = Math.round(confidence * 100);
  return `${percent === 100 && confidence < 1 ? 99 : percent} %`;
}

/** 430000 → "430 kbit/s". */
export function formatBitRate(bitsPerSecond) {
  return bitsPerSecond >= 1e6
    ? `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`
    : `${Math.round(bitsPerSecond / 1000)} kbit/s`;
}

/** 29.97002997 → "29.97", 25 → "25". */
export function formatNumber(number) {
  return String(Math.round(number * 100) / 100);
}

/** "2026-11-21T22:43:00Z" → the reader's own way of writing date and time. */
export function formatDate(iso) {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/**
 * "2026:11:21 22:43:00" → the reader's own way of writing it, as the camera's clock showed it: most cameras do not
 * say in which time zone they were.
 */
export function formatExifDate(text = "") {
  const iso = text.replace(/^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d).*$/, "$1-$2-$3T$4");
  return Number.isNaN(Date.parse(iso)) ? text : formatDate(iso);
}

/** The facts of a file on one line: "JPG · 640 × 424 · 164 KB". */
export function fileFacts(resource) {
  return [
    resource.format && resource.format.toUpperCase(),
    resource.width && resource.height && `${resource.width} × ${resource.height}`,
    resource.duration && formatTime(resource.duration),
    formatBytes(resource.bytes),
  ]
    .filter(Boolean)
    .join(" · ");
}
