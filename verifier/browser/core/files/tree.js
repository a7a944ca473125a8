// SPDX-License-Identifier: Apache-2.0
// The files of what is judged: small documents are held, everything else is read as a stream and hashed.

import { blake2b } from "@noble/hashes/blake2.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { sha3_512 } from "@noble/hashes/sha3.js";
import { Wrong, byteOrder, hex } from "../encoding/bytes.js";
import { DEEPEST_FOLDER, LARGEST_LISTING, LARGEST_PROOF, LARGEST_REVOCATION_LIST, LARGEST_SEGMENT_LIST, LARGEST_SIGNATURE, LARGEST_TAG, LARGEST_TARGETS, LARGEST_TOKEN, LONGEST_LINE, MIB } from "../encoding/limits.js";

/** Bytes of small documents that are held at once: more would fill the memory of the page. */
const MOST_HELD = 402653184;

/** @typedef {object} Source
 * @property {string} path
 * @property {"file" | "folder" | "link" | "other" | "denied"} kind
 * @property {number} size
 * @property {() => AsyncIterable<Uint8Array>} [stream]
 */

/** A file of what is judged. */
export class Ref {
  /** @param {Source} source */
  constructor(source) {
    this.path = source.path;
    this.size = source.size;
    this.stream = /** @type {() => AsyncIterable<Uint8Array>} */ (source.stream);
    /** @type {Uint8Array | null} */
    this.bytes = null;
    /** The first bytes of a file that is not held. */
    this.head = new Uint8Array();
    /** @type {Record<string, string>} */
    this.digests = {};
  }
}

const HASHES = /** @type {Record<string, () => {update: (data: Uint8Array) => any, digest: () => Uint8Array}>} */ ({
  sha256: () => sha256.create(),
  sha384: () => sha384.create(),
  sha512: () => sha512.create(),
  sha3512: () => sha3_512.create(),
  blake2b512: () => blake2b.create({ dkLen: 64 }),
});

/** Bytes of a file that is not held of which a check sees the beginning. */
const HEAD = 64;

/** What is given for a signature, a token, a proof or a file of the directory that lies there, and is too large to be held: bytes that are in no form,
 * since what is too large is not what does not lie there. */
export const UNREAD = new Uint8Array();
const READ_BY_FORM = /\.(p7s|tst|tlog-proof)$|(^|\/)tagmanifest-sha256\.txt$|^(directory\/)?(metadata|targets)\//;

/** @param {string} path */
function limitOf(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.endsWith(".p7s")) return LARGEST_SIGNATURE + 1;
  if (name.endsWith(".tst")) return LARGEST_TOKEN + 1;
  if (name.endsWith(".crl")) return LARGEST_REVOCATION_LIST;
  if (name.endsWith(".tlog-proof")) return LARGEST_PROOF + 1;
  if (path === "bundle.json") return LARGEST_LISTING;
  if (path.includes("metadata/") || path.includes("targets/")) return LARGEST_TARGETS;
  if (name === "tagmanifest-sha256.txt") return LARGEST_TAG;
  if (name === "segments.b3") return LARGEST_SEGMENT_LIST;
  if (name === "items.jsonl") return LARGEST_LISTING;
  return MIB + 1;
}

/** Paths that are never held: the evidence, its lists, and pages. @param {string} path */
function isStreamed(path) {
  return (
    path === "package.age" ||
    path === "SHA256SUMS" ||
    /^bag\/(data\/|manifest-|inventory\.jsonl$|members\.jsonl$|media\.json$)/.test(path) ||
    /^bag\/earlier\/[0-9]+\/(manifest-|inventory\.jsonl$)/.test(path) ||
    /^items\//.test(path) ||
    /^report\..*\.(html|pdf)$/.test(path) ||
    /^certificate\/certificate\.(html|pdf)$/.test(path)
  );
}

/** Yield the folders above a path, the nearest first. @param {string} path */
export function* foldersAbove(path) {
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) yield path.slice(0, at);
}

/** Everything that lies in a folder. */
export class Tree {
  /** @param {Source[]} sources */
  constructor(sources) {
    /** @type {Map<string, Ref>} */
    this.files = new Map();
    /** @type {Set<string>} */
    this.folders = new Set();
    /** Links, devices and what cannot be opened. @type {Map<string, string>} */
    this.odd = new Map();
    /** Names directly in each folder that is not empty. @type {Map<string, Set<string>>} */
    this.children = new Map();
    this.held = 0;
    for (const one of sources) {
      const parts = one.path.split("/");
      // A folder that is too deep lies there as one that cannot be opened; what is in it does not.
      const deep = parts.length > DEEPEST_FOLDER + (one.kind === "folder" ? 0 : 1);
      const path = deep ? parts.slice(0, DEEPEST_FOLDER + 1).join("/") : one.path;
      this.#place(path);
      if (deep) this.odd.set(path, "deep");
      else if (one.kind === "file") this.files.set(path, new Ref(one));
      else if (one.kind === "folder") this.folders.add(path);
      else this.odd.set(path, one.kind);
      if (one.kind === "denied") this.folders.add(path);
      for (const above of foldersAbove(path)) {
        if (this.folders.has(above)) break;
        this.folders.add(above);
      }
    }
  }

