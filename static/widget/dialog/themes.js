/**
 * The themes of the option `theme`: colours by the names of `styles.palette`. A theme with two sets
 * follows the visitor's choice of light or dark.
 */

/** @typedef {Object<string, string>} Palette */

const LIGHT = {
  window: "#ffffff",
  sourceBg: "#f5f7fa",
  windowBorder: "#d5dae3",
  tabIcon: "#2456d6",
  inactiveTabIcon: "#5c6778",
  menuIcons: "#4b5563",
  link: "#2456d6",
  action: "#2456d6",
  inProgress: "#2456d6",
  complete: "#13804a",
  error: "#c4301f",
  textDark: "#18202c",
  textLight: "#ffffff",
};

const DARK = {
  window: "#171b22",
  sourceBg: "#1f242d",
  windowBorder: "#39414e",
  tabIcon: "#8fb1ff",
  inactiveTabIcon: "#a3aebd",
  menuIcons: "#b6bfcc",
  link: "#8fb1ff",
  action: "#8fb1ff",
  inProgress: "#8fb1ff",
  complete: "#5fd39a",
  error: "#ff8b7d",
  textDark: "#11151c",
  textLight: "#eef1f5",
};

const INK = { tabIcon: "#18181b", link: "#18181b", action: "#18181b", inProgress: "#18181b" };
const CHALK = { tabIcon: "#fafafa", link: "#fafafa", action: "#fafafa", inProgress: "#fafafa" };

const PURPLE = {
  window: "#1b1436",
  sourceBg: "#271d4a",
  windowBorder: "#55459a",
  tabIcon: "#c8b6ff",
  inactiveTabIcon: "#a99fd0",
  menuIcons: "#cfc6ee",
  link: "#c8b6ff",
  action: "#6d3bef",
  inProgress: "#a78bfa",
  complete: "#5fd39a",
  error: "#ff8b9d",
  textDark: "#150f2c",
  textLight: "#f4f0ff",
};

/** @type {Object<string, {light: Palette, dark: Palette}>} */
const THEMES = {
  default: { light: LIGHT, dark: DARK },
  minimal: {
    light: { ...LIGHT, ...INK, sourceBg: "#ffffff", windowBorder: "#e4e4e7" },
    dark: { ...DARK, ...CHALK, window: "#18181b", sourceBg: "#18181b", windowBorder: "#3f3f46" },
  },
  purple: { light: PURPLE, dark: PURPLE },
  white: { light: LIGHT, dark: LIGHT },
};

/**
 * @param {string} name
 * @returns {{light: Palette, dark: Palette}} the default theme for a name that is none
 */
export function themeNamed(name) {
  if (Object.hasOwn(THEMES, name)) return THEMES[name];
  const known = Object.keys(THEMES).join(", ");
  console.warn(`Upload widget: the theme "${name}" is unknown; there are ${known}.`);
  return THEMES.default;
}
