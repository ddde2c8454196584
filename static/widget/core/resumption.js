/**
 * Remembers under which ID a file is being sent in parts, so that the upload goes on where it broke
 * off when the same file is chosen again, after a reload too.
 */

const PREFIX = "tagdrop-upload:";

/** Parts that the server has are not asked for after a day, in ms. */
const KEPT_FOR = 24 * 60 * 60 * 1000;

/** @type {Set<string>} keys of uploads that run on this page, for browsers without locks */
const running = new Set();

/** Fields that may be others when the upload goes on: every request is signed anew. */
const OF_ONE_REQUEST = ["api_key", "signature", "timestamp"];

/** What a File says of itself, and how it is sent: the server takes no other part of the same file. */
function keyOf({ name, size, lastModified }, { url, fields }) {
  const kept = Object.entries(fields).filter(([field]) => !OF_ONE_REQUEST.includes(field));
  return PREFIX + JSON.stringify([name, size, lastModified, url, "signature" in fields, kept]);
}

/** Storage is missing where a visitor forbids it; then nothing is remembered. */
function withStorage(use) {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}

/** Forgets what is too old. */
function tidy(storage) {
  for (const key of Object.keys(storage).filter((name) => name.startsWith(PREFIX))) {
    const { at } = JSON.parse(storage.getItem(key));
    if (!(Date.now() - at < KEPT_FOR)) storage.removeItem(key);
  }
}

/** @returns {Promise<(() => void)|null>} what gives the key free, null when another upload has it */
function hold(key) {
  if (!navigator.locks) {
    if (running.has(key)) return Promise.resolve(null);
    running.add(key);
    return Promise.resolve(() => running.delete(key));
  }
  return new Promise((resolve) => {
    const take = (lock) => {
      if (lock) return new Promise((release) => resolve(release));
      resolve(null);
      return null;
    };
    // Refused in frames that have no origin of their own.
    navigator.locks.request(key, { ifAvailable: true }, take).catch(() => resolve(null));
  });
}

function uniqueUploadId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `uw-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * @typedef {Object} Resumption
 * @property {string} id of the upload, for `X-Unique-Upload-Id`
 * @property {boolean} resumed the ID is that of an earlier upload of this file
 * @property {() => void} forget the server has the whole file, or wants nothing of it
 * @property {() => void} release to be called when the upload has ended, however it did
 */

/**
 * @param {File} file
 * @param {{url: string, fields: Object<string, string>}} request with which it is sent
 * @returns {Promise<Resumption>}
 */
export async function resumptionOf(file, request) {
  const key = keyOf(file, request);
  const release = await hold(key);
  if (!release) {
    return { id: uniqueUploadId(), resumed: false, forget: () => {}, release: () => {} };
  }
  const remembered = withStorage((storage) => {
    tidy(storage);
    return JSON.parse(storage.getItem(key));
  });
  const id = remembered?.id ?? uniqueUploadId();
  withStorage((storage) => storage.setItem(key, JSON.stringify({ id, at: Date.now() })));
  const forget = () => withStorage((storage) => storage.removeItem(key));
  return { id, resumed: Boolean(remembered), forget, release };
}
