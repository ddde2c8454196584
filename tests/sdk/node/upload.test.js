// Uploads: whole, from a stream, from an address of data, in parts.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { v2 as cloudinary } from "cloudinary";

import { CAT, FOLDER } from "./files.js";

const md5 = (content) => createHash("md5").update(content).digest("hex");

test("a picture is uploaded and tagged", async () => {
  const cat = await cloudinary.uploader.upload(CAT, {
    public_id: "node/cat",
    categorization: "local_tagging",
    auto_tagging: 0.5,
    tags: ["by-node"],
    context: { alt: "A cat | with = signs" },
  });
  assert.equal(cat.public_id, "node/cat");
  assert.equal(cat.etag, md5(await readFile(CAT)));
  assert.ok(cat.tags.includes("by-node") && cat.tags.includes("cat"));
  assert.equal(cat.context.custom.alt, "A cat | with = signs");
  assert.ok(cat.info.categorization.local_tagging.data.length);
});

test("a stream is uploaded", async () => {
  const uploaded = await new Promise((resolve, reject) => {
    const stream = cloudinary.uploader.upload_stream(
      { resource_type: "auto", public_id: "node/stream" },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    createReadStream(CAT).pipe(stream);
  });
  assert.equal(uploaded.resource_type, "image");
  assert.equal(uploaded.etag, md5(await readFile(CAT)));
});

test("a data URI is uploaded without a signature", async () => {
  const content = await readFile(CAT);
  const uploaded = await cloudinary.uploader.unsigned_upload(
    `data:image/png;base64,${content.toString("base64")}`,
    "autotagging-preset",
  );
  assert.equal(uploaded.etag, md5(content));
});

test("a large file goes in parts whose number is not known before the last", async () => {
  const file = join(FOLDER, "large.bin");
  const content = randomBytes(12_000_000);
  await writeFile(file, content);
  const uploaded = await new Promise((resolve, reject) => {
    cloudinary.uploader.upload_large(
      file,
      { resource_type: "raw", chunk_size: 5_000_000, public_id: "node/large.bin", tags: "large" },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
  assert.equal(uploaded.public_id, "node/large.bin");
  assert.equal(uploaded.etag, md5(content));
  assert.deepEqual(uploaded.tags, ["large"]);
});

test("a stream goes in parts", async () => {
  const uploaded = await new Promise((resolve, reject) => {
    const stream = cloudinary.uploader.upload_chunked_stream(
      { resource_type: "image", chunk_size: 100_000 },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    createReadStream(CAT).pipe(stream);
  });
  assert.equal(uploaded.etag, md5(await readFile(CAT)));
  assert.equal(uploaded.format, "png");
});

test("a refusal says why", async () => {
  await assert.rejects(cloudinary.uploader.upload(CAT, { public_id: "a\u0000b" }), (error) => {
    assert.equal(error.http_code, 400);
    assert.match(error.message, /NUL/);
    return true;
  });
});
