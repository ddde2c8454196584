// What is stored is renamed, tagged, described and deleted.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { v2 as cloudinary } from "cloudinary";

import { CAT } from "./files.js";

const { uploader, api } = cloudinary;

before(async () => {
  await uploader.upload(CAT, { public_id: "node/methods", tags: ["first"] });
});

test("tags are added, replaced and removed", async () => {
  await uploader.add_tag("second", ["node/methods"]);
  assert.deepEqual((await api.resource("node/methods")).tags, ["first", "second"]);
  await uploader.replace_tag("third", ["node/methods"]);
  assert.deepEqual((await api.resource("node/methods")).tags, ["third"]);
  await uploader.remove_all_tags(["node/methods"]);
  assert.deepEqual((await api.resource("node/methods")).tags ?? [], []);
});

test("context is added and removed", async () => {
  await uploader.add_context("alt=A cat", ["node/methods"]);
  assert.equal((await api.resource("node/methods")).context.custom.alt, "A cat");
  await uploader.remove_all_context(["node/methods"]);
  assert.deepEqual((await api.resource("node/methods")).context ?? {}, {});
});

test("what is stored is looked at again", async () => {
  const result = await uploader.explicit("node/methods", {
    type: "upload",
    tags: ["explicit"],
    categorization: "local_tagging",
    auto_tagging: 0.5,
    colors: true,
  });
  assert.equal(result.public_id, "node/methods");
  assert.ok(result.tags.includes("explicit") && result.tags.includes("cat"));
  assert.ok(result.colors.length);
});

test("an asset is renamed and deleted", async () => {
  const renamed = await uploader.rename("node/methods", "node/renamed");
  assert.equal(renamed.public_id, "node/renamed");
  await assert.rejects(api.resource("node/methods"), (error) => error.error.http_code === 404);
  assert.deepEqual(await uploader.destroy("node/renamed"), { result: "ok" });
  assert.deepEqual(await uploader.destroy("node/renamed"), { result: "not found" });
});
