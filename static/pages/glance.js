/** A video at a glance: the sheet of its shots, and a short animation for those who do not mind motion. */

import { summaryAddress } from "./delivery.js";
import { element } from "./dom.js";

/**
 * @param {object} resource a video with `contact_sheet_url` and `preview_url`
 * @returns {HTMLElement[]}
 */
export function glancePanel(resource) {
  const sheet = summaryAddress(resource, resource.contact_sheet_url);
  const preview = summaryAddress(resource, resource.preview_url);
  return [
    element("h2", {}, "At a glance"),
    element(
      "a",
      { class: "sheet", href: sheet },
      element("img", { src: sheet, alt: "The shots of the video with their times", loading: "lazy" }),
    ),
    matchMedia("(prefers-reduced-motion: reduce)").matches
      ? element("p", { class: "small" }, element("a", { href: preview }, "Animated preview"))
      : element(
          "p",
          { class: "animated small soft" },
          element("img", { src: preview, alt: "A few seconds of the video's shots", loading: "lazy" }),
          element("span", {}, element("a", { href: preview }, "Animated preview"), " (WebP)"),
        ),
  ];
}
