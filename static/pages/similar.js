/** What looks like the resource, for the owner. */

import { element } from "./dom.js";
import { formatTime } from "./format.js";
import { onThisOrigin } from "./delivery.js";

const SHOWN = 8;

/** @param {HTMLElement} section with `data-url`, shown when there is something to show */
export async function showSimilar(section) {
  const response = await fetch(section.dataset.url, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { resources } = await response.json();
  if (!resources.length) return;
  section.querySelector("ul").replaceChildren(...resources.slice(0, SHOWN).map(tile));
  section.hidden = false;
}

function tile(resource) {
  const name = resource.display_name || resource.public_id;
  const alike = `${Math.round(100 * resource.similarity)} % alike`;
  const moment = resource.moment ? `, at ${formatTime(resource.moment)}` : "";
  return element(
    "li",
    {},
    element(
      "a",
      { href: onThisOrigin(resource.info_url), title: `${name}: ${alike}${moment}` },
      element("img", { src: onThisOrigin(resource.tile_url), alt: name, width: 320, height: 240, loading: "lazy" }),
      element("span", { class: "small soft" }, alike),
    ),
  );
}
