/**
 * What may be done to a file between the visitor's choice and its upload: cropped by the visitor,
 * scaled down by the browser. Each stage is a module of this folder, fetched when it is first wanted.
 */

/**
 * @typedef {Object} Prepared
 * @property {File} file what is sent
 * @property {Object<string, string>} [parameters] of the Upload API, sent with the file and signed
 *   with the rest, e.g. {custom_coordinates: "10,10,200,100"}
 */

/**
 * @typedef {Object} PreparationContext
 * @property {import("../core/options.js").WidgetOptions} options
 * @property {import("../text/text.js").Text} text
 * @property {AbortSignal} signal the visitor cancelled the file, or the widget was closed
 * @property {() => Promise<{container: HTMLElement, adopt: (address: URL) => Promise<void>,
 *   close: () => void}>} openPanel shows an empty panel over the source, for an editor; `adopt` puts
 *   a style sheet into the shadow tree. Only for stages that run when "choosing".
 */

/**
 * @typedef {Object} Stage
 * @property {string} name
 * @property {"choosing"|"sending"} when "choosing": before the file enters the queue, one file after
 *   the other, so that a person can be asked. "sending": when the file's turn to be sent comes.
 * @property {(file: File, options: import("../core/options.js").WidgetOptions) => boolean} wants
 *   whether this file is its business; cheap, asked without loading the module
 * @property {() => Promise<{prepare: (file: File, context: PreparationContext)
 *   => Promise<Prepared|null>}>} load imports the module; its `prepare` answers null when the
 *   visitor has dropped the file, and rejects with UploadError when the file cannot be used
 */

/** A picture of pixels; an SVG has as many as one likes. */
const isPicture = ({ type }) => type.startsWith("image/") && !type.startsWith("image/svg");

const DIMENSIONS = ["minImageWidth", "minImageHeight", "maxImageWidth", "maxImageHeight"];

/** @type {Stage[]} in the order in which they run */
export const STAGES = [
  {
    name: "crop",
    when: "choosing",
    wants: (file, { cropping, multiple }) => Boolean(cropping) && !multiple && isPicture(file),
    load: () => import("./crop.js"),
  },
  {
    name: "dimensions",
    when: "sending",
    wants: (file, options) => isPicture(file) && DIMENSIONS.some((name) => options[name]),
    load: () => import("./dimensions.js"),
  },
];
