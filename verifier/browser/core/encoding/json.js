// SPDX-License-Identifier: Apache-2.0
// Canonical JSON (section 1), and JSON as metadata of the directory have it.

import { Wrong, text, utf8 } from "./bytes.js";
import { DEEPEST_NESTING, LARGEST_DOCUMENT, MOST_ELEMENTS } from "./limits.js";

/** A number with a fraction or an exponent, or one that is not exact here. */
export class Inexact {
  /** @param {string} literal */
  constructor(literal) {
    this.literal = literal;
  }
}

const NUMBER = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const SHORT = /** @type {Record<string, string>} */ ({ '"': '"', "\\": "\\", "/": "/", b: "\b", t: "\t", n: "\n", f: "\f", r: "\r" });

class Reader {
  /** @param {string} source @param {boolean} canonical @param {number} most */
  constructor(source, canonical, most) {
    this.source = source;
    this.canonical = canonical;
    this.most = most;
    this.at = 0;
    this.elements = 0;
  }

  whole() {
    this.space();
    const value = this.value(0);
    this.space();
    if (this.at !== this.source.length) throw new Wrong("json-malformed");
    return value;
  }

  space() {
    if (this.canonical) return;
    while (" \t\n\r".includes(this.source[this.at] ?? "x")) this.at++;
  }

  /** @param {number} depth @returns {any} */
  value(depth) {
    const first = this.source[this.at];
    if (first === "{") return this.object(depth + 1);
    if (first === "[") return this.array(depth + 1);
    if (first === '"') return this.string();
    for (const [word, value] of /** @type {[string, any][]} */ ([["true", true], ["false", false], ["null", null]]))
      if (this.source.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    return this.number();
  }

  number() {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.source);
    if (!found) throw new Wrong("json-malformed");
    this.at += found[0].length;
    const value = Number(found[0]);
    const exact = found[2] === undefined && found[3] === undefined && Number.isSafeInteger(value) && found[0] !== "-0";
    if (exact) return value;
    if (this.canonical) throw new Wrong("json-number");
    return found[0] === "-0" ? 0 : new Inexact(found[0]);
  }

  string() {
    let found = "";
    let from = ++this.at;
    for (;;) {
      const unit = this.source.charCodeAt(this.at);
      if (Number.isNaN(unit) || unit < 0x20) throw new Wrong("json-malformed");
      if (unit === 0x22) break;
      if (unit !== 0x5c) {
        this.at++;
        continue;
      }
      found += this.source.slice(from, this.at) + this.escape();
      from = this.at;
    }
    found += this.source.slice(from, this.at++);
    if (!found.isWellFormed()) throw new Wrong("json-surrogate");
    if (this.canonical && found.normalize("NFC") !== found) throw new Wrong("json-not-nfc");
    return found;
  }

  escape() {
    const start = this.at++;
    const letter = this.source[this.at++];
    let value = SHORT[letter];
    if (letter === "u") {
      const digits = this.source.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Wrong("json-malformed");
      this.at += 4;
      value = String.fromCharCode(parseInt(digits, 16));
    } else if (value === undefined) throw new Wrong("json-malformed");
    if (this.canonical && this.source.slice(start, this.at) !== JSON.stringify(value).slice(1, -1)) throw new Wrong("json-not-canonical");
    return value;
  }

  count() {
    if (++this.elements > this.most) throw new Wrong("json-too-many");
  }

  /** @param {number} depth */
  array(depth) {
    if (depth > DEEPEST_NESTING) throw new Wrong("json-too-deep");
    /** @type {any[]} */
    const found = [];
    this.at++;
    this.space();
    if (this.source[this.at] === "]") {
      this.at++;
      return found;
    }
    for (;;) {
      this.space();
      this.count();
      found.push(this.value(depth));
      this.space();
      const next = this.source[this.at++];
      if (next === "]") return found;
      if (next !== ",") throw new Wrong("json-malformed");
    }
  }

  /** @param {number} depth */
  object(depth) {
    if (depth > DEEPEST_NESTING) throw new Wrong("json-too-deep");
    const found = Object.create(null);
    let before = null;
    this.at++;
    this.space();
    if (this.source[this.at] === "}") {
      this.at++;
      return found;
    }
    for (;;) {
      this.space();
      this.count();
      if (this.source[this.at] !== '"') throw new Wrong("json-malformed");
      const name = this.string();
      if (name in found) throw new Wrong("json-duplicate-name");
      if (this.canonical && before !== null && !(before < name)) throw new Wrong("json-not-canonical");
      before = name;
      this.space();
      if (this.source[this.at++] !== ":") throw new Wrong("json-malformed");
      this.space();
      found[name] = this.value(depth);
      this.space();
      const next = this.source[this.at++];
      if (next === "}") return found;
      if (next !== ",") throw new Wrong("json-malformed");
    }
  }
}

/** Read canonical JSON. @param {Uint8Array} bytes @returns {any} */
export function canonical(bytes, { limit = LARGEST_DOCUMENT, most = MOST_ELEMENTS } = {}) {
  if (bytes.length > limit) throw new Wrong("json-too-large");
  return new Reader(text(bytes), true, most).whole();
}

/** Read canonical JSON that is an object. @param {Uint8Array} bytes @returns {any} */
export function canonicalObject(bytes, options = {}) {
  const found = canonical(bytes, options);
  if (!found || typeof found !== "object" || Array.isArray(found)) throw new Wrong("json-malformed");
  return found;
}

/** Read JSON in which no name occurs twice. @param {Uint8Array} bytes @returns {any} */
export function plain(bytes, { limit = LARGEST_DOCUMENT, most = Infinity } = {}) {
  if (bytes.length > limit) throw new Wrong("json-too-large");
  return new Reader(text(bytes), false, most).whole();
}

/** Write canonical JSON. @param {any} value @returns {string} */
export function write(value) {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (value && typeof value === "object")
    return `{${Object.keys(value).sort(units).map((name) => `${JSON.stringify(name)}:${write(value[name])}`).join(",")}}`;
  return JSON.stringify(value);
}

/** @param {string} a @param {string} b */
function units(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Write OLPC canonical JSON, over which TUF signs. @param {any} value @returns {Uint8Array} */
export function olpc(value) {
  return utf8(olpcText(value));
}

/** @param {any} value @returns {string} */
function olpcText(value) {
  if (typeof value === "string") return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(olpcText).join(",")}]`;
  if (value instanceof Inexact) {
    if (/[.eE]/.test(value.literal)) throw new Wrong("directory-metadata-malformed", "a number has a fraction");
    return value.literal;
  }
  const names = Object.keys(value).sort((a, b) => codePoints(a, b));
  return `{${names.map((name) => `${olpcText(name)}:${olpcText(value[name])}`).join(",")}}`;
}

/** @param {string} a @param {string} b */
function codePoints(a, b) {
  const one = [...a], two = [...b];
  for (let i = 0; i < Math.min(one.length, two.length); i++)
    if (one[i] !== two[i]) return /** @type {number} */ (one[i].codePointAt(0)) - /** @type {number} */ (two[i].codePointAt(0));
  return one.length - two.length;
}
