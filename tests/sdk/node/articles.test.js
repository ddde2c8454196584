// The examples for Node of the articles that this project was made after, as they are printed there.

import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { chdir } from "node:process";
import { before, test } from "node:test";

import cloudinary from "cloudinary";

import { CAT, FOLDER } from "./files.js";

before(async () => {
  chdir(FOLDER);
  for (const name of ["koala.jpg", "landscape.jpg", "cute_puppy.jpg", "brangelina.jpg", "steve.jpg"])
    await copyFile(CAT, name);
});

/** What `call` hands to its callback, in the first version of the SDK's interface. */
const first = (call) => new Promise((resolve) => call((result) => resolve(result)));

/** What `call` hands to its callback, in the second version. */
const second = (call) =>
  new Promise((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))));

const rows = (result, engine) => result.info.categorization[engine].data;

test("Imagga names the categories of an upload", async () => {
  const result = await first((done) =>
    cloudinary.uploader.upload("koala.jpg", done, { categorization: "imagga_tagging" }),
  );
  assert.ok(rows(result, "imagga_tagging").some(({ tag }) => tag === "cat"));
});

test("Imagga names the categories of what is stored", async () => {
  await cloudinary.v2.uploader.upload("landscape.jpg", { public_id: "landscape" });
  const result = await first((done) =>
    cloudinary.api.update("landscape", done, { categorization: "imagga_tagging" }),
  );
  assert.equal(result.public_id, "landscape");
  assert.ok(rows(result, "imagga_tagging").length);
});

test("what reaches the threshold becomes a tag", async () => {
  const result = await first((done) =>
    cloudinary.uploader.upload("landscape.jpg", done, { categorization: "imagga_tagging", auto_tagging: 0.4 }),
  );
  const kept = rows(result, "imagga_tagging").filter(({ confidence }) => confidence >= 0.4);
  assert.deepEqual([...result.tags].sort(), kept.map(({ tag }) => tag).sort());
});

test("Amazon Rekognition's labels", async () => {
  const result = await second((done) =>
    cloudinary.v2.uploader.upload("cute_puppy.jpg", { categorization: "aws_rek_tagging" }, done),
  );
  assert.ok(rows(result, "aws_rek_tagging").length);
});

test("Amazon Rekognition's faces", async () => {
  const result = await second((done) =>
    cloudinary.v2.uploader.upload("brangelina.jpg", { detection: "aws_rek_face" }, done),
  );
  assert.deepEqual(Object.keys(result.info.detection.aws_rek_face.data), ["celebrity_faces", "unrecognized_faces"]);
});

test("faces and labels together, with a threshold", async () => {
  const result = await second((done) =>
    cloudinary.v2.uploader.upload(
      "steve.jpg",
      { detection: "aws_rek_face", categorization: "aws_rek_tagging", auto_tagging: 0.7 },
      done,
    ),
  );
  assert.ok(result.info.detection.aws_rek_face);
  assert.ok(result.tags.length);
});

test("the tag of an image leads to this server", () => {
  // This SDK asks for https unless it is told otherwise; the server of the tests has none.
  const host = new URL(process.env.CLOUDINARY_URL).searchParams.get("cname");
  const tag = cloudinary.image("landscape.jpg", { secure: false });
  assert.ok(tag.includes(`http://${host}/demo/image/upload/`), tag);
});
