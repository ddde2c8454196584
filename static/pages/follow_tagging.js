/** Follow the tagging of an asset through server-sent events until it is complete. */

import { onThisOrigin } from "./delivery.js";

/** Waiting times before the next attempt, in milliseconds; after the last one the reader is asked. */
const RETRY_DELAYS = [1_000, 3_000, 6_000, 12_000];

/** Browsers open six connections to a host over HTTP/1.1; uploads and pictures need the others. */
const STREAMS_AT_ONCE = 3;

const waiting = [];
let open = 0;

/**
 * @param {string} eventsUrl
 * @param {{onProgress: (event: {status: string, progress: number}) => void,
 *   onComplete: (resource: object) => void, onTrouble: (retrying: boolean) => void}} listeners
 *   `onTrouble(false)` is the end: the server did not answer any more.
 */
export function followTagging(eventsUrl, listeners) {
  waiting.push(() => follow(eventsUrl, listeners));
  startNext();
}

function startNext() {
  if (open >= STREAMS_AT_ONCE || !waiting.length) return;
  open += 1;
  waiting.shift()();
}

function follow(eventsUrl, { onProgress, onComplete, onTrouble }) {
  let attempt = 0;

  function connect() {
    const source = new EventSource(onThisOrigin(eventsUrl));
    source.addEventListener("progress", (event) => {
      attempt = 0;
      onProgress(JSON.parse(event.data));
    });
    source.addEventListener("complete", (event) => {
      end(source);
      onComplete(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      source.close();
      if (attempt === RETRY_DELAYS.length) {
        end(source);
        onTrouble(false);
        return;
      }
      onTrouble(true);
      setTimeout(connect, RETRY_DELAYS[attempt]);
      attempt += 1;
    });
  }

  connect();
}

function end(source) {
  source.close();
  open -= 1;
  startNext();
}
