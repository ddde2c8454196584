/**
 * Every option of the widget: the names and defaults of Cloudinary's "Upload Widget API reference".
 * Each is also known by its name in snake_case. `docs/compatibility.md` says how each differs.
 *
 * @typedef {Object} Option
 * @property {(value: *) => *} kind what it may be, see option-kinds.js
 * @property {*} [default] undefined where there is none
 * @property {true} [parameter] sent with the upload, under its name in snake_case
 */

import * as kinds from "./option-kinds.js";

const { flag, string, strings, count, countOrNone, positive, object, place, choice } = kinds;

const parameter = (kind, fallback) => ({ kind, default: fallback, parameter: true });

const account = {
  cloudName: { kind: string },
  apiKey: { kind: string },
  uploadPreset: parameter(string),
  /** Accepted and without effect: uploads go to the origin that the script came from. */
  secure: { kind: flag, default: true },
};

const files = {
  sources: { kind: strings, default: ["local"] },
  defaultSource: { kind: string },
  multiple: { kind: flag, default: true },
  maxFiles: { kind: count },
  minFiles: { kind: count },
  clientAllowedFormats: { kind: strings },
  maxFileSize: { kind: positive },
  maxImageFileSize: { kind: positive },
  maxVideoFileSize: { kind: positive },
  maxRawFileSize: { kind: positive },
  minImageWidth: { kind: positive },
  minImageHeight: { kind: positive },
  maxImageWidth: { kind: positive },
  maxImageHeight: { kind: positive },
  validateMaxWidthHeight: { kind: flag, default: false },
};

const cropping = {
  /** "server" sends coordinates, as true does; "client", ours, sends only the part that is kept. */
  cropping: {
    kind: (value) => (["server", "client"].includes(value) ? value : flag(value)),
    default: false,
  },
  croppingAspectRatio: { kind: positive },
  croppingCoordinatesMode: { kind: choice("custom", "face"), default: "custom" },
  croppingDefaultSelectionRatio: { kind: positive, default: 1 },
  croppingShowBackButton: { kind: flag, default: false },
  croppingShowDimensions: { kind: flag, default: false },
  croppingValidateDimensions: { kind: flag, default: false },
  showSkipCropButton: { kind: flag, default: true },
};

const sending = {
  maxChunkSize: { kind: positive, default: 20_000_000 },
  maxRetries: { kind: countOrNone, default: 5 },
  maxConcurrent: { kind: count, default: 3 },
  uploadSignature: { kind: kinds.callableOrString },
  uploadSignatureTimestamp: { kind: positive },
  prepareUploadParams: { kind: kinds.callableOrString },
  preBatch: { kind: kinds.callable },
};

/** Options of the Upload API that go with every upload as they are. */
const parameters = {
  resourceType: { kind: choice("auto", "image", "video", "raw"), default: "auto" },
  publicId: parameter(string),
  publicIdPrefix: parameter(string),
  folder: parameter(string),
  assetFolder: parameter(string),
  useAssetFolderAsPublicIdPrefix: parameter(flag),
  displayName: parameter(string),
  filenameOverride: parameter(string),
  useFilename: parameter(flag),
  uniqueFilename: parameter(flag),
  useFilenameAsDisplayName: parameter(flag),
  discardOriginalFilename: parameter(flag),
  overwrite: parameter(flag),
  invalidate: parameter(flag),
  type: parameter(choice("upload", "private", "authenticated")),
  accessMode: parameter(string),
  tags: parameter(strings),
  context: parameter(kinds.objectOrString),
  metadata: parameter(kinds.objectOrString),
  detection: parameter(string),
  categorization: parameter(string),
  autoTagging: parameter(positive),
  moderation: parameter(string),
  qualityAnalysis: parameter(flag),
  accessibilityAnalysis: parameter(flag),
  colors: parameter(flag),
  faces: parameter(flag),
  phash: parameter(flag),
  imageMetadata: parameter(flag),
  mediaMetadata: parameter(flag),
  eager: parameter(kinds.anything),
  transformation: parameter(kinds.anything),
  notificationUrl: parameter(string),
  returnDeleteToken: parameter(flag),
  onSuccess: parameter(string),
  auditContext: parameter(kinds.objectOrString),
};

const page = {
  form: { kind: place },
  fieldName: { kind: string, default: "image" },
  thumbnails: { kind: place },
  thumbnailTransformation: {
    kind: kinds.anything,
    default: { width: 90, height: 60, crop: "limit" },
  },
  inlineContainer: { kind: place },
  buttonClass: { kind: string, default: "cloudinary-button" },
  buttonCaption: { kind: string, default: "Upload image" },
};

const look = {
  theme: { kind: string, default: "default" },
  styles: { kind: object, default: {} },
  language: { kind: string, default: "en" },
  text: { kind: object, default: {} },
  showPoweredBy: { kind: flag, default: true },
  showInsecurePreview: { kind: flag, default: true },
};

const behaviour = {
  autoMinimize: { kind: flag, default: false },
  singleUploadAutoClose: { kind: flag, default: true },
  showUploadMoreButton: { kind: flag, default: true },
  showCompletedButton: { kind: flag, default: false },
  queueViewPosition: { kind: string },
  showAdvancedOptions: { kind: flag, default: false },
  getTags: { kind: kinds.callable },
  getUploadPresets: { kind: kinds.callable },
};

/** @type {Object<string, Option>} */
export const OPTIONS = {
  ...account,
  ...files,
  ...cropping,
  ...sending,
  ...parameters,
  ...page,
  ...look,
  ...behaviour,
};

/** Options of Cloudinary's widget that have no effect here, and why. */
export const LEFT_OUT = {
  dropboxAppKey: "the source Dropbox is not available",
  facebookAppId: "the source Facebook is not available",
  googleApiKey: "the source image search is not available",
  googleDriveClientId: "the source Google Drive is not available",
  instagramClientId: "the source Instagram is not available",
  searchByRights: "the source image search is not available",
  searchBySites: "the source image search is not available",
  cloudinaryAnalytics: "this widget sends no analytics",
};
