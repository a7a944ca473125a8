// SPDX-License-Identifier: Apache-2.0
// A bag in a folder (13.2).

import { Findings } from "../checks/findings.js";
import { byteOrder, utf8 } from "../encoding/bytes.js";
import { LONGEST_PATH } from "../encoding/limits.js";
import { foldersAbove, hash } from "../files/tree.js";
import { readBagInfo } from "./info.js";
import { MANIFESTS } from "./manifest.js";
import { fold, isStoredName } from "./names.js";

/** @typedef {import("./info.js").BagInfo} BagInfo */
/** @typedef {import("../files/tree.js").Tree} Tree */

/** A bag in a folder of the tree. */
export class Bag {
  /** @param {Tree} tree @param {string} folder */
  constructor(tree, folder) {
    this.tree = tree;
    this.prefix = `${folder}/`;
    this.folder = folder;
    const below = tree.below(folder);
    /** Names that break a rule of 13.1. @type {string[]} */
    this.badNames = [];
    const bad = this.#findBadNames(below);
    this.odd = below.odd;
    /** @type {string[]} */
    this.files = bad.size ? below.files.filter((one) => !bad.has(one) && !isBelow(one, bad)) : below.files;
    /** @type {Set<string>} */
    this.names = new Set(this.files);
    this.payload = this.files.filter((one) => one.startsWith("data/"));
    this.tags = this.files.filter((one) => !one.startsWith("data/"));
    this.infoWrong = new Findings();
    const bytes = this.bytes("bag-info.txt");
    /** @type {BagInfo | null} */
    this.info = null;
    if (this.has("bag-info.txt")) this.info = this.infoWrong.try(() => readBagInfo(bytes ?? new Uint8Array())) ?? null;
  }

  /** Find the names that break a rule of 13.1; what lies below one is not asked. @param {{files: string[], folders: string[], odd: string[]}} below */
  #findBadNames(below) {
    const bad = new Set();
    /** @type {Map<string, Map<string, string>>} */
    const folded = new Map();
    const paths = [...new Set([...below.files, ...below.folders, ...below.odd])].sort(byteOrder);
    for (const path of paths) {
      const at = path.lastIndexOf("/");
      const parent = at < 0 ? "" : path.slice(0, at), name = path.slice(at + 1);
      if (bad.size && isBelow(path, bad)) continue;
      const held = folded.get(parent) ?? new Map();
      folded.set(parent, held);
      const key = fold(name);
      if (!isStoredName(name) || utf8(path).length > LONGEST_PATH || held.has(key)) {
        bad.add(path);
        this.badNames.push(path);
      } else held.set(key, name);
    }
    return bad;
  }

  /** @param {string} name */
  has(name) {
    return this.names.has(name);
  }

  /** Decide whether a file of the payload has this name. @param {string} name */
  isPayload(name) {
    return name.startsWith("data/") && this.has(name);
  }

  /** @param {string} name @returns {Uint8Array | null} */
  bytes(name) {
    return this.tree.bytes(this.prefix + name);
  }

  /** @param {string} name */
  ref(name) {
    return /** @type {import("../files/tree.js").Ref} */ (this.tree.files.get(this.prefix + name));
  }

  /** Digest of a file that lies there. @param {string} name */
  sha256(name) {
    return this.ref(name)?.digests.sha256 ?? null;
  }

  /** The bag's digest, or null. */
  get digest() {
    return this.has("tagmanifest-sha256.txt") ? this.sha256("tagmanifest-sha256.txt") : null;
  }

  /** Algorithms of the payload manifests that lie here. */
  get algorithms() {
    return Object.entries(MANIFESTS).filter(([name]) => this.tree.files.has(this.prefix + name)).map(([, [algorithm]]) => algorithm);
  }

  /** Whether `bag-examined` is made. */
  get isExamined() {
    return ["media.json", "members.jsonl"].some((one) => this.has(one) || this.odd.includes(one) || this.tree.folders.has(this.prefix + one));
  }

  /** Hash all that checks compare. @param {(bytes: number) => void} progress */
  async hashAll(progress) {
    const algorithms = [...new Set(["sha256", ...this.algorithms])];
    for (const one of this.files) await hash(this.ref(one), one.startsWith("data/") ? algorithms : ["sha256"], progress);
  }
}

/** Decide whether a path lies below one of these. @param {string} path @param {Set<string>} folders */
function isBelow(path, folders) {
  for (const one of foldersAbove(path)) if (folders.has(one)) return true;
  return false;
}

/** Leave a check undecided that needs a file of the bag. @param {Findings} found @param {string} what */
export function lacking(found, what) {
  found.lack("bag-file-missing", what);
  return found;
}
