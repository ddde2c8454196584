/** From a widget's options and a file to an upload request: its address, fields and signature. */

import { OPTIONS } from "./option-table.js";
import { uploadFields } from "./parameters.js";
import { inCamelCase, preparedParameters, signedFields } from "./signing.js";

/** Options that a site's `prepareUploadParams` is told, beside the parameters. */
const TOLD = ["resourceType", ...Object.keys(OPTIONS).filter((name) => OPTIONS[name].parameter)];

/** What would be sent, for the site's own code to look at and to change. */
function toldParameters(options, timestamp) {
  const known = TOLD.map((name) => [name, options[name]]);
  const told = Object.fromEntries(known.filter(([, value]) => value !== undefined));
  return { ...told, source: "uw", timestamp };
}

async function prepareBySite(options, signal) {
  const timestamp = Math.floor(Date.now() / 1000);
  const told = toldParameters(options, timestamp);
  const prepared = inCamelCase(await preparedParameters(options.prepareUploadParams, told, signal));
  const { signature, uploadSignatureTimestamp, timestamp: itsOwn, ...changes } = prepared;
  return {
    changed: { ...options, ...changes },
    uploadSignature: signature,
    uploadSignatureTimestamp: uploadSignatureTimestamp ?? itsOwn ?? timestamp,
  };
}

/**
 * @param {string} origin the server's, e.g. "https://tags.example"
 * @param {import("./options.js").WidgetOptions} options
 * @param {Object<string, string>} parameters fields that the file's preparation adds
 * @param {AbortSignal} signal
 * @returns {Promise<{url: string, fields: Object<string, string>}>} rejects with UploadError
 */
export async function uploadRequest(origin, options, parameters, signal) {
  let signing = options;
  let sent = options;
  if (options.prepareUploadParams) {
    const { changed, ...signature } = await prepareBySite(options, signal);
    sent = changed;
    signing = { ...changed, ...signature };
  }
  const fields = { ...uploadFields(sent), ...parameters };
  const path = [sent.cloudName ?? "", sent.resourceType].map(encodeURIComponent).join("/");
  return {
    url: `${origin}/v1_1/${path}/upload`,
    fields: signing.uploadSignature ? await signedFields(fields, signing, signal) : fields,
  };
}
