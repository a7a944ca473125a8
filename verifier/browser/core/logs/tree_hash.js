// SPDX-License-Identifier: Apache-2.0
// The tree hash of a log, a segment list and the items of a bag (RFC 6962).

import { Wrong, join, sha256 } from "../encoding/bytes.js";

/** @param {Uint8Array} left @param {Uint8Array} right */
const node = (left, right) => sha256(join(new Uint8Array([1]), left, right));
/** Hash an entry as a leaf. @param {Uint8Array} entry */
export const leaf = (entry) => sha256(join(new Uint8Array([0]), entry));

/** Compute the root to which a path leads (RFC 9162 2.1.3.2); throws if the path has another length. */
export function rootOf(/** @type {Uint8Array} */ hash, /** @type {bigint} */ index, /** @type {bigint} */ size, /** @type {Uint8Array[]} */ path) {
  if (index >= size) throw new Wrong("log-index-outside");
  let at = index, last = size - 1n, found = hash;
  for (const one of path) {
    if (last === 0n) throw new Wrong("log-path-length");
    if (at & 1n || at === last) {
      found = node(one, found);
      if (!(at & 1n))
        while (!(at & 1n) && at !== 0n) {
          at >>= 1n;
          last >>= 1n;
        }
    } else found = node(found, one);
    at >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw new Wrong("log-path-length");
  return found;
}

/** Compute an RFC 6962 tree hash while entries come one by one. */
export class TreeHash {
  constructor() {
    /** @type {{hash: Uint8Array, size: number}[]} */
    this.edge = [];
    this.count = 0;
  }

  /** @param {Uint8Array} entry */
  add(entry) {
    let one = { hash: leaf(entry), size: 1 };
    while (this.edge.length && this.edge[this.edge.length - 1].size === one.size) {
      const before = /** @type {{hash: Uint8Array, size: number}} */ (this.edge.pop());
      one = { hash: node(before.hash, one.hash), size: 2 * one.size };
    }
    this.edge.push(one);
    this.count++;
  }

  root() {
    if (!this.edge.length) return sha256(new Uint8Array());
    return this.edge.map((one) => one.hash).reduceRight((right, left) => node(left, right));
  }
}
