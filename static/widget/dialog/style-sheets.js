/**
 * The widget's style sheets, fetched as text and adopted as constructed sheets, which a page's
 * `style-src` does not govern. Those of the first screen are awaited here, so that whoever has this
 * module can show a dialog in the same turn; a source or an editor brings its own when it is opened.
 */

const FIRST_SCREEN = ["./dialog.css", "../sources/local.css", "./files.css", "./adaptations.css"];

/** @type {Map<string, Promise<CSSStyleSheet>>} */
const loading = new Map();

async function fetchSheet(address) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(`A style sheet of the upload widget: ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}

/**
 * @param {URL} address
 * @returns {Promise<CSSStyleSheet>} fetched once for all widgets of a page
 */
export function loadSheet({ href }) {
  if (!loading.has(href)) {
    loading.set(href, fetchSheet(href));
    loading.get(href).catch(() => loading.delete(href));
  }
  return loading.get(href);
}

/**
 * @param {ShadowRoot|Document} root
 * @param {URL} address of the style sheet
 */
export async function adopt(root, address) {
  const sheet = await loadSheet(address);
  const { adoptedStyleSheets } = root;
  if (!adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...adoptedStyleSheets, sheet];
}

/** @type {CSSStyleSheet[]} in the order in which they apply */
export const styleSheets = await Promise.all(
  FIRST_SCREEN.map((address) => loadSheet(new URL(address, import.meta.url))),
);
