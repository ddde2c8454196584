/** Signatures and parameters that the site's own code or its server gives. */

import { UploadError } from "./upload-error.js";

const isAddress = (value) => /^(https?:)?\/|^\.{1,2}\//.test(value);

/** Calls a function of the site that answers through a callback, now or later. */
function askSite(ask, question) {
  return new Promise((resolve, reject) => {
    const refuse = (error) => reject(new UploadError("signature", { message: error?.message }));
    try {
      const returned = ask(resolve, question);
      // An asynchronous function that fails never calls back.
      if (returned instanceof Promise) returned.catch(refuse);
    } catch (error) {
      refuse(error);
    }
  });
}

/** Posts JSON to an endpoint of the site, with the visitor's cookies for that site. */
async function askEndpoint(address, question, signal) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "same-origin",
      body: JSON.stringify(question),
      signal,
    });
  } catch {
    throw new UploadError(signal.aborted ? "aborted" : "connection");
  }
  const body = await response.text();
  if (!response.ok) throw new UploadError("signature", { status: response.status });
  try {
    return JSON.parse(body);
  } catch {
    return body.trim();
  }
}

/**
 * Asks the option `prepareUploadParams` what to send with a file.
 * @param {Function|string} prepare
 * @param {Object} parameters what would be sent, in camelCase
 * @param {AbortSignal} signal
 * @returns {Promise<Object>} what is sent instead or in addition, in camelCase or snake_case; rejects
 *   with UploadError
 */
export async function preparedParameters(prepare, parameters, signal) {
  const answer =
    typeof prepare === "string"
      ? await askEndpoint(prepare, parameters, signal)
      : await askSite(prepare, parameters);
  const [prepared] = [answer].flat();
  if (!prepared || typeof prepared !== "object") throw new UploadError("signature");
  if (prepared.cancel) throw new UploadError("site");
  return prepared;
}

/**
 * Makes an upload a signed one. `source: "uw"` is part of what back ends written for Cloudinary's
 * widget sign; parameters are in snake_case and strings, as they are sent.
 *
 * @param {Object<string, string>} fields
 * @param {import("./options.js").WidgetOptions} options
 * @param {AbortSignal} signal
 * @returns {Promise<Object<string, string>>} the fields with their signature; rejects with
 *   UploadError
 */
export async function signedFields(fields, options, signal) {
  const { uploadSignature, uploadSignatureTimestamp, apiKey } = options;
  const timestamp = uploadSignatureTimestamp ?? Math.floor(Date.now() / 1000);
  const parameters = { ...fields, source: "uw", timestamp: String(timestamp) };
  let answer = uploadSignature;
  if (typeof answer === "function") answer = await askSite(answer, { ...parameters });
  else if (isAddress(answer)) {
    answer = await askEndpoint(answer, { paramsToSign: parameters }, signal);
  }
  if (typeof answer === "string" && answer) {
    return { ...parameters, api_key: apiKey, signature: answer };
  }
  if (!answer?.signature) throw new UploadError("signature");
  return {
    ...parameters,
    api_key: answer.apiKey ?? answer.api_key ?? apiKey,
    timestamp: String(answer.timestamp ?? timestamp),
    signature: answer.signature,
  };
}

/** @param {Object} given names in camelCase or snake_case; @returns {Object} in camelCase */
export function inCamelCase(given) {
  const rename = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [rename(name), value]));
}
