// A large file whose connection is cut goes on where it was.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";

import { v2 as cloudinary } from "cloudinary";
import utils from "cloudinary/lib/utils/index.js";

import { FOLDER } from "./files.js";

const MIB = 1 << 20;
const ID = "resumed-by-node";
const { api_key: key, api_secret: secret, upload_prefix: prefix } = cloudinary.config();

/** The address of a line to the server that is cut when `bytes` have gone through it. */
function cutLine(bytes) {
  const { hostname, port } = new URL(prefix);
  let left = bytes;
  const line = createServer((client) => {
    const server = connect(Number(port), hostname);
    server.on("error", () => client.destroy()).on("data", (piece) => client.write(piece));
    client.on("error", () => server.destroy()).on("data", (piece) => {
      left -= piece.length;
      if (left > 0) server.write(piece);
      else {
        line.close();
        client.destroy();
        server.destroy();
      }
    });
  });
  return new Promise((resolve) =>
    line.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${line.address().port}`)),
  );
}

const uploadLarge = (file, options) =>
  new Promise((resolve, reject) => {
    cloudinary.uploader.upload_large(
      file,
      { resource_type: "raw", chunk_size: 5 * MIB, ...options },
      (error, result) => (error ?? result.error ? reject(error ?? result.error) : resolve(result)),
    );
  });

test("an upload that was cut goes on with what is missing", async (context) => {
  // The SDK invents a name for each upload; going on means keeping it.
  context.mock.method(utils, "random_public_id", () => ID);
  const file = join(FOLDER, "resumed.bin");
  const content = randomBytes(12 * MIB);
  await writeFile(file, content);

  await assert.rejects(uploadLarge(file, { upload_prefix: await cutLine(8 * MIB) }));
  const arrived = await fetch(`${prefix}/v1_1/demo/uploads/${ID}`, {
    headers: { Authorization: `Basic ${btoa(`${key}:${secret}`)}` },
  });
  assert.deepEqual((await arrived.json()).received, [[0, 5 * MIB]]);

  const uploaded = await uploadLarge(file);
  assert.equal(uploaded.etag, createHash("md5").update(content).digest("hex"));
});
