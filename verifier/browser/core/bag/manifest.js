// SPDX-License-Identifier: Apache-2.0
// Manifests (13.4).

import { Wrong, byteOrder, text } from "../encoding/bytes.js";
import { LARGEST_TAG } from "../encoding/limits.js";
import { lines } from "../files/tree.js";
import { isStoredPath } from "./names.js";

/** Manifests of the payload, with the algorithm and the digits of each. */
export const MANIFESTS = /** @type {Record<string, [string, number]>} */ ({
  "manifest-sha256.txt": ["sha256", 64],
  "manifest-sha512.txt": ["sha512", 128],
  "manifest-sha3512.txt": ["sha3512", 128],
  "manifest-blake2b512.txt": ["blake2b512", 128],
});

/** A line of a manifest. @param {string} line @param {number} digits @returns {[string, string] | null} digest and path */
function manifestLine(line, digits) {
  const found = new RegExp(`^([0-9a-f]{${digits}})  (.+)$`, "s").exec(line);
  return found ? [found[2], found[1]] : null;
}

/** Read a manifest in its form (13.4), as a stream. @param {import("../files/tree.js").Ref} ref @param {number} digits @param {boolean} payload @param {(path: string, digest: string) => void} each */
export async function readManifest(ref, digits, payload, each) {
  if (!payload && ref.size > LARGEST_TAG) throw new Wrong("bag-form", "a tag manifest that is too large");
  let before = null;
  for await (const { line, ended } of lines(ref)) {
    const found = ended ? manifestLine(text(line), digits) : null;
    if (!found) throw new Wrong("bag-form", "a line of a manifest is not in its form");
    const [path, value] = found;
    if (before !== null && byteOrder(before, path) >= 0) throw new Wrong("bag-form", `${path}: order`);
    if (!isStoredPath(path) || payload !== path.startsWith("data/")) throw new Wrong("evidence-name", path);
    before = path;
    each(path, value);
  }
}
