/** The form of a preset: its sliders show on the last uploads which tags they would keep. */

import { tagChip } from "./chips.js";
import { enableCopyButtons } from "./copy.js";
import { onThisOrigin, pictureAddress } from "./delivery.js";
import { element, pageData } from "./dom.js";
import { titleOf } from "./format.js";
import { enableTabs } from "./tabs.js";
import { tagRows } from "./tag_rows.js";

const MOST_TAGS = 14;
const THUMBNAIL = { width: 176, height: 132, crop: "fill" };

const form = document.getElementById("preset-form");

/** @returns {(row: import("./tag_rows.js").TagRow) => boolean} whether the form as it stands would assign the tag */
function rule() {
  const fields = new FormData(form);
  const mode = fields.get("threshold_mode");
  if (mode === "one") return (row) => row.confidence >= Number(fields.get("threshold"));
  if (mode === "kinds")
    return ({ kind, confidence }) =>
      fields.has(`assign_${kind}`) && confidence >= Number(fields.get(`threshold_${kind}`));
  return () => false;
}

function recentAsset(resource) {
  const name = titleOf(resource);
  const chips = tagRows(resource)
    .slice(0, MOST_TAGS)
    .map((row) => ({ row, chip: tagChip({ ...row, segments: [] }) }));
  const node = element(
    "li",
    { class: "recent-asset" },
    element(
      "a",
      { href: onThisOrigin(resource.info_url) },
      resource.width
        ? element("img", { src: pictureAddress(resource, THUMBNAIL), alt: name, loading: "lazy" })
        : name,
    ),
    element("ul", { class: "tags", "aria-label": `Tags of ${name}` }, ...chips.map(({ chip }) => element("li", {}, chip))),
  );
  return { node, chips };
}

function showSliders() {
  for (const slider of form.querySelectorAll("input[type=range]"))
    slider.nextElementSibling.value = `${Math.round(slider.value * 100)} %`;
}

function showKept(chips) {
  const keeps = rule();
  let kept = 0;
  for (const { row, chip } of chips) {
    const isKept = keeps(row);
    kept += Number(isKept);
    chip.classList.toggle("tag-dropped", !isKept);
    chip.dataset.kept = String(isKept);
  }
  document.getElementById("kept-words").textContent =
    `On the last uploads this keeps ${kept} of the ${chips.length} likeliest tags.`;
}

const assets = pageData("recent").map(recentAsset);
const chips = assets.flatMap((asset) => asset.chips);
document.getElementById("recent-assets").append(...assets.map(({ node }) => node));
document.getElementById("kept").hidden = !chips.length;

function update() {
  showSliders();
  showKept(chips);
}
form.addEventListener("input", update);
update();

form.querySelector("[aria-invalid=true]")?.focus();
const tabList = document.querySelector("[role=tablist]");
if (tabList) enableTabs(tabList);
enableCopyButtons(document);
