/** The source "url": a file that lies at an address; the server fetches it. */

import { RemoteFile } from "../../core/remote-file.js";
import { element, icon } from "../../dialog/elements.js";
import { extended } from "../../text/text.js";

export const name = "url";

const PROTOCOLS = ["http:", "https:", "ftp:"];

/** @returns {string|null} the address that was meant; null when it is none */
function addressIn(written) {
  const trimmed = written.trim();
  const complete = /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(complete)) return null;
  const { protocol, hostname } = new URL(complete);
  return PROTOCOLS.includes(protocol) && /[.:]|^localhost$/.test(hostname) ? complete : null;
}

/**
 * @param {HTMLElement} container
 * @param {import("../index.js").SourceContext} context
 */
export async function mount(container, context) {
  const [text] = await Promise.all([
    extended(context.text, (language) => import(`./text/${language}.js`)),
    context.adopt(new URL("./url.css", import.meta.url)),
  ]);
  const field = element("input", {
    type: "url",
    id: "url-field",
    class: "text-field",
    inputmode: "url",
    autocomplete: "off",
    spellcheck: "false",
    dir: "ltr",
    placeholder: text("url.input_placeholder"),
    "aria-describedby": "url-complaint url-explanation",
    input: () => complain(""),
  });
  const complaint = element("p", { class: "field-complaint", id: "url-complaint", role: "alert" });
  const complain = (message) => {
    complaint.textContent = message;
    field.toggleAttribute("aria-invalid", Boolean(message));
    if (message) field.setAttribute("aria-invalid", "true");
  };
  const submit = (event) => {
    event.preventDefault();
    const address = addressIn(field.value);
    if (!address) {
      complain(text("notifications.invalid_add_url"));
      field.focus();
      return;
    }
    field.value = "";
    context.add([new RemoteFile(address)]);
  };
  container.append(
    element(
      "form",
      { class: "url", novalidate: true, submit },
      element("div", { class: "source-symbol" }, icon("link")),
      element("label", { class: "url-title", for: "url-field" }, text("url.inner_title")),
      element(
        "div",
        { class: "url-line" },
        field,
        element("button", { class: "action-button" }, text("actions.upload")),
      ),
      complaint,
      element("p", { class: "url-explanation", id: "url-explanation" }, text("url.explanation")),
    ),
  );
}
