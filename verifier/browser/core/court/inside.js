// SPDX-License-Identifier: Apache-2.0
// The directory inside a bundle, and the network's identity (18.9).

import { Findings } from "../checks/findings.js";
import { readDirectory, walkRoots } from "../directory/directory.js";
import { askRoot } from "../directory/given.js";
import { Wrong, digest, moment, same } from "../encoding/bytes.js";
import { UNREAD } from "../files/tree.js";
import { judgeStamps } from "../signatures/stamps.js";
import { Trust } from "../signatures/trust.js";

/** @typedef {import("../directory/directory.js").Directory} Directory */
/** @typedef {import("../seal/folder.js").SealFolder} SealFolder */
/** @typedef {import("../files/tree.js").Tree} Tree */

/** Read the directory inside, and find the moment as of which it is read (18.9).
 * @param {Tree} tree @param {import("../directory/given.js").Given} given @param {SealFolder} seal @param {any} listing @param {number} now */
export function readInside(tree, given, seal, listing, now) {
  const read = (/** @type {string} */ path) => tree.bytes(`directory/${path}`);
  const endings = [...tree.files.keys()].map((path) => /\.([a-z]{2})(\.officers)?\.json$/.exec(path)?.[1]).filter(Boolean);
  const lies = (/** @type {string} */ state) => endings.includes(state.toLowerCase());
  const attempt = (/** @type {number | null} */ at) => {
    try {
      return { directory: readDirectory(read, { at, lies }), wrong: null };
    } catch (error) {
      if (error instanceof Wrong) return { directory: null, wrong: error };
      throw error;
    }
  };
  const published = attempt(null);
  /** @type {Directory | null} */
  let newest = published.directory;
  const copy = given.copy();
  const firstRoot = read("metadata/1.root.json");
  const network = firstRoot && firstRoot !== UNREAD ? digest(firstRoot) : null;
  if (copy && copy.network === network && (!newest || copy.version >= newest.version)) newest = copy;
  const trust = Object.assign(new Trust(), { now, given: true, inside: true, first: published.directory, newest, own: copy });
  let at = null;
  let inside = null;
  if (tree.bytes("seal/seal.json")) {
    const stamps = judgeStamps({ names: seal.names, read: (path) => seal.bytes(path), document: "seal.json", trust });
    for (const token of stamps.counting) {
      const one = attempt(token.at);
      const listed = [...(one.directory?.entries.values() ?? [])].some((entry) =>
        entry.certificates.some((it) => it.use === "tsa" && same(it.certificate.bytes, /** @type {any} */ (token.certificate).bytes) && it.from <= Number(token.at) && Number(token.at) < it.until && (!it.ended || Number(token.at) < it.ended.at)),
      );
      if (one.directory && listed) {
        at = Number(token.at);
        inside = one;
        break;
      }
    }
  }
  if (at === null) {
    at = moment(listing?.exported) ?? now;
    inside = attempt(at);
  }
  return { directory: inside?.directory ?? null, wrong: inside?.wrong ?? null, newest, at, network, copy, lies, read };
}

/** Make the check `identity`; return whether what the reader gave vouches for the root. @param {ReturnType<typeof readInside>} inside @param {import("../directory/given.js").Given} given @param {number} at */
export function judgeIdentity(inside, given, at) {
  const found = new Findings();
  const chain = found.try(() => walkRoots(inside.read, at));
  if (!chain) return { found, vouched: false };
  let vouched = false;
  for (const one of given.fingerprints) {
    if (one !== chain.network) found.fail("bundle-identity", "the fingerprint is of another root");
    else vouched = true;
  }
  for (const one of given.copies) {
    if (one.network !== chain.network) found.fail("bundle-identity", "the copy is of another network");
    one.roots.forEach((root, index) => {
      const own = chain.roots[index];
      if (own && !same(own.bytes, root.bytes)) found.fail("bundle-identity", `root ${index + 1} is another`);
    });
    vouched ||= one.network === chain.network;
  }
  let asked = false;
  for (const one of given.roots)
    found.try(() => {
      asked = true;
      if (askRoot(chain.roots, chain.network, one)) vouched = true;
    });
  if (asked && !vouched && !given.copies.length && !found.fails.length) found.lack("bundle-identity", "no root that was given vouches");
  return { found, vouched };
}
