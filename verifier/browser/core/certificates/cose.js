// SPDX-License-Identifier: Apache-2.0
// COSE keys of passkeys (section 6), in CBOR.

import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { Wrong, hex, join, text } from "../encoding/bytes.js";
import { LARGEST_COSE_KEY } from "../encoding/limits.js";

/** Deeper CBOR would exhaust the stack. */
const DEEPEST = 16;

class Cbor {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** @param {number} count */
  take(count) {
    if (this.at + count > this.bytes.length) throw new Wrong("approval-key");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** @param {number} depth @returns {any} */
  value(depth) {
    if (depth > DEEPEST) throw new Wrong("approval-key");
    const first = this.take(1)[0];
    const major = first >> 5, low = first & 31;
    let size = low;
    if (low >= 24) {
      if (low > 27) throw new Wrong("approval-key");
      size = 0;
      for (const one of this.take(1 << (low - 24))) size = size * 256 + one;
      if (!Number.isSafeInteger(size)) throw new Wrong("approval-key");
    }
    switch (major) {
      case 0:
        return size;
      case 1:
        return -1 - size;
      case 2:
        return this.take(size);
      case 3:
        return text(this.take(size));
      case 4: {
        const found = [];
        for (let i = 0; i < size; i++) found.push(this.value(depth + 1));
        return found;
      }
      case 5: {
        const found = new Map();
        for (let i = 0; i < size; i++) {
          const raw = this.value(depth + 1);
          const name = raw instanceof Uint8Array ? `h'${hex(raw)}'` : typeof raw === "object" ? JSON.stringify(raw) : raw;
          if (found.has(name)) throw new Wrong("approval-key", "a member twice");
          found.set(name, this.value(depth + 1));
        }
        return found;
      }
      case 6:
        return this.value(depth + 1);
      default:
        return { simple: low, size };
    }
  }
}

/** Read a key by which approvals are checked. @param {Uint8Array} bytes @returns {{kind: "es256" | "eddsa", point: Uint8Array}} */
export function coseKey(bytes) {
  if (bytes.length > LARGEST_COSE_KEY) throw new Wrong("approval-key");
  const reader = new Cbor(bytes);
  const found = reader.value(0);
  if (!(found instanceof Map) || reader.at !== bytes.length) throw new Wrong("approval-key");
  const part = (/** @type {number} */ name) => {
    const value = found.get(name);
    if (!(value instanceof Uint8Array) || value.length !== 32) throw new Wrong("approval-key");
    return value;
  };
  try {
    if (found.get(1) === 2 && found.get(3) === -7 && found.get(-1) === 1) {
      const point = join(new Uint8Array([4]), part(-2), part(-3));
      p256.Point.fromBytes(point).assertValidity();
      return { kind: "es256", point };
    }
    if (found.get(1) === 1 && found.get(3) === -8 && found.get(-1) === 6) {
      const point = part(-2);
      ed25519.Point.fromBytes(point);
      return { kind: "eddsa", point };
    }
  } catch (error) {
    if (error instanceof Wrong) throw error;
    throw new Wrong("approval-key", "no point of the curve");
  }
  throw new Wrong("approval-key");
}
