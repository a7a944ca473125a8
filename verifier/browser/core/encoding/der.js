// SPDX-License-Identifier: Apache-2.0
// A strict reader of DER (X.690): definite lengths in their shortest form, low tag numbers, nothing behind the end.

import { Wrong, join, seconds } from "./bytes.js";
import { DEEPEST_DER } from "./limits.js";

export const INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, OID = 0x06, SEQUENCE = 0x30, SET = 0x31, BOOLEAN = 0x01, NULL = 0x05;
export const UTC_TIME = 0x17, GENERALIZED_TIME = 0x18;

/** One element of DER. */
export class Element {
  /** @param {Uint8Array} source @param {number} start @param {number} body @param {number} end @param {number} depth */
  constructor(source, start, body, end, depth) {
    this.source = source;
    this.start = start;
    this.body = body;
    this.end = end;
    this.depth = depth;
  }

  get tag() {
    return this.source[this.start];
  }

  /** The element with tag and length. */
  get bytes() {
    return this.source.subarray(this.start, this.end);
  }

  /** Its contents. */
  get content() {
    return this.source.subarray(this.body, this.end);
  }

  /** @param {number} tag @returns {Element} */
  is(tag) {
    if (this.tag !== tag) throw new Wrong("der", `tag ${this.tag}, not ${tag}`);
    return this;
  }

  /** @param {number} [tag] @returns {Element[]} */
  children(tag) {
    if (tag !== undefined) this.is(tag);
    if (!(this.tag & 0x20)) throw new Wrong("der", "not constructed");
    if (this.depth >= DEEPEST_DER) throw new Wrong("der", "too deep");
    const found = [];
    for (let at = this.body; at < this.end; ) {
      const one = element(this.source, at, this.end, this.depth + 1);
      found.push(one);
      at = one.end;
    }
    return found;
  }

  /** @returns {bigint} */
  integer() {
    const content = this.is(INTEGER).content;
    if (!content.length) throw new Wrong("der", "empty integer");
    if (content.length > 1 && ((content[0] === 0 && content[1] < 0x80) || (content[0] === 0xff && content[1] >= 0x80)))
      throw new Wrong("der", "integer not in its shortest form");
    let value = 0n;
    for (const one of content) value = (value << 8n) | BigInt(one);
    return content[0] & 0x80 ? value - (1n << BigInt(8 * content.length)) : value;
  }

  oid() {
    const content = this.is(OID).content;
    if (!content.length || content[content.length - 1] & 0x80) throw new Wrong("der", "object identifier");
    const arcs = [];
    let value = 0n, begins = true;
    for (const one of content) {
      if (begins && one === 0x80) throw new Wrong("der", "object identifier");
      value = (value << 7n) | BigInt(one & 0x7f);
      begins = !(one & 0x80);
      if (begins) {
        arcs.push(value);
        value = 0n;
      }
    }
    const first = arcs[0] < 40n ? 0n : arcs[0] < 80n ? 1n : 2n;
    return [first, arcs[0] - 40n * first, ...arcs.slice(1)].join(".");
  }

  boolean() {
    const content = this.is(BOOLEAN).content;
    if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new Wrong("der", "boolean");
    return content[0] === 0xff;
  }

  /** Bits of a BIT STRING that is whole bytes. */
  wholeBits() {
    const content = this.is(BIT_STRING).content;
    if (content.length < 1 || content[0] !== 0) throw new Wrong("der", "bit string");
    return content.subarray(1);
  }

  /** The content of a bit string, whose unused bits are zero. */
  bits() {
    const content = this.is(BIT_STRING).content;
    if (!content.length || content[0] > 7 || (content.length === 1 && content[0])) throw new Wrong("der", "bit string");
    if (content.length > 1 && content[content.length - 1] & ((1 << content[0]) - 1)) throw new Wrong("der", "unused bits");
    return content;
  }

  /** Named bits. */
  namedBits() {
    const content = this.bits();
    const found = new Set();
    const count = (content.length - 1) * 8 - content[0];
    for (let i = 0; i < count; i++) if (content[1 + (i >> 3)] & (0x80 >> (i & 7))) found.add(i);
    return found;
  }

  /** Seconds of a UTCTime or GeneralizedTime of a certificate. */
  time() {
    const value = String.fromCharCode(...this.content);
    const form = this.tag === UTC_TIME ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/ : this.tag === GENERALIZED_TIME ? /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/ : null;
    const found = form && form.exec(value);
    if (!found) throw new Wrong("der", "time");
    const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
    const full = this.tag === UTC_TIME ? (year < 50 ? 2000 + year : 1900 + year) : year;
    const at = seconds(full, month, day, hour, minute, second);
    if (at === null) throw new Wrong("der", "time");
    return at;
  }
}

/** @param {Uint8Array} source @param {number} at @param {number} end @param {number} depth */
function element(source, at, end, depth) {
  if (end - at < 2) throw new Wrong("der", "cut");
  if ((source[at] & 0x1f) === 0x1f) throw new Wrong("der", "high tag number");
  let length = source[at + 1];
  let body = at + 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count < 1 || count > 4 || body + count > end) throw new Wrong("der", "length");
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + source[body + i];
    if (length < 128 || length < 256 ** (count - 1)) throw new Wrong("der", "length not in its shortest form");
    body += count;
  }
  if (body + length > end) throw new Wrong("der", "cut");
  return new Element(source, at, body, body + length, depth);
}

/** Read the one element that these bytes are. @param {Uint8Array} bytes */
export function read(bytes) {
  const found = element(bytes, 0, bytes.length, 0);
  if (found.end !== bytes.length) throw new Wrong("der", "bytes behind the end");
  return found;
}

/** Write an element. @param {number} tag @param {...Uint8Array} parts */
export function write(tag, ...parts) {
  const content = join(...parts);
  const size = content.length;
  const head = [tag];
  if (size < 128) head.push(size);
  else {
    const octets = [];
    for (let rest = size; rest; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
    head.push(0x80 | octets.length, ...octets);
  }
  return join(new Uint8Array(head), content);
}

/** Write an object identifier. @param {string} dotted */
export function writeOid(dotted) {
  const [first, second, ...rest] = dotted.split(".").map(Number);
  const bytes = [];
  for (const arc of [40 * first + second, ...rest]) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return write(OID, new Uint8Array(bytes));
}

/** Write a small integer. @param {number} value */
export const writeInteger = (value) => write(INTEGER, new Uint8Array([value]));
