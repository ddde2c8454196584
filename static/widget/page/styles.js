/** The style sheet for what the widget puts into the page itself; there while a widget needs it. */

import { loadSheet } from "../dialog/style-sheets.js";

const ADDRESS = new URL("./page.css", import.meta.url);

let users = 0;

async function show() {
  const sheet = await loadSheet(ADDRESS);
  const others = document.adoptedStyleSheets.filter((other) => other !== sheet);
  document.adoptedStyleSheets = users ? [...others, sheet] : others;
}

/** @returns {() => void} to be called once when the styles are needed no more */
export function adoptPageStyles() {
  users += 1;
  show();
  return () => {
    users -= 1;
    show();
  };
}
