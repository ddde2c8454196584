/** This browser session's uploads, newest first, kept so that a reload shows them again. */

const KEY = "tagdrop.uploads";
const AT_MOST = 30;

/** @returns {object[]} resources as the upload returned them, or as they were when their tagging ended */
export function keptUploads() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

/** Keep `resource` in the place of its earlier state, or as the newest. */
export function keepUpload(resource) {
  const kept = keptUploads();
  const place = kept.findIndex((known) => known.asset_id === resource.asset_id);
  if (place === -1) kept.unshift(resource);
  else kept[place] = resource;
  store(kept.slice(0, AT_MOST));
}

export function forgetUploads() {
  sessionStorage.removeItem(KEY);
}

/** Private windows and full storage refuse; the cards on the page are then all there is. */
function store(uploads) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(uploads));
  } catch {
    forgetUploads();
  }
}
