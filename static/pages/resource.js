/** The page of one resource: what it is, what was found in it, and where. */

import { enableCopyButtons } from "./copy.js";
import { onThisOrigin, originalAddress } from "./delivery.js";
import { detailRows } from "./details.js";
import { element, pageData } from "./dom.js";
import { followTagging } from "./follow_tagging.js";
import { fileFacts } from "./format.js";
import { foldAll, jsonTree } from "./json_tree.js";
import { glancePanel } from "./glance.js";
import { isWithheld, moderationPanel } from "./moderation.js";
import { createPreview } from "./preview.js";
import { showSimilar } from "./similar.js";
import { tagPanel } from "./tag_panel.js";
import { tagRows } from "./tag_rows.js";
import { taggingState } from "./tagging_state.js";
import { createTimeline } from "./timeline.js";

const page = document.getElementById("resource-page");
const place = (id) => document.getElementById(id);
const tagging = taggingState();

/** Everything but the preview, which stays as it is so that a playing video plays on. */
function show(resource, preview) {
  const rows = tagRows(resource);
  showTaggingState(resource);
  place("tags").replaceChildren(...tagPanel(resource, rows, preview));
  place("moderation").replaceChildren(...moderationPanel(resource, preview.player));
  place("details").replaceChildren(...detailRows(resource));
  place("json").replaceChildren(jsonTree(resource));
  place("json-text").textContent = JSON.stringify(resource, null, 2);
  if (preview.player && rows.some((row) => row.segments.length)) {
    place("timeline").replaceChildren(createTimeline(rows, resource.duration, preview.player));
    place("timeline-panel").hidden = false;
  }
}

function showTaggingState(resource) {
  if (resource.status === "pending") place("tagging").replaceChildren(tagging.node);
  else if (resource.status === "failed")
    place("tagging").replaceChildren(
      element("p", { class: "notice notice-bad" }, resource.tagging?.error || "Tagging failed."),
    );
  else place("tagging").replaceChildren();
}

/** Instead of the broken picture or player that those see who are not the owner. */
function showWithheld() {
  place("preview").replaceChildren(
    element("p", { class: "withheld soft" }, "Rejected by moderation, so that only the owner sees it."),
  );
  place("original").hidden = true;
  place("glance").hidden = true;
}

const resource = pageData("resource");
const preview = createPreview(resource);
place("preview").replaceChildren(preview.node);
if (resource.contact_sheet_url) {
  place("glance").replaceChildren(...glancePanel(resource));
  place("glance").hidden = false;
}
if (isWithheld(resource)) preview.node.addEventListener("error", showWithheld, true);
place("file-facts").textContent = fileFacts(resource);
place("original").href = originalAddress(resource);
place("download-json").href = onThisOrigin(place("download-json").href);
place("fold-json").addEventListener("click", (event) => foldAll(place("json"), event.target));
show(resource, preview);
enableCopyButtons(document);

if (resource.status === "pending")
  followTagging(page.dataset.eventsUrl, {
    onProgress: ({ progress }) => tagging.showProgress(progress),
    onTrouble: tagging.showTrouble,
    onComplete: (tagged) => show(tagged, preview),
  });

if (place("similar")) showSimilar(place("similar"));
