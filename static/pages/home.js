/**
 * The page for trying it. It uses the upload widget through its public API only, in the form in which the
 * widget's users write it, so that what works here works on any site.
 */

import { enableCopyButtons } from "./copy.js";
import { followTagging } from "./follow_tagging.js";
import { forgetUploads, keepUpload, keptUploads } from "./session_uploads.js";
import { enableTabs } from "./tabs.js";
import { uploadCard } from "./upload_card.js";

const palette = {
  window: "#10173a",
  sourceBg: "#20304b",
  windowBorder: "#7171D0",
  tabIcon: "#79F7FF",
  inactiveTabIcon: "#8E9FBF",
  menuIcons: "#CCE8FF",
  link: "#72F1FF",
  action: "#5333FF",
  inProgress: "#00ffcc",
  complete: "#33ff00",
  error: "#cc3333",
  textDark: "#000000",
  textLight: "#ffffff",
};

const list = document.getElementById("uploads");
const empty = document.getElementById("no-uploads");
const clear = document.getElementById("clear-uploads");

function showWhetherEmpty() {
  empty.hidden = list.children.length > 0;
  clear.hidden = !empty.hidden;
}

/** Put a card for `resource` on top, and follow its tagging while it runs. */
function addCard(resource) {
  const card = uploadCard(resource);
  list.querySelector(`[data-asset-id="${CSS.escape(resource.asset_id)}"]`)?.remove();
  card.node.dataset.assetId = resource.asset_id;
  list.prepend(card.node);
  showWhetherEmpty();
  if (resource.status !== "pending") return;
  followTagging(resource.events_url, {
    onProgress: ({ progress }) => card.showProgress(progress),
    onTrouble: card.showTrouble,
    onComplete: (tagged) => {
      keepUpload(tagged);
      card.show(tagged);
    },
  });
}

function uploadCallback(error, result) {
  if (!error && result && result.event === "success") {
    document.getElementById("announcement").textContent = `Uploaded ${result.info.public_id}`;
    keepUpload(result.info);
    addCard(result.info);
  }
}

function enableUpload(opener) {
  const uploadWidget = cloudinary.createUploadWidget(
    {
      cloudName: opener.dataset.cloudName,
      uploadPreset: opener.dataset.uploadPreset,
      sources: ["local"],
      cropping: false,
      multiple: false,
      styles: { palette },
    },
    (error, result) => uploadCallback(error, result),
  );
  opener.addEventListener("click", () => uploadWidget.open());
  // Until now a click would have been lost.
  opener.disabled = false;
}

for (const resource of keptUploads().reverse()) addCard(resource);
showWhetherEmpty();
clear.addEventListener("click", () => {
  forgetUploads();
  list.replaceChildren();
  showWhetherEmpty();
});
document.getElementById("preset")?.addEventListener("change", (event) => event.target.form.submit());
enableTabs(document.querySelector("[role=tablist]"));
enableCopyButtons(document);
const opener = document.getElementById("upload_widget_opener");
if (opener) enableUpload(opener);
