// SPDX-License-Identifier: Apache-2.0
// What a reader gives to trust: copies of the directory, roots, fingerprints (18.7).

import { Wrong, digest } from "../encoding/bytes.js";
import { canonical } from "../encoding/json.js";
import { LARGEST_TRUSTED_ROOT } from "../encoding/limits.js";
import { readDirectory } from "./directory.js";
import { Root } from "./metadata.js";

/** @typedef {import("./directory.js").Directory} Directory */
/** @typedef {import("./directory.js").Read} Read */

/** What a reader gave to trust. */
export class Given {
  constructor() {
    /** @type {Directory[]} */
    this.copies = [];
    /** @type {Uint8Array[]} */
    this.roots = [];
    /** SHA-256 of first roots, as typed. @type {string[]} */
    this.fingerprints = [];
  }

  get anything() {
    return this.copies.length + this.roots.length + this.fingerprints.length > 0;
  }

  /** Read a copy of the directory that a reader gave. @param {Read} read */
  addCopy(read) {
    for (let version = 1; ; version++) {
      const bytes = read(`metadata/${version}.root.json`);
      if (!bytes) break;
      trusted(bytes);
    }
    this.copies.push(readDirectory(read, { at: null }));
  }

  /** @param {Uint8Array} bytes */
  addRoot(bytes) {
    trusted(bytes);
    new Root(bytes, LARGEST_TRUSTED_ROOT);
    this.roots.push(bytes);
  }

  /** The copy that decides; throws what does not fit together. @returns {Directory | null} */
  copy() {
    const [first, ...others] = this.copies;
    if (!first) return null;
    if (others.some((one) => one.network !== first.network)) throw new Wrong("trust-mixed");
    for (const one of this.fingerprints) if (one !== first.network) throw new Wrong("trust-mixed", "the fingerprint is of another root than the copy's");
    for (const bytes of this.roots) {
      const root = new Root(bytes, LARGEST_TRUSTED_ROOT);
      const own = first.roots[root.version - 1];
      if (own ? digest(own.bytes) !== digest(bytes) : root.signed["rogatory-network"] !== first.network) throw new Wrong("trust-mixed");
    }
    return this.copies.reduce((best, one) => (one.version > best.version ? one : best));
  }
}

/** Refuse a root that was altered on its way. @param {Uint8Array} bytes */
function trusted(bytes) {
  try {
    canonical(bytes, { limit: LARGEST_TRUSTED_ROOT, most: Infinity });
  } catch (error) {
    if (error instanceof Wrong) throw new Wrong("trust-altered", error.code);
    throw error;
  }
}

/** Ask a chain of roots about a reader's root (18.7); returns whether it vouches. @param {Root[]} chain @param {string} network @param {Uint8Array} bytes */
export function askRoot(chain, network, bytes) {
  const root = new Root(bytes, LARGEST_TRUSTED_ROOT);
  const last = chain[chain.length - 1];
  if (root.version <= chain.length) {
    if (digest(chain[root.version - 1].bytes) !== digest(bytes)) throw new Wrong("directory-root-other");
    return true;
  }
  root.isOf(network);
  if (root.version === chain.length + 1)
    try {
      root.signedBy(last.roles.root);
      root.signedBy(root.roles.root);
    } catch (error) {
      if (error instanceof Wrong) throw new Wrong("directory-root-other");
      throw error;
    }
  try {
    last.signedBy({ keys: root.roles.root.keys, threshold: root.roles.root.threshold });
    return true;
  } catch (error) {
    if (error instanceof Wrong) return false;
    throw error;
  }
}
