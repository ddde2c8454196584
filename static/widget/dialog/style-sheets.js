/**
 * The widget's style sheets, fetched as text and adopted as constructed sheets, which a page's
 * `style-src` does not govern. Awaited here, so that whoever has this module can show a dialog in the
 * same turn.
 */

const ADDRESSES = ["./dialog.css", "../sources/local.css", "./files.css", "./adaptations.css"];

async function load(address) {
  const response = await fetch(new URL(address, import.meta.url), { credentials: "omit" });
  if (!response.ok) throw new Error(`A style sheet of the upload widget: ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}

/** @type {CSSStyleSheet[]} in the order in which they apply */
export const styleSheets = await Promise.all(ADDRESSES.map(load));
