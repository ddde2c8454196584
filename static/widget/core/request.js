/** From a widget's options to an upload request: its address, its fields and its signature. */

import { UploadError } from "./upload.js";

/** `|` separates pairs and `=` a key from its value, so both are escaped inside them. */
function contextField(context) {
  if (typeof context === "string") return context;
  const pairs = Object.entries(context.custom ?? context);
  const escape = (value) => String(value).replace(/[|=]/g, "\\$&");
  return pairs.map(([key, value]) => `${escape(key)}=${escape(value)}`).join("|");
}

/** @param {import("./options.js").WidgetOptions} options */
function uploadFields({ uploadPreset, folder, publicId, tags, context }) {
  const fields = {
    upload_preset: uploadPreset,
    folder,
    public_id: publicId,
    tags: tags?.length ? tags.join(",") : undefined,
    context: context && contextField(context),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

/** Asks the site's function for a signature; it answers through a callback, now or later. */
function askForSignature(uploadSignature, parameters) {
  return new Promise((resolve, reject) => {
    const answer = (signature) =>
      signature ? resolve(signature) : reject(new UploadError("signature"));
    try {
      uploadSignature(answer, parameters);
    } catch (error) {
      reject(new UploadError("signature", { message: error.message }));
    }
  });
}

/**
 * The fields that make an upload a signed one. `source: "uw"` is part of what back ends written for
 * Cloudinary's widget sign.
 */
async function signedFields(fields, { uploadSignature, uploadSignatureTimestamp, apiKey }) {
  const timestamp = uploadSignatureTimestamp ?? Math.floor(Date.now() / 1000);
  const parameters = { ...fields, source: "uw", timestamp: String(timestamp) };
  const answer =
    typeof uploadSignature === "function"
      ? await askForSignature(uploadSignature, { ...parameters })
      : uploadSignature;
  if (!answer.signature && typeof answer !== "string") throw new UploadError("signature");
  if (typeof answer === "string") return { ...parameters, api_key: apiKey, signature: answer };
  return {
    ...parameters,
    api_key: answer.apiKey ?? answer.api_key ?? apiKey,
    timestamp: String(answer.timestamp ?? timestamp),
    signature: answer.signature,
  };
}

/**
 * @param {string} origin the server's, e.g. "https://tags.example"
 * @param {import("./options.js").WidgetOptions} options
 * @returns {Promise<{url: string, fields: Object<string, string>}>} rejects with UploadError
 */
export async function uploadRequest(origin, options) {
  const { cloudName, resourceType, uploadSignature } = options;
  const path = [cloudName ?? "", resourceType].map(encodeURIComponent).join("/");
  const fields = uploadFields(options);
  return {
    url: `${origin}/v1_1/${path}/upload`,
    fields: uploadSignature ? await signedFields(fields, options) : fields,
  };
}
