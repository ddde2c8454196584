/** The source "local": files of the visitor's device, dropped on the dialog or chosen in a picker. */

import { acceptedByPicker } from "../core/checks.js";
import { element, icon } from "../dialog/elements.js";
import { formatNames, formatSize } from "../text/text.js";

/** What may be added, in words; empty when everything may. */
function hint({ clientAllowedFormats, maxFileSize, maxFiles, multiple }, text) {
  const parts = [];
  if (clientAllowedFormats?.length) parts.push(formatNames(clientAllowedFormats, text));
  if (maxFileSize) parts.push(text("local.max_size", { size: formatSize(maxFileSize, text.language) }));
  if (multiple && maxFiles) parts.push(text("local.max_files", { num: maxFiles }));
  return parts.join(" · ");
}

/** Splits what was dropped into files and the presence of folders, which have no bytes to send. */
function readDrop({ items, files }) {
  const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
  const kept = Array.from(items ?? [])
    .filter((item) => item.kind === "file" && !isFolder(item))
    .map((item) => item.getAsFile());
  const folders = Array.from(items ?? []).some(isFolder);
  return { files: items?.length ? kept : Array.from(files), folders };
}

/** Lets files fall anywhere on the target, and tells the style sheet while they hover. */
function acceptDrops(target, drop, signal) {
  let depth = 0;
  const hover = (change) => {
    depth = Math.max(0, depth + change);
    target.toggleAttribute("data-dropping", depth > 0);
  };
  const onFiles = (type, act) => {
    const listener = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      act(event);
    };
    target.addEventListener(type, listener, { signal });
  };
  onFiles("dragenter", () => hover(+1));
  onFiles("dragleave", () => hover(-1));
  onFiles("dragover", (event) => {
    event.dataTransfer.dropEffect = "copy";
  });
  onFiles("drop", (event) => {
    hover(-depth);
    drop(event.dataTransfer);
  });
}

export const name = "local";

/**
 * @param {HTMLElement} container
 * @param {import("./index.js").SourceContext} context
 */
export function mount(container, { dropTarget, options, text, add, notify, signal }) {
  const { multiple } = options;
  const picker = element("input", {
    type: "file",
    multiple,
    accept: acceptedByPicker(options),
    hidden: true,
    tabindex: "-1",
    change: () => {
      add(Array.from(picker.files));
      picker.value = "";
    },
  });
  acceptDrops(
    dropTarget,
    (data) => {
      const { files, folders } = readDrop(data);
      if (folders) notify(text("local.no_folders"));
      if (files.length) add(files);
    },
    signal,
  );
  const limits = hint(options, text);
  const dropTitle = multiple ? "local.drop_title_multiple" : "local.drop_title_single";
  container.append(
    element(
      "div",
      { class: "local" },
      element("div", { class: "local-symbol" }, icon("upload")),
      element(
        "p",
        { class: "local-title" },
        text(multiple ? "local.dd_title_multi" : "local.dd_title_single"),
      ),
      element("p", { class: "local-more" }, text(multiple ? "queue.upload_more" : "local.again")),
      element("p", { class: "local-drop-title", "aria-hidden": "true" }, text(dropTitle)),
      element("p", { class: "local-or" }, text("or")),
      element(
        "button",
        {
          type: "button",
          class: "action-button",
          autofocus: true,
          "aria-describedby": limits ? "local-limits" : false,
          click: () => picker.click(),
        },
        text("local.browse"),
      ),
      element("p", { class: "local-limits", id: "local-limits" }, limits),
      picker,
    ),
  );
}
