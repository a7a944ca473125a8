// SPDX-License-Identifier: Apache-2.0
// The documents of a seal, and its chain of earlier seals (section 15).

import { Findings } from "../checks/findings.js";
import { digest } from "../encoding/bytes.js";
import { MOST_EARLIER_SEALS } from "../encoding/limits.js";
import { readSeal } from "./seal.js";

/** @typedef {import("../files/tree.js").Tree} Tree */

/** The documents of a seal: below a folder of the tree. */
export class SealFolder {
  /** @param {Tree} tree @param {string} folder "" for the top */
  constructor(tree, folder) {
    this.tree = tree;
    this.folder = folder;
    this.prefix = folder ? `${folder}/` : "";
  }

  /** @param {string} path */
  bytes(path) {
    return this.tree.bytes(this.prefix + path);
  }

  /** The seal in its form, or null. */
  get seal() {
    if (this.cached === undefined) {
      /** @type {any} */
      this.cached = null;
      this.form = new Findings();
      const bytes = this.bytes("seal.json");
      if (!bytes) this.form.fail(this.tree.files.has(`${this.prefix}seal.json`) ? "seal-form" : "seal-file", "seal.json");
      else this.cached = this.form.try(() => readSeal(bytes)) ?? null;
    }
    return this.cached;
  }

  get digest() {
    const bytes = this.bytes("seal.json");
    return bytes ? digest(bytes) : null;
  }

  /** Files that are named in the folder itself. */
  get names() {
    return this.tree.fileNames(this.folder);
  }

  /** Numbers of the folders of earlier seals. */
  get earlier() {
    return this.tree.names(`${this.prefix}seals`);
  }

  get isReplacing() {
    return this.tree.folders.has(`${this.prefix}seals`) || this.tree.odd.has(`${this.prefix}seals`) || this.tree.files.has(`${this.prefix}seals`) || Boolean(this.seal?.replaces);
  }

  /** The earlier seals in order, where the folders are numbered without a gap; else null. @returns {EarlierSeal[] | null} */
  get chain() {
    const names = this.earlier;
    if (!names.length || names.length > MOST_EARLIER_SEALS) return null;
    const numbers = names.map(Number).sort((a, b) => a - b);
    if (!numbers.every((one, index) => one === index + 1) || !names.every((one) => /^[1-9][0-9]?$/.test(one))) return null;
    return numbers.map((one) => new EarlierSeal(this.tree, this, one));
  }

  /** The first seal (section 15). @returns {SealFolder} */
  get first() {
    const chain = this.chain;
    return chain && chain.every((one) => one.seal) ? chain[0] : this;
  }
}

/** An earlier seal: what lies in `seals/N/`, read as if it lay beside the certificates. */
class EarlierSeal extends SealFolder {
  /** @param {Tree} tree @param {SealFolder} newest @param {number} number */
  constructor(tree, newest, number) {
    super(tree, `${newest.prefix}seals/${number}`);
    this.newest = newest;
    this.number = number;
  }

  /** @param {string} path */
  bytes(path) {
    const own = super.bytes(path);
    const beside = /^seals\/([0-9]+)\//.exec(path);
    if (own || !this.newest) return own;
    if (path.startsWith("certificates/") || path === "segments.b3" || (beside && Number(beside[1]) < this.number)) return this.newest.bytes(path);
    return null;
  }
}
