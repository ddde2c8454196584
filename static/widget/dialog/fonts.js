/**
 * The fonts of `styles.fonts`: `{"'Fira Sans', sans-serif": {url: "https://…", active: true}}`, or the
 * address alone. Browsers take `@font-face` from the page only, not from a shadow tree, so the page
 * gets a link to the font's style sheet while a widget uses it.
 */

/** @type {Map<string, {link: HTMLLinkElement, users: number}>} */
const links = new Map();

function addLink(url) {
  const known = links.get(url);
  if (known) {
    known.users += 1;
    return;
  }
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = url;
  document.head.append(link);
  links.set(url, { link, users: 1 });
}

function removeLink(url) {
  const known = links.get(url);
  known.users -= 1;
  if (known.users) return;
  known.link.remove();
  links.delete(url);
}

const isAddress = (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** @returns {{family: string, url: string|undefined}|null} the font that is in use */
function activeFont(fonts) {
  const chosen = Object.entries(fonts ?? {})
    .filter(([, font]) => font)
    .map(([family, font]) => (typeof font === "string" ? { family, url: font } : { family, ...font }));
  const font = chosen.find(({ active }) => active) ?? chosen.find(({ active }) => active !== false);
  if (!font) return null;
  const known = font.family !== "default" && CSS.supports("font-family", font.family);
  return known ? font : null;
}

/**
 * @param {HTMLElement} host
 * @param {Object<string, {url: string, active?: boolean}|string|null>|undefined} fonts
 * @returns {() => void} takes the font off the page
 */
export function applyFonts(host, fonts) {
  const font = activeFont(fonts);
  if (!font) return () => {};
  host.style.setProperty("--font", font.family);
  if (!font.url || !isAddress(font.url)) return () => {};
  addLink(font.url);
  return () => removeLink(font.url);
}
