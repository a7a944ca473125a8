// SPDX-License-Identifier: Apache-2.0
// A bag's form, size and manifests, and what its first seal says of it (13.2 to 13.4, section 15).

import { Findings } from "../checks/findings.js";
import { Wrong, latin1 } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { lacking } from "./bag.js";
import { MANIFESTS, readManifest } from "./manifest.js";
import { offsetsHold } from "./offsets.js";

/** @typedef {import("./bag.js").Bag} Bag */

const BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const REQUIRED = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "case.jsonld", "conditions.json", "inventory.jsonl", "items-root.txt", "package-secret.bin", "tagmanifest-sha256.txt"];
const TABLE_FILES = [...REQUIRED, "manifest-sha512.txt", "manifest-sha3512.txt", "manifest-blake2b512.txt", "media.json", "members.jsonl", "tagmanifest-sha256.txt.p256.p7s", "tagmanifest-sha256.txt.mldsa65.p7s", "offsets"];
const NOT_LISTED = new Set(["tagmanifest-sha256.txt", "tagmanifest-sha256.txt.p256.p7s", "tagmanifest-sha256.txt.mldsa65.p7s", "offsets"]);

/** Read the nodes of `case.jsonld` in its form (section 15, 1). @param {Bag} bag @returns {any[]} */
export function caseGraph(bag) {
  const graph = canonicalObject(bag.bytes("case.jsonld") ?? new Uint8Array())["@graph"];
  if (!Array.isArray(graph) || !graph.every((one) => one && typeof one === "object" && !Array.isArray(one) && typeof one["@id"] === "string")) throw new Wrong("bag-form", "@graph");
  return graph;
}

/** Make the check `bag-form`. @param {Bag} bag */
export function judgeForm(bag) {
  const found = new Findings();
  const { tree, prefix } = bag;
  if (!tree.folders.has(bag.folder)) found.fail("bag-form", bag.folder);
  for (const one of bag.badNames) found.fail("evidence-name", one);
  for (const one of bag.odd) found.fail("bag-form", one);
  for (const one of REQUIRED) if (!bag.has(one)) found.fail("bag-file-missing", one);
  if (!tree.folders.has(`${prefix}data`)) found.fail("bag-file-missing", "data");
  for (const one of TABLE_FILES) if (tree.folders.has(prefix + one)) found.fail("bag-form", one);
  for (const one of ["data", "request", "earlier"]) if (tree.files.has(prefix + one)) found.fail("bag-form", one);
  if (bag.has("bagit.txt") && latin1(bag.bytes("bagit.txt")) !== BAGIT) found.fail("bag-form", "bagit.txt");
  for (const one of bag.tags) {
    if (one === "fetch.txt") found.fail("bag-form", one);
    if (/^manifest-[^/]*\.txt$/.test(one) && !MANIFESTS[one]) found.fail("bag-form", one);
    if (/^tagmanifest-[^/]*\.txt$/.test(one) && one !== "tagmanifest-sha256.txt") found.fail("bag-form", one);
  }
  if (bag.has("case.jsonld")) found.try(() => caseGraph(bag), "case.jsonld");
  return found;
}

/** Make the check `bag-size`. @param {Bag} bag */
export function judgeSize(bag) {
  const found = new Findings();
  if (!bag.has("bag-info.txt")) return lacking(found, "bag-info.txt");
  found.add(bag.infoWrong);
  if (bag.info) {
    const bytes = bag.payload.reduce((sum, one) => sum + bag.ref(one).size, 0);
    if (bag.info.oxum !== `${bytes}.${bag.payload.length}`) found.fail("bag-payload-oxum", bag.info.oxum);
  }
  return found;
}

/** Make the check `bag-tags`. @param {Bag} bag */
export async function judgeTags(bag) {
  const found = new Findings();
  if (!bag.has("tagmanifest-sha256.txt")) return lacking(found, "tagmanifest-sha256.txt");
  const expected = new Set(bag.tags.filter((one) => !NOT_LISTED.has(one)));
  try {
    await readManifest(bag.ref("tagmanifest-sha256.txt"), 64, false, (path, value) => {
      if (!expected.delete(path)) found.fail("bag-file-missing", path);
      else if (bag.sha256(path) !== value) found.fail("bag-digest", path);
    });
    for (const one of expected) found.fail("bag-file-unlisted", one);
  } catch (error) {
    found.caught(error, "tagmanifest-sha256.txt");
  }
  return found;
}

/** Make the check `bag-files`. @param {Bag} bag */
export async function judgeFiles(bag) {
  const found = new Findings();
  if (!bag.has("manifest-sha256.txt")) return lacking(found, "manifest-sha256.txt");
  for (const [name, [algorithm, digits]] of Object.entries(MANIFESTS)) {
    if (!bag.has(name)) continue;
    const expected = new Set(bag.payload);
    try {
      await readManifest(bag.ref(name), digits, true, (path, value) => {
        if (!expected.delete(path)) found.fail("bag-file-missing", path);
        else if (bag.ref(path).digests[algorithm] !== value) found.fail("bag-digest", path);
      });
      for (const one of expected) found.fail("bag-file-unlisted", one);
    } catch (error) {
      found.caught(error, name);
    }
  }
  if (bag.tree.folders.has(`${bag.prefix}offsets`) || bag.odd.includes("offsets")) {
    if (!found.fails.length) found.lack("bag-form", "offsets");
  } else if (bag.has("offsets") && !found.fails.length) {
    if (!bag.info) found.lack("needs", "bag-size");
    else
      try {
        if (!(await offsetsHold(bag, bag.info.package))) found.fail("tar-offsets");
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        found.fail("tar-offsets", error.detail);
      }
  }
  return found;
}

/** Make the check `bag-sealed`: what `bag-info.txt` says is what the first seal says. @param {Bag} bag @param {any} seal */
export function judgeSealed(bag, seal) {
  const found = new Findings();
  if (!seal) found.lack("needs", "seal-form");
  if (bag.digest === null) found.lack("needs", "bag-tags");
  if (!bag.info) found.lack("needs", "bag-size");
  if (found.lacks.length || !bag.info) return found;
  if (seal.bag !== bag.digest) found.fail("seal-bag");
  const differs = (/** @type {boolean} */ yes, /** @type {string} */ name) => {
    if (yes) found.fail("seal-bag-info", name);
  };
  differs(seal.package !== bag.info.package, "package");
  differs(seal.sender !== bag.info.sender, "sender");
  differs(seal.thread !== bag.info.thread, "thread");
  differs(seal.network !== bag.info.network, "network");
  const pairs = (/** @type {any[]} */ list) => list.map((one) => `${one.authority} ${one.recipient}`).join("\n");
  differs(pairs(seal.recipients) !== pairs(bag.info.recipients), "recipients");
  return found;
}
