/** The asset's own tags, then everything that was detected, surest first. */

import { chipList, manualChip, tagChip } from "./chips.js";
import { element } from "./dom.js";
import { formatConfidence, formatTime } from "./format.js";
import { momentLink } from "./moments.js";
import { assignedTags, sameTag } from "./tag_rows.js";

const SHOWN_AT_FIRST = 16;

/**
 * @param {object} resource
 * @param {import("./tag_rows.js").TagRow[]} rows
 * @param {ReturnType<import("./preview.js").createPreview>} preview where a tag's boxes and moments are shown
 * @returns {HTMLElement[]}
 */
export function tagPanel(resource, rows, preview) {
  if (resource.status === "pending" && !resource.tags.length) return [];
  const own = assignedTags(resource, rows);
  const ownNames = new Set(own.map(({ tag }) => sameTag(tag)));
  const pointing = pointer(preview);
  const chips = own.map(({ tag, row }) => {
    if (!row) return manualChip(tag);
    return pointing(tagChip({ ...row, tag }, { onChoose: chooser(row, preview), title: wordsFor(row, preview) }), row);
  });
  return [
    element("h2", {}, "Tags"),
    chips.length ? chipList(chips, "Tags") : element("p", { class: "soft" }, withoutTags(resource, rows)),
    ...setsOf(resource, rows).flatMap(({ title, rows: set }) =>
      detected(title, set, ownNames, thresholdsOf(resource), preview, pointing),
    ),
  ];
}

/** Of a video two sets: what is to be seen, and what is done. */
function setsOf(resource, rows) {
  const isAction = ({ kind }) => kind === "action";
  const sets =
    resource.resource_type === "video" && rows.some(isAction)
      ? [
          { title: "Objects, scenes and attributes", rows: rows.filter((row) => !isAction(row)) },
          { title: "Actions", rows: rows.filter(isAction) },
        ]
      : [{ title: "Detected", rows }];
  return sets.filter((set) => set.rows.length);
}

function withoutTags(resource, rows) {
  if (!resource.info?.categorization) return "Nobody asked for tags when this was uploaded.";
  return rows.length ? "Nothing was sure enough to become a tag." : "Nothing was recognised.";
}

function detected(title, rows, ownNames, thresholds, preview, pointing) {
  const lines = rows.map((row) =>
    element(
      "li",
      {},
      pointing(detectedLine(row, ownNames, thresholds, preview), row),
      row.evidence.length > 0 && evidenceList(row, preview),
    ),
  );
  lines.slice(SHOWN_AT_FIRST).forEach((line) => {
    line.hidden = true;
  });
  const list = element("ul", { class: "detected" }, ...lines);
  const showAll = element(
    "button",
    {
      class: "button-plain small",
      type: "button",
      onclick: () => {
        for (const line of lines) line.hidden = false;
        lines[SHOWN_AT_FIRST].firstElementChild.focus();
        showAll.remove();
      },
    },
    `Show all ${rows.length}`,
  );
  return [
    element("h2", {}, title),
    legend(rows, thresholds),
    list,
    ...(lines.length > SHOWN_AT_FIRST ? [showAll] : []),
  ];
}

/** Why an action was said to be there, moment by moment. */
function evidenceList({ evidence }, { player }) {
  return element(
    "ul",
    { class: "evidence small" },
    ...evidence.map(({ start, end, what }) => element("li", {}, momentLink({ start, end }, player), ` ${what}`)),
  );
}

/** The colours of the kinds that occur, and what the upright mark means. */
function legend(rows, thresholds) {
  const kinds = [...new Set(rows.map((row) => row.kind))];
  return element(
    "p",
    { class: "legend small soft" },
    ...kinds.map((kind) => element("span", { class: "legend-kind", "data-kind": kind }, kind)),
    thresholds !== null && element("span", { class: "legend-threshold" }, thresholdWords(thresholds)),
  );
}

function detectedLine(row, ownNames, thresholds, preview) {
  const onChoose = chooser(row, preview);
  const assigned = ownNames.has(sameTag(row.tag));
  const bar = element("span", { class: "detected-bar" });
  bar.style.setProperty("--confidence", row.confidence);
  const threshold = thresholdFor(row, thresholds);
  if (threshold !== null) {
    const mark = element("span", { class: "detected-threshold" });
    mark.style.setProperty("--threshold", threshold);
    bar.append(mark);
  }
  return element(
    onChoose ? "button" : "div",
    {
      class: `detected-line${assigned ? "" : " detected-only"}`,
      type: onChoose && "button",
      "data-kind": row.kind,
      "data-tag": row.tag,
      title: wordsFor(row, preview),
      onclick: onChoose,
    },
    element(
      "span",
      { class: "detected-name" },
      row.tag,
      row.categories.length > 0 && element("span", { class: "detected-categories" }, ` ${row.categories.join(", ")}`),
    ),
    bar,
    element("span", { class: "detected-number" }, formatConfidence(row.confidence)),
  );
}

/** `auto_tagging` of the upload: null, one number, or one for each kind of tag. */
function thresholdsOf(resource) {
  return resource.tagging?.thresholds ?? null;
}

function thresholdFor(row, thresholds) {
  if (thresholds === null || typeof thresholds === "number") return thresholds;
  return thresholds[row.kind] ?? null;
}

function thresholdWords(thresholds) {
  if (typeof thresholds === "number") return `assigned from ${formatConfidence(thresholds)}`;
  const each = Object.entries(thresholds).map(([kind, threshold]) => `${kind} ${formatConfidence(threshold)}`);
  return `assigned from ${each.join(", ")}`;
}

/** Pointing at a tag, or reaching it by keyboard, draws its boxes; leaving it takes them away unless it was pressed. */
function pointer(preview) {
  let pinned = null;
  return (node, row) => {
    if (!row.boxes.length || preview.player) return node;
    const show = () => preview.showBoxes(row);
    const leave = () => preview.showBoxes(pinned?.row ?? null);
    node.addEventListener("pointerenter", show);
    node.addEventListener("pointerleave", leave);
    node.addEventListener("focus", show);
    node.addEventListener("blur", leave);
    node.setAttribute("aria-pressed", "false");
    node.addEventListener("click", () => {
      pinned?.node.setAttribute("aria-pressed", "false");
      pinned = pinned?.node === node ? null : { node, row };
      node.setAttribute("aria-pressed", String(pinned !== null));
      leave();
    });
    return node;
  };
}

/** What a press on the tag does: in a video, go to where it first holds; in a picture `pointer` keeps its boxes. */
function chooser(row, preview) {
  if (preview.player)
    return row.segments.length
      ? () => {
          preview.player.currentTime = row.segments[0].start;
        }
      : null;
  return row.boxes.length ? () => {} : null;
}

function wordsFor(row, preview) {
  if (preview.player && row.segments.length) return `Go to ${formatTime(row.segments[0].start)}`;
  if (!preview.player && row.boxes.length) return "Show where";
  return null;
}
