/**
 * What an option may be. A kind takes what the site wrote and returns it in one form, or throws
 * `Unfit` with words that complete "must be …".
 */

export class Unfit extends Error {}

const kind = (expected, read) => (value) => {
  const found = read(value);
  if (found === undefined) throw new Unfit(expected);
  return found;
};

const numberOf = (value) => (value === "" || typeof value === "boolean" ? NaN : Number(value));

export const string = kind("a string", (value) => {
  return ["string", "number"].includes(typeof value) ? String(value) : undefined;
});

/** true and false, also as the words that attributes and templates give. */
export const flag = kind("true or false", (value) => {
  return { true: true, false: false }[String(value).toLowerCase()];
});

/** At least 1. */
export const count = kind("a whole number above 0", (value) => {
  const number = numberOf(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
});

/** At least 0. */
export const countOrNone = kind("a whole number", (value) => {
  const number = numberOf(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
});

export const positive = kind("a number above 0", (value) => {
  const number = numberOf(value);
  return Number.isFinite(number) && number > 0 ? number : undefined;
});

/** An array, or one string with commas. */
export const strings = kind("a list of strings", (value) => {
  const list = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) return undefined;
  return list.map((item) => item.trim()).filter(Boolean);
});

export const object = kind("an object", (value) => {
  return typeof value === "object" && !Array.isArray(value) ? value : undefined;
});

/** Named values, or a string in which they are written as the Upload API takes them. */
export const objectOrString = kind("an object or a string", (value) => {
  return typeof value === "string" || !Array.isArray(value) ? value : undefined;
});

export const callable = kind("a function", (value) => {
  return typeof value === "function" ? value : undefined;
});

/** A function, or the address of an endpoint that answers for it. */
export const callableOrString = kind("a function or a string", (value) => {
  return ["function", "string"].includes(typeof value) ? value : undefined;
});

/** An element, or a selector of one. */
export const place = kind("an element or a CSS selector", (value) => {
  return typeof value === "string" || value instanceof Element ? value : undefined;
});

/** Whatever the server makes of it. */
export const anything = (value) => value;

/** @param {...string} names */
export const choice = (...names) =>
  kind(`one of ${names.join(", ")}`, (value) => {
    return names.find((name) => name === String(value).toLowerCase());
  });
