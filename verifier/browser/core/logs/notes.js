// SPDX-License-Identifier: Apache-2.0
// Signed notes, checkpoints and cosignatures of a log (section 17).

import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { ed25519Holds, once } from "../certificates/keys.js";
import { Wrong, join, same, sha256, unbase64, utf8 } from "../encoding/bytes.js";
import { LARGEST_NOTE, LATEST_COSIGNATURE, LONGEST_ENTRY_KEY, MOST_EXTENSIONS, MOST_NOTE_SIGNATURES } from "../encoding/limits.js";

const ED25519 = 1, COSIGNED_ED25519 = 4, COSIGNED_MLDSA44 = 6;
const SIZES = /** @type {Record<number, number>} */ ({ [ED25519]: 32, [COSIGNED_ED25519]: 32, [COSIGNED_MLDSA44]: 1312 });
const SIGNATURE_SIZES = /** @type {Record<number, number>} */ ({ [COSIGNED_ED25519]: 72, [COSIGNED_MLDSA44]: 2428 });

/** @typedef {{name: string, type: number, key: Uint8Array, id: Uint8Array, line: string}} Vkey */

/** Read a vkey. @param {unknown} line @param {number[]} types @returns {Vkey} */
export function readVkey(line, types) {
  const found = typeof line === "string" && /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(line);
  if (!found || line.length > LONGEST_ENTRY_KEY) throw new Wrong("note-key");
  const data = unbase64(found[3]);
  const type = data[0], key = data.subarray(1);
  if (!types.includes(type) || key.length !== SIZES[type]) throw new Wrong("note-key");
  const id = sha256(join(utf8(found[1]), new Uint8Array([10, type]), key)).subarray(0, 4);
  if (!same(id, Uint8Array.from(found[2].match(/../g) ?? [], (one) => parseInt(one, 16)))) throw new Wrong("note-key", "key id");
  return { name: found[1], type, key, id, line };
}

/** @typedef {{name: string, id: Uint8Array, signature: Uint8Array}} NoteLine */

/** Read a signed note. @param {string} source @returns {{text: string, lines: NoteLine[]}} */
function readNote(source) {
  if (utf8(source).length > LARGEST_NOTE || /[\u0000-\u0009\u000b-\u001f]/.test(source)) throw new Wrong("note-malformed");
  const at = source.lastIndexOf("\n\n");
  if (at < 0 || !source.endsWith("\n")) throw new Wrong("note-malformed");
  const signed = source.slice(0, at + 1);
  const parts = source.slice(at + 2, -1).split("\n");
  if (parts.length > MOST_NOTE_SIGNATURES) throw new Wrong("note-malformed");
  const lines = parts.map((part) => {
    const found = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(part);
    if (!found) throw new Wrong("note-malformed");
    const data = decoded(found[2]);
    if (data.length < 5) throw new Wrong("note-malformed");
    return { name: found[1], id: data.subarray(0, 4), signature: data.subarray(4) };
  });
  return { text: signed, lines };
}

/** @param {string} value */
function decoded(value) {
  try {
    return unbase64(value);
  } catch {
    throw new Wrong("note-malformed");
  }
}

/** Decide whether a text is the origin of a log (section 17): network, State and number. @param {string} value */
export const isOrigin = (value) => /^[0-9a-f]{64}\/[a-z]{2}\/[1-9][0-9]{0,8}$/.test(value);

/** @typedef {object} Checkpoint
 * @property {string} origin
 * @property {bigint} size
 * @property {Uint8Array} root
 * @property {number} extensions
 * @property {string} text
 * @property {NoteLine[]} lines
 */

/** Read a checkpoint, of which no signature was verified. @param {string} source @returns {Checkpoint} */
export function readCheckpoint(source) {
  const note = readNote(source);
  const [origin, size, root, ...more] = note.text.slice(0, -1).split("\n");
  if (!origin || root === undefined) throw new Wrong("checkpoint-lines");
  if (more.length > MOST_EXTENSIONS || more.some((one) => !one)) throw new Wrong("checkpoint-extensions");
  if (!/^(0|[1-9][0-9]{0,18})$/.test(size) || BigInt(size) > 2n ** 63n - 1n) throw new Wrong("checkpoint-size");
  const hash = decoded(root);
  if (hash.length !== 32) throw new Wrong("checkpoint-root");
  return { origin, size: BigInt(size), root: hash, extensions: more.length, text: note.text, lines: note.lines };
}

/** @param {NoteLine} line @param {Vkey} key */
const isBy = (line, key) => line.name === key.name && same(line.id, key.id);

/** Verify a checkpoint by the log's keys; return the Ed25519 keys by which a line of it holds.
 * @param {Checkpoint} checkpoint @param {string} origin @param {{vkey: Vkey, mldsa44: Vkey | null}[]} keys */
export function verifyCheckpoint(checkpoint, origin, keys) {
  if (checkpoint.origin !== origin) throw new Wrong("checkpoint-origin");
  const firsts = keys.map((one) => one.vkey), seconds = keys.flatMap((one) => (one.mldsa44 ? [one.mldsa44] : []));
  /** @type {Vkey[]} */
  const held = [];
  const names = new Set();
  for (const line of checkpoint.lines) {
    const key = firsts.find((one) => isBy(line, one));
    if (!key || names.has(line.name)) continue;
    if (!ed25519Holds(key.key, utf8(checkpoint.text), line.signature)) throw new Wrong("note-signature");
    names.add(line.name);
    held.push(key);
  }
  if (!held.length) throw new Wrong("note-unsigned");
  if (seconds.length) {
    let found = false;
    for (const line of checkpoint.lines) {
      const key = seconds.find((one) => isBy(line, one));
      if (!key) continue;
      if (cosigned(checkpoint, line, key) !== 0n) throw new Wrong("checkpoint-mldsa44");
      found = true;
    }
    if (!found) throw new Wrong("checkpoint-mldsa44-missing");
  }
  return held;
}

/** Verify a cosignature and return its time, or null. @param {Checkpoint} checkpoint @param {NoteLine} line @param {Vkey} key */
export function cosigned(checkpoint, line, key) {
  if (line.signature.length !== SIGNATURE_SIZES[key.type]) return null;
  const stamp = line.signature.subarray(0, 8), signature = line.signature.subarray(8);
  const time = new DataView(stamp.buffer, stamp.byteOffset, 8).getBigUint64(0);
  if (time > BigInt(LATEST_COSIGNATURE)) return null;
  if (key.type === COSIGNED_ED25519) return ed25519Holds(key.key, utf8(`cosignature/v1\ntime ${time}\n${checkpoint.text}`), signature) ? time : null;
  const size = new Uint8Array(16);
  new DataView(size.buffer).setBigUint64(8, checkpoint.size);
  const name = utf8(key.name), origin = utf8(checkpoint.origin);
  if (name.length > 255 || origin.length > 255) return null;
  const message = join(utf8("subtree/v1\n\0"), new Uint8Array([name.length]), name, stamp, new Uint8Array([origin.length]), origin, size, checkpoint.root);
  try {
    return once(["mldsa44", key.key, message, signature], () => ml_dsa44.verify(signature, message, key.key)) ? time : null;
  } catch {
    return null;
  }
}
