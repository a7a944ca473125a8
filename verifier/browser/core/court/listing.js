// SPDX-License-Identifier: Apache-2.0
// `bundle.json`, and whether a bundle is complete (19.0).

import { Findings } from "../checks/findings.js";
import { Wrong, byteOrder, digest, isAuthority, isCount, isDigest, isOfficer, isText, isUuid, members, moment, plainTexts, utf8 } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LARGEST_LISTING } from "../encoding/limits.js";
import { ownFiles } from "./own_files.js";

/** @typedef {import("../files/tree.js").Tree} Tree */

const LISTING = ["authority", "officer", "bag", "event", "exported", "files", "network", "package", "reason", "seal", "version"];
const NOT_LISTED = ownFiles("bundle.json");

/** Read `bundle.json` in its form (19.0). @param {Uint8Array} bytes @returns {any} */
export function readListing(bytes) {
  const found = canonicalObject(bytes, { limit: LARGEST_LISTING, most: Infinity });
  const code = "bundle-listing-form";
  members(found, LISTING, code);
  plainTexts(found.reason);
  let fits =
    found.version === 1 &&
    isAuthority(found.authority) &&
    (found.officer === null || isOfficer(found.officer)) &&
    isDigest(found.bag) &&
    isDigest(found.event) &&
    moment(found.exported) !== null &&
    isDigest(found.network) &&
    isUuid(found.package) &&
    isText(found.reason) &&
    isDigest(found.seal) &&
    Array.isArray(found.files);
  let before = null;
  for (const one of fits ? found.files : []) {
    fits &&= one && typeof one === "object" && Object.keys(one).length === 3 && typeof one.path === "string" && isDigest(one.sha256) && isCount(one.size);
    fits &&= one.path.split("/").every((/** @type {string} */ part) => part !== "" && part !== "." && part !== "..");
    fits &&= before === null || byteOrder(before, one.path) < 0;
    before = one.path;
  }
  if (!fits) throw new Wrong(code);
  return found;
}

/** Make the check `bundle-complete`, but for the form of `bundle.json`. @param {Tree} tree @param {any} listing */
export async function judgeComplete(tree, listing) {
  const found = new Findings();
  if (!listing) return found;
  const expected = new Map(listing.files.map((/** @type {any} */ one) => [one.path, one]));
  for (const [path] of tree.odd) found.fail("bundle-not-a-file", path);
  for (const path of tree.folders) if (path !== "bag/data" && tree.isEmpty(path)) found.fail("bundle-file-unlisted", path);
  for (const [path, ref] of tree.files) {
    const one = expected.get(path);
    expected.delete(path);
    if (NOT_LISTED.test(path)) {
      if (one) found.fail("bundle-listing-form", path);
    } else if (!one) found.fail("bundle-file-unlisted", path);
    else if (one.sha256 !== ref.digests.sha256 || one.size !== ref.size) found.fail("bundle-digest", path);
  }
  for (const path of expected.keys()) found.fail("bundle-file-missing", path);
  const sums = tree.files.get("SHA256SUMS");
  if (sums) {
    const listed = listing.files.filter((/** @type {any} */ one) => one.path !== "SHA256SUMS");
    const written = utf8(listed.map((/** @type {any} */ one) => `${one.sha256}  ${one.path}\n`).join(""));
    if (digest(written) !== sums.digests.sha256) found.fail("bundle-sums-differ");
  } else if (!listing.files.some((/** @type {any} */ one) => one.path === "SHA256SUMS")) found.fail("bundle-file-missing", "SHA256SUMS");
  return found;
}
