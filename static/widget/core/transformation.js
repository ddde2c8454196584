/** Transformations as addresses and the Upload API write them. */

/** Names of the SDKs' options for a transformation, and their letters in an address. */
const LETTERS = {
  width: "w",
  height: "h",
  crop: "c",
  gravity: "g",
  radius: "r",
  quality: "q",
  effect: "e",
  angle: "a",
  background: "b",
  border: "bo",
  opacity: "o",
  aspect_ratio: "ar",
  start_offset: "so",
  end_offset: "eo",
  duration: "du",
  fetch_format: "f",
  x: "x",
  y: "y",
};

const toSnakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function component(step) {
  if (typeof step === "string") return step;
  return Object.entries(step)
    .map(([name, value]) => [LETTERS[toSnakeCase(name)], value])
    .filter(([letter, value]) => letter && value !== undefined && value !== null)
    .map(([letter, value]) => `${letter}_${value}`)
    .sort()
    .join(",");
}

/**
 * @param {string|Object|(string|Object)[]} transformation one step or several
 * @returns {string} e.g. "c_limit,h_60,w_90"
 */
export const transformationString = (transformation) => {
  return [transformation].flat().map(component).filter(Boolean).join("/");
};
