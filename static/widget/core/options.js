/**
 * The options of a widget: the names and defaults of Cloudinary's "Upload Widget API reference",
 * in camelCase or in snake_case.
 */

/**
 * @typedef {Object} WidgetOptions
 * @property {string} cloudName
 * @property {string} [uploadPreset]
 * @property {string[]} sources where files come from; the first one is shown first
 * @property {boolean} multiple false: one file at a time
 * @property {number|null} maxFiles
 * @property {number|null} maxFileSize bytes
 * @property {string[]|null} clientAllowedFormats extensions ("png"), or "image", "video"
 * @property {"auto"|"image"|"video"|"raw"} resourceType
 * @property {string} [folder]
 * @property {string} [publicId]
 * @property {string[]} [tags]
 * @property {Object<string, string>} [context]
 * @property {{palette?: Object<string, string>}} styles
 * @property {string} language
 * @property {Object<string, Object>} text strings by language, laid over the widget's own
 * @property {Function|string} [uploadSignature]
 * @property {number} [uploadSignatureTimestamp] seconds since 1970, for a ready-made signature
 * @property {string} [apiKey]
 * @property {boolean} singleUploadAutoClose closes after the upload when `multiple` is false
 */

const DEFAULTS = {
  sources: ["local"],
  multiple: true,
  maxFiles: null,
  maxFileSize: null,
  clientAllowedFormats: null,
  resourceType: "auto",
  styles: {},
  language: "en",
  text: {},
  singleUploadAutoClose: true,
};

const NOT_SUPPORTED = [
  "cropping",
  "form",
  "inlineContainer",
  "maxChunkSize",
  "prepareUploadParams",
  "showAdvancedOptions",
  "thumbnails",
];

const toCamelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

const toArray = (value) => (typeof value === "string" ? value.split(",") : value);

/**
 * @param {Object} given as the site wrote them
 * @param {Partial<WidgetOptions>} [before] what they change, when a living widget is updated
 * @returns {WidgetOptions}
 */
export function readOptions(given, before = DEFAULTS) {
  const named = Object.fromEntries(
    Object.entries(given ?? {})
      .map(([name, value]) => [toCamelCase(name), value])
      .filter(([, value]) => value !== undefined),
  );
  const options = { ...before, ...named };
  for (const name of NOT_SUPPORTED.filter((name) => named[name])) {
    console.warn(`Upload widget: the option "${name}" is not supported yet and has no effect.`);
  }
  if (!options.cloudName) {
    console.error('Upload widget: the option "cloudName" is missing; uploads will fail.');
  }
  return {
    ...options,
    sources: toArray(options.sources ?? DEFAULTS.sources),
    tags: toArray(options.tags),
    clientAllowedFormats: toArray(options.clientAllowedFormats)?.map((name) => name.toLowerCase()),
  };
}

/** @param {WidgetOptions} options */
export const fileLimit = (options) => (options.multiple ? (options.maxFiles ?? Infinity) : 1);
