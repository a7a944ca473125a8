// SPDX-License-Identifier: Apache-2.0
// The verdict on a folder: its kind, all its checks, and what they come to (15.2, 15.3).

import { Checks } from "./checks/checks.js";
import { judgeBundle } from "./court/bundle.js";
import { judgeDisclosure } from "./court/disclosure.js";
import { judgeSealed } from "./seal/package.js";

/** @typedef {import("./checks/checks.js").Check} Check */
/** @typedef {import("./directory/given.js").Given} Given */
/** @typedef {import("./files/tree.js").Tree} Tree */

/** Nothing that this program judges lies in the folder. */
export class NothingJudged extends Error {}

/** Determine the kind of a folder (15.2). @param {Tree} tree */
function kindOf(tree) {
  const file = (/** @type {string} */ name) => tree.files.has(name);
  const folder = (/** @type {string} */ name) => tree.folders.has(name);
  if (file("certificate.json")) return "certificate";
  if (file("bundle.json") || ["bag", "seal", "directory"].filter(folder).length >= 2) return "bundle";
  if (file("disclosure.json") || (file("items.jsonl") && folder("package"))) return "disclosure";
  if (file("seal.json") || file("package.age")) return "sealed";
  if (file("bagit.txt") || file("tagmanifest-sha256.txt")) return "bag";
  return null;
}

/** Verify what lies in a folder.
 * @param {Tree} tree @param {Given} given @param {number} now seconds
 * @param {{progress?: (bytes: number) => void}} [how] */
export async function verify(tree, given, now, { progress = () => {} } = {}) {
  const kind = kindOf(tree);
  if (kind === null) throw new NothingJudged();
  given.copy();
  await tree.hold();
  const result = { kind, checks: /** @type {Check[]} */ ([]), outcome: "undecided", facts: /** @type {any} */ (null), root: /** @type {string | null} */ (null), basis: given.anything ? "given" : "brought", exporter: /** @type {any} */ (null) };
  const checks = new Checks();
  if (kind === "sealed") Object.assign(result, await judgeSealed(tree, given, now, checks, progress));
  else if (kind === "bundle") Object.assign(result, await judgeBundle(tree, given, now, checks, progress));
  else if (kind === "disclosure") Object.assign(result, await judgeDisclosure(tree, given, now, checks, progress));
  else checks.notMade(kind === "bag" ? "bag-form" : "certificate");
  result.checks = checks.list;
  result.outcome = checks.outcome;
  return result;
}