  /** Name a path in its folder, and that in its own, up to one which is named already. @param {string} path */
  #place(path) {
    for (let end = path.length; end > 0; ) {
      const at = path.lastIndexOf("/", end - 1);
      const folder = path.slice(0, Math.max(at, 0)), name = path.slice(at + 1, end);
      const names = this.children.get(folder) ?? new Set();
      if (names.has(name)) return;
      this.children.set(folder, names.add(name));
      end = at;
    }
  }

  /** Hold the documents that checks read whole. @param {(path: string) => boolean} [only] */
  async hold(only = () => true) {
    for (const [path, ref] of this.files) {
      if (ref.bytes || isStreamed(path) || !only(path) || ref.size > limitOf(path)) continue;
      if (this.held + ref.size > MOST_HELD) continue;
      ref.bytes = await whole(ref, limitOf(path));
      if (ref.bytes) this.held += ref.bytes.length;
    }
  }

  /** A document that is held, or null; see `UNREAD`. @param {string} path */
  bytes(path) {
    const ref = this.files.get(path);
    return ref ? (ref.bytes ?? (READ_BY_FORM.test(path) ? UNREAD : null)) : null;
  }

  /** Files and folders directly in a folder. @param {string} folder without a slash; "" is the top @returns {string[]} */
  names(folder) {
    return [...(this.children.get(folder) ?? [])].sort(byteOrder);
  }

  /** Names of the regular files directly in a folder. @param {string} folder */
  fileNames(folder) {
    const prefix = folder ? `${folder}/` : "";
    return this.names(folder).filter((name) => this.files.has(prefix + name));
  }

  /** Everything below a folder, by its path there. @param {string} folder */
  below(folder) {
    const prefix = `${folder}/`;
    const pick = (/** @type {Iterable<string>} */ list) => [...list].filter((path) => path.startsWith(prefix)).sort(byteOrder).map((path) => path.slice(prefix.length));
    return { files: pick(this.files.keys()), folders: pick(this.folders), odd: pick(this.odd.keys()) };
  }

  /** @param {string} folder */
  isEmpty(folder) {
    return !this.children.has(folder);
  }
}

/** Read a file whole. @param {Ref} ref @param {number} limit @returns {Promise<Uint8Array | null>} */
export async function whole(ref, limit) {
  const parts = [];
  let size = 0;
  try {
    for await (const part of ref.stream()) {
      size += part.length;
      if (size > limit) return null;
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof Wrong) throw error;
    return null;
  }
  const found = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    found.set(part, at);
    at += part.length;
  }
  return found;
}

/** Hash a file as a stream, once for all algorithms. @param {Ref} ref @param {string[]} algorithms @param {(bytes: number) => void} [progress] */
export async function hash(ref, algorithms, progress = () => {}) {
  const wanted = algorithms.filter((one) => !(one in ref.digests));
  if (!wanted.length) return ref.digests;
  const hashers = wanted.map((one) => HASHES[one]());
  const head = [];
  let size = 0;
  const source = ref.bytes ? [ref.bytes] : ref.stream();
  for await (const part of source) {
    if (size < HEAD) head.push(...part.subarray(0, HEAD - size));
    size += part.length;
    for (const one of hashers) one.update(part);
    progress(part.length);
  }
  ref.head = new Uint8Array(head);
  ref.size = size;
  wanted.forEach((one, index) => (ref.digests[one] = hex(hashers[index].digest())));
  return ref.digests;
}

/** Read a file as lines that end in LF; a last one without LF is given with `ended` false.
 * @param {Ref} ref @returns {AsyncGenerator<{line: Uint8Array, ended: boolean}>} */
export async function* lines(ref, longest = LONGEST_LINE) {
  /** @type {Uint8Array[]} */
  let kept = [];
  let size = 0;
  for await (const part of ref.bytes ? [ref.bytes] : ref.stream()) {
    let from = 0;
    for (;;) {
      const at = part.indexOf(10, from);
      const piece = part.subarray(from, at < 0 ? part.length : at);
      size += piece.length;
      if (size > longest) throw new Wrong("inventory-form", "a line is too long");
      if (at < 0) {
        if (piece.length) kept.push(piece.slice());
        break;
      }
      yield { line: kept.length ? merged([...kept, piece], size) : piece, ended: true };
      kept = [];
      size = 0;
      from = at + 1;
    }
  }
  if (size) yield { line: merged(kept, size), ended: false };
}

/** Count the LFs in a file, however long its lines are. @param {Ref} ref */
export async function countLines(ref) {
  let found = 0;
  for await (const part of ref.bytes ? [ref.bytes] : ref.stream()) for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) found++;
  return found;
}

/** @param {Uint8Array[]} parts @param {number} size */
function merged(parts, size) {
  const found = new Uint8Array(size);
  let at = 0;
  for (const one of parts) {
    found.set(one, at);
    at += one.length;
  }
  return found;
}
