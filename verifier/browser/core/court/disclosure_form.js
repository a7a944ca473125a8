// SPDX-License-Identifier: Apache-2.0
// The forms of a partial disclosure: `disclosure.json` and `items.jsonl` (19.1).

import { conditionsForm } from "../bag/conditions.js";
import { readInventoryLine } from "../bag/inventory.js";
import { Findings } from "../checks/findings.js";
import { Wrong, byteOrder, isAuthority, isCount, isDigest, isOfficer, isText, isUuid, join, members, moment, plainTexts, unhex, utf8 } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LONGEST_LINE, LONGEST_PROOF_PATH, MOST_DOCUMENTS } from "../encoding/limits.js";
import { ownFiles } from "./own_files.js";

/** @typedef {import("../files/tree.js").Tree} Tree */

export const FORM_CODE = "disclosure-form";
const MEMBERS = ["authority", "officer", "bag", "package", "sender", "giver", "conditions", "count", "root", "disclosed", "documents", "items", "files", "size", "network", "reason", "selection", "version", "withheld"];
const OWN = ownFiles("disclosure.json");
const WITHHELD = ["bag-info.txt", "conditions.json", "seal"];

/** Read `disclosure.json` in its form. @param {Uint8Array} bytes @returns {any} */
export function readDisclosure(bytes) {
  const found = canonicalObject(bytes);
  members(found, MEMBERS, FORM_CODE);
  plainTexts(found);
  conditionsForm(found.conditions, false);
  let fits =
    found.version === 1 &&
    isAuthority(found.authority) &&
    (found.officer === null || isOfficer(found.officer)) &&
    isDigest(found.bag) &&
    isUuid(found.package) &&
    isAuthority(found.sender) &&
    (found.giver === null || isAuthority(found.giver)) &&
    isCount(found.count) &&
    isDigest(found.root) &&
    moment(found.disclosed) !== null &&
    isCount(found.items) &&
    isCount(found.files) &&
    isCount(found.size) &&
    (found.network === null || isDigest(found.network)) &&
    isText(found.reason) &&
    isDigest(found.selection) &&
    Array.isArray(found.withheld) &&
    found.withheld.every((/** @type {any} */ one, /** @type {number} */ index) => WITHHELD.includes(one) && (!index || found.withheld[index - 1] < one)) &&
    Array.isArray(found.documents) &&
    found.documents.length <= MOST_DOCUMENTS;
  let before = null;
  for (const one of fits ? found.documents : []) {
    fits &&= one && typeof one === "object" && Object.keys(one).length === 3 && typeof one.path === "string" && isDigest(one.sha256) && isCount(one.size);
    fits &&= before === null || byteOrder(before, one.path) < 0;
    fits &&= one.path.split("/").every((/** @type {string} */ part) => part !== "" && part !== "." && part !== "..");
    before = one.path;
  }
  if (!fits) throw new Wrong(FORM_CODE);
  return found;
}

/** Make the check `disclosure-form`, but for the form of `disclosure.json`. @param {Tree} tree @param {any} document */
export function judgeForm(tree, document) {
  const found = new Findings();
  if (!tree.files.has("disclosure.json.p256.p7s")) found.fail(FORM_CODE, "disclosure.json.p256.p7s");
  for (const [path] of tree.odd) found.fail("disclosure-file-extra", path);
  for (const path of tree.folders) {
    if (tree.isEmpty(path)) found.fail("disclosure-file-extra", path);
    if (OWN.test(path) || path === "items.jsonl" || path === "SHA256SUMS") found.fail("disclosure-file-extra", path);
  }
  if (!document) return found;
  const expected = new Map(document.documents.map((/** @type {any} */ one) => [one.path, one]));
  for (const [path, ref] of tree.files) {
    if (path.startsWith("items/")) continue;
    if (OWN.test(path)) {
      if (expected.delete(path)) found.fail(FORM_CODE, path);
      continue;
    }
    const one = expected.get(path);
    expected.delete(path);
    if (!one) found.fail("disclosure-file-extra", path);
    else if (one.sha256 !== ref.digests.sha256 || one.size !== ref.size) found.fail("disclosure-file-changed", path);
  }
  for (const path of expected.keys()) found.fail("disclosure-file-missing", path);
  if (tree.files.get("items.jsonl")?.digests.sha256 !== document.selection) found.fail(FORM_CODE, "selection");
  return found;
}

/** @typedef {{index: number, line: any, bytes: Uint8Array, proof: Uint8Array[], salt: Uint8Array}} Item */

/** Read `items.jsonl`, each line in its form. @param {Uint8Array} bytes @returns {{items: Item[], found: Findings}} */
export function readItems(bytes) {
  const found = new Findings();
  /** @type {Item[]} */
  const items = [];
  let at = 0;
  while (at < bytes.length) {
    let end = bytes.indexOf(10, at);
    if (end < 0) {
      found.fail(FORM_CODE, "items.jsonl: the last line has no end");
      end = bytes.length;
    }
    const line = bytes.subarray(at, end);
    at = end + 1;
    found.try(() => {
      const one = canonicalObject(line, { limit: 2 * LONGEST_LINE });
      members(one, ["index", "line", "proof", "salt"], FORM_CODE);
      const fits = isCount(one.index) && typeof one.line === "string" && isDigest(one.salt) && Array.isArray(one.proof) && one.proof.length <= LONGEST_PROOF_PATH && one.proof.every(isDigest);
      if (!fits) throw new Wrong(FORM_CODE, "items.jsonl");
      const own = utf8(one.line);
      items.push({ index: one.index, line: readInventoryLine(own), bytes: join(own, new Uint8Array([10])), proof: one.proof.map(unhex), salt: unhex(one.salt) });
    }, "items.jsonl");
  }
  for (let i = 1; i < items.length; i++) if (items[i].index <= items[i - 1].index) found.fail(FORM_CODE, "items.jsonl: order");
  if (!items.length) found.fail(FORM_CODE, "no item");
  return { items, found };
}
