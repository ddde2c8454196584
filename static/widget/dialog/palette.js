/**
 * From a theme and a site's `styles.palette` (the names of Cloudinary's widget) to CSS custom properties.
 *
 * A palette says "text for dark surfaces" and "text for light surfaces" but not which of its surfaces
 * are dark, so the text of each surface is chosen here by contrast (WCAG 2.1, relative luminance).
 */

import { themeNamed } from "./themes.js";

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A painter of single pixels: the one place where the browser gives any CSS colour as numbers. */
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const context = canvas.getContext("2d", { willReadFrequently: true });

/** @param {string} color any CSS colour; @returns {number} relative luminance, 0 to 1 */
function luminance(color) {
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = Array.from(context.getImageData(0, 0, 1, 1).data, (channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const isColor = (value) => CSS.supports("color", String(value));

/** Unknown names are ignored, and so are values that are no colours. */
function completed(palette, given) {
  const usable = Object.entries(given).filter(([name, value]) => name in palette && isColor(value));
  return { ...palette, ...Object.fromEntries(usable) };
}

function paint(host, palette) {
  const textOn = (surface) => {
    const { textDark, textLight } = palette;
    return contrast(textDark, surface) > contrast(textLight, surface) ? textDark : textLight;
  };
  for (const [name, color] of Object.entries(palette)) {
    host.style.setProperty(`--${kebab(name)}`, color);
  }
  host.style.setProperty("--text-on-window", textOn(palette.window));
  host.style.setProperty("--text-on-source", textOn(palette.sourceBg));
  host.style.setProperty("--text-on-action", textOn(palette.action));
  const dark = luminance(palette.window) < 0.18;
  host.style.setProperty("--color-scheme", dark ? "dark" : "light");
}

/**
 * Paints a host element, and paints it again when the visitor switches between light and dark unless
 * the site has chosen the colours.
 *
 * @param {HTMLElement} host
 * @param {{theme: string, styles: {palette?: Object<string, string>, frame?: {background?: string}}}}
 *   options the site's
 * @returns {() => void} stops following the visitor's choice
 */
export function applyPalette(host, { theme, styles }) {
  const { light, dark } = themeNamed(theme);
  const { palette = {}, frame = {} } = styles;
  if (isColor(frame?.background)) host.style.setProperty("--frame", frame.background);
  if (Object.keys(palette ?? {}).length) {
    paint(host, completed(light, palette));
    return () => {};
  }
  const preference = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => paint(host, preference.matches ? dark : light);
  follow();
  preference.addEventListener("change", follow);
  return () => preference.removeEventListener("change", follow);
}
