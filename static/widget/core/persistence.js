/** Trying again: after a growing pause while the server or the line is weak, and after going online. */

import { UploadError } from "./upload-error.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** In ms, half of it by chance, so that many visitors do not all come back at once. */
const pauseAfter = (failures) => {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2;
};

/** Resolves after `duration` ms, or as soon as the browser is online again; rejects on abort. */
function wait(duration, signal) {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const timer = duration === Infinity ? 0 : setTimeout(() => end(resolve), duration);
    const end = (settle) => {
      clearTimeout(timer);
      over.abort();
      settle();
    };
    const listening = { signal: over.signal };
    window.addEventListener("online", () => end(resolve), listening);
    signal.addEventListener(
      "abort",
      () => end(() => reject(new UploadError("aborted"))),
      listening,
    );
  });
}

/**
 * Makes an attempt until it succeeds, fails for good, or has failed too often in passing. Time spent
 * offline does not count.
 *
 * @template T
 * @param {() => Promise<T>} attempt rejects with UploadError
 * @param {Object} how
 * @param {number} how.retries at most, after the first attempt
 * @param {AbortSignal} how.signal
 * @param {(pause: "offline"|"connection"|null) => void} how.onPause what is waited for, if anything
 * @returns {Promise<T>}
 */
export async function persist(attempt, { retries, signal, onPause }) {
  for (let failures = 0; ;) {
    if (signal.aborted) throw new UploadError("aborted");
    if (!navigator.onLine) {
      onPause("offline");
      await wait(Infinity, signal);
    }
    onPause(null);
    try {
      return await attempt();
    } catch (error) {
      if (!error.isPassing || (navigator.onLine && failures === retries)) throw error;
      if (!navigator.onLine) continue;
      onPause("connection");
      await wait(pauseAfter(failures), signal);
      failures += 1;
    }
  }
}
