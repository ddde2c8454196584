/** Runs the stages of preparation/index.js that want a file. */

import { STAGES } from "../preparation/index.js";

/**
 * @param {File} file
 * @param {"choosing"|"sending"} when
 * @param {import("../preparation/index.js").PreparationContext} context
 * @returns {Promise<import("../preparation/index.js").Prepared|null>} null when the visitor dropped it
 */
export async function prepare(file, when, context) {
  let prepared = { file, parameters: {} };
  for (const stage of STAGES) {
    if (stage.when !== when || !stage.wants(prepared.file, context.options)) continue;
    const module = await stage.load();
    const outcome = await module.prepare(prepared.file, context);
    if (!outcome) return null;
    const parameters = { ...prepared.parameters, ...outcome.parameters };
    prepared = { file: outcome.file, parameters };
  }
  return prepared;
}
