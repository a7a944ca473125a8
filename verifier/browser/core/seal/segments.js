// SPDX-License-Identifier: Apache-2.0
// The stream of a sealed package: its segments, their list and their root (section 15).

import { blake3 } from "@noble/hashes/blake3.js";
import { Findings } from "../checks/findings.js";
import { hex, same } from "../encoding/bytes.js";
import { LARGEST_AGE_HEADER } from "../encoding/limits.js";
import { TreeHash } from "../logs/tree_hash.js";
import { headerOf } from "./seal.js";

/** @typedef {import("../files/tree.js").Ref} Ref */
/** @typedef {import("./folder.js").SealFolder} SealFolder */
/** @typedef {import("../files/tree.js").Tree} Tree */

/** Decide whether `segments.b3` leads to the root. @param {SealFolder} folder */
export function judgeSegmentList(folder) {
  const found = new Findings();
  const bytes = folder.bytes("segments.b3");
  if (!bytes) {
    if (folder.tree.files.has(`${folder.prefix}segments.b3`)) found.fail("seal-segment-list", "too large");
    else found.lack("seal-segment-list", "segments.b3 does not lie here");
    return found;
  }
  if (bytes.length !== 32 * folder.seal.segments || segmentRoot(bytes) !== folder.seal.root) found.fail("seal-segment-list");
  return found;
}

/** @param {Uint8Array} bytes digests of 32 bytes each */
function segmentRoot(bytes) {
  const tree = new TreeHash();
  for (let i = 0; i < bytes.length; i += 32) tree.add(bytes.subarray(i, i + 32));
  return hex(tree.root());
}

/** What the stream of a sealed package came to. */
class Segments {
  /** @param {number} header bytes of the age header @param {number} size of a segment @param {number} count */
  constructor(header, size, count) {
    this.header = header;
    this.size = size;
    this.count = count;
    /** @type {Uint8Array[]} */
    this.digests = [];
    this.head = new Uint8Array(Math.min(header, LARGEST_AGE_HEADER));
    this.total = 0;
  }

  /** @param {Ref} ref @param {(bytes: number) => void} progress */
  async read(ref, progress) {
    let hasher = blake3.create({});
    let at = 0, filled = 0;
    const last = this.count - 1;
    for await (const whole of ref.stream()) {
      let part = whole;
      if (at < this.header) {
        const taken = Math.min(part.length, this.header - at);
        this.head.set(part.subarray(0, taken), at);
        at += taken;
        part = part.subarray(taken);
      }
      while (part.length) {
        // What follows the announced payload is part of the last segment, after at most one more segment of bytes.
        const room = this.digests.length < last ? this.size - filled : 2 * this.size - filled;
        if (room <= 0) break;
        const taken = Math.min(part.length, room);
        hasher.update(part.subarray(0, taken));
        filled += taken;
        at += taken;
        part = part.subarray(taken);
        if (this.digests.length < last && filled === this.size) {
          this.digests.push(hasher.digest());
          hasher = blake3.create({});
          filled = 0;
        }
      }
      at += part.length;
      progress(whole.length);
    }
    if (filled || !this.digests.length) this.digests.push(hasher.digest());
    this.total = at;
  }
}

/** Hash the segments of `package.age`, as a stream. @param {Tree} tree @param {any} seal @param {(bytes: number) => void} progress */
export async function readPackage(tree, seal, progress) {
  const ref = tree.files.get("package.age");
  if (!ref) return null;
  const segments = new Segments(headerOf(seal).length, seal.segment_size, seal.segments);
  await segments.read(ref, progress);
  return segments;
}

/** Make the check `seal-package`. @param {any} seal @param {Segments | null} segments */
export function judgePackage(seal, segments) {
  const found = new Findings();
  if (!segments) found.lack("seal-file", "package.age");
  else {
    if (!same(segments.head, headerOf(seal))) found.fail("seal-header", "package.age");
    if (segments.total !== segments.header + seal.payload_size) found.fail("seal-payload-size", "package.age");
  }
  return found;
}

/** Make the check `seal-segments`. @param {SealFolder} folder @param {any} seal @param {Segments | null} segments */
export function judgeSegments(folder, seal, segments) {
  const found = new Findings();
  if (!segments) {
    found.lack("seal-file", "package.age");
    return found;
  }
  const list = folder.bytes("segments.b3");
  const whole = new Uint8Array(segments.digests.length * 32);
  segments.digests.forEach((one, index) => whole.set(one, index * 32));
  if (list) {
    for (let i = 0; i < Math.max(seal.segments, 0); i++) {
      const own = segments.digests[i], listed = list.subarray(32 * i, 32 * i + 32);
      if (!own || !same(own, listed)) found.fail("seal-segment", String(i));
    }
  } else if (segmentRoot(whole) !== seal.root) found.fail("seal-some-segment");
  return found;
}
