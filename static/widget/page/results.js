/**
 * What an upload leaves on the page that holds the widget: a hidden field in a form, a thumbnail in a
 * list (the options `form`, `fieldName`, `thumbnails`).
 */

import { element } from "../dialog/elements.js";
import { adoptPageStyles } from "./styles.js";

const find = (place) => (typeof place === "string" ? document.querySelector(place) : place);

/**
 * The value that SDKs read and whose signature they check, e.g.
 * "image/upload/v1312461204/dog.jpg#a1b2…".
 */
const fieldValue = ({ resource_type: kind, type, path, signature }) => {
  return `${kind}/${type}/${path}${signature ? `#${signature}` : ""}`;
};

export class PageResults {
  #deleteUrl;
  /** @type {Map<string, Element[]>} by public ID */
  #nodes = new Map();
  #dropStyles = null;

  /** @param {string} deleteUrl of the method delete_by_token */
  constructor(deleteUrl) {
    this.#deleteUrl = deleteUrl;
  }

  /**
   * @param {Object} info what "success" reports
   * @param {import("../core/options.js").WidgetOptions} options
   * @param {import("../text/text.js").Text} text
   */
  add(info, { form, fieldName, multiple, thumbnails }, text) {
    if (!multiple) this.#removeAll();
    else this.#remove(info.public_id);
    const nodes = [];
    if (form && find(form)) nodes.push(this.#addField(find(form), fieldName, info));
    if (thumbnails && find(thumbnails)) {
      nodes.push(this.#addThumbnail(find(thumbnails), info, text));
    }
    this.#nodes.set(info.public_id, nodes);
  }

  /** @param {{removeThumbnails?: boolean}} options whether what was uploaded leaves the page too */
  destroy({ removeThumbnails = false }) {
    if (!removeThumbnails) return;
    this.#removeAll();
    this.#dropStyles?.();
  }

  #addField(form, name, info) {
    const publicId = info.public_id;
    const value = fieldValue(info);
    const attributes = { type: "hidden", name, value, "data-cloudinary-public-id": publicId };
    const field = element("input", attributes);
    form.append(field);
    return field;
  }

  #addThumbnail(place, info, text) {
    this.#dropStyles ??= adoptPageStyles();
    let list = place.querySelector(":scope > .cloudinary-thumbnails");
    if (!list) {
      list = element("ul", { class: "cloudinary-thumbnails" });
      place.append(list);
    }
    const name = info.original_filename ?? info.public_id;
    const seen = ["image", "video"].includes(info.resource_type);
    const item = element(
      "li",
      { class: "cloudinary-thumbnail", "data-cloudinary": JSON.stringify(info) },
      seen ? element("img", { src: info.thumbnail_url, alt: name }) : element("span", {}, name),
    );
    if (info.delete_token) {
      const label = text("page.delete", { name });
      const click = () => this.#delete(info);
      const attributes = { type: "button", class: "cloudinary-delete", "aria-label": label, click };
      item.append(element("button", attributes, "×"));
    }
    list.append(item);
    return item;
  }

  async #delete({ public_id: publicId, delete_token: token }) {
    const response = await fetch(this.#deleteUrl, {
      method: "POST",
      credentials: "omit",
      body: new URLSearchParams({ token }),
    }).catch(() => null);
    if (response?.ok) this.#remove(publicId);
    else console.error(`Upload widget: ${publicId} could not be deleted.`);
  }

  #remove(publicId) {
    for (const node of this.#nodes.get(publicId) ?? []) {
      const list = node.closest(".cloudinary-thumbnails");
      node.remove();
      if (list?.childElementCount === 0) list.remove();
    }
    this.#nodes.delete(publicId);
  }

  #removeAll() {
    for (const publicId of [...this.#nodes.keys()]) this.#remove(publicId);
  }
}
