/**
 * The source "local": files of the visitor's device, chosen in a picker, dropped on the dialog, alone or
 * in folders, or pasted.
 */

import { acceptedByPicker } from "../core/checks.js";
import { element, icon } from "../dialog/elements.js";
import { formatNames, formatSize } from "../text/text.js";
import { transferredFiles } from "./transferred.js";

/** What may be added, in words; empty when everything may. */
function hint({ clientAllowedFormats, maxFileSize, maxFiles, multiple }, text) {
  const parts = [];
  if (clientAllowedFormats?.length) parts.push(formatNames(clientAllowedFormats, text));
  if (maxFileSize) parts.push(text("local.max_size", { size: formatSize(maxFileSize, text.language) }));
  if (multiple && maxFiles) parts.push(text("local.max_files", { num: maxFiles }));
  return parts.join(" · ");
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

/** Takes pasted files while the dialog is open, or while the focus is in a widget inside the page. */
function acceptPastes(target, paste, signal) {
  const listener = (event) => {
    const isMeant = target.matches("dialog[open]") || event.composedPath().includes(target);
    if (!isMeant || !event.clipboardData?.types.includes("Files")) return;
    event.preventDefault();
    paste(event.clipboardData);
  };
  document.addEventListener("paste", listener, { signal });
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
  const take = async (data) => {
    const files = await transferredFiles(data);
    if (files.length) add(files);
    else notify(text("local.empty_folder"));
  };
  acceptDrops(dropTarget, take, signal);
  acceptPastes(dropTarget, take, signal);
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
          autofocus: !options.inlineContainer,
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
