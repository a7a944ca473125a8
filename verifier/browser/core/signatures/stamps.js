// SPDX-License-Identifier: Apache-2.0
// Timestamps of a document: its tokens, and lists that name it (section 5).

import { Findings } from "../checks/findings.js";
import { Wrong, byteOrder, hex, sha512 } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { CLOCK_TOLERANCE, MOST_ARCHIVED, MOST_TOKENS } from "../encoding/limits.js";
import { UNREAD } from "../files/tree.js";
import { judgeToken } from "./tokens.js";

/** @typedef {import("./tokens.js").Token} Token */
/** @typedef {import("./trust.js").Trust} Trust */

/** Read a list of what was stamped (section 5). @param {Uint8Array} bytes @returns {{path: string, sha512: string}[]} */
export function readArchive(bytes) {
  const found = canonicalObject(bytes);
  const names = Object.keys(found);
  if (names.length !== 2 || found.version !== 1 || !Array.isArray(found.files)) throw new Wrong("archive-list-form");
  if (found.files.length < 1 || found.files.length > MOST_ARCHIVED) throw new Wrong("archive-list-form");
  let before = null;
  for (const one of found.files) {
    const fits = one && typeof one === "object" && Object.keys(one).length === 2 && typeof one.path === "string" && /^[0-9a-f]{128}$/.test(one.sha512);
    if (!fits || one.path.split("/").some((/** @type {string} */ part) => part === "" || part === "." || part === "..")) throw new Wrong("archive-list-form");
    if (before !== null && byteOrder(before, one.path) >= 0) throw new Wrong("archive-list-form");
    before = one.path;
  }
  return found.files;
}

/** What the timestamps of one document came to. */
export class Stamps {
  constructor() {
    /** @type {Token[]} */
    this.tokens = [];
    this.found = new Findings();
    /** Lists by name, those alone that hold. @type {Map<string, {path: string, sha512: string}[]>} */
    this.lists = new Map();
    /** @type {string} */
    this.document = "";
    this.any = false;
  }

  /** Tokens over the document and over lists that name it, which count, in order. */
  get counting() {
    return this.tokens.filter((one) => one.outcome === "counts" && this.#about(one, [this.document])).sort((a, b) => Number(a.at) - Number(b.at) || Number(a.document !== this.document) - Number(b.document !== this.document));
  }

  /** The text moment (4.2, 2), without tokens by the authority of a State. @param {string | null} [without] @returns {number | null} */
  text(without = null) {
    return this.counting.find((one) => without === null || one.state !== without)?.at ?? null;
  }

  /** The signature moment of 4.2, 3(a). @returns {number | null} */
  signatures() {
    const names = [this.document, `${this.document}.p256.p7s`, `${this.document}.mldsa65.p7s`];
    return this.counting.find((one) => one.document !== this.document && this.#about(one, names))?.at ?? null;
  }

  get faded() {
    return this.tokens.some((one) => one.outcome === "faded" && this.#about(one, [this.document]));
  }

  /** @param {Token} token @param {string[]} names */
  #about(token, names) {
    if (token.document === this.document) return names.length === 1;
    const list = this.lists.get(token.document);
    return Boolean(list && names.every((name) => list.some((one) => one.path === name)));
  }
}

/** Judge the tokens and lists beside a document.
 * @param {object} of
 * @param {string[]} of.names files in its folder
 * @param {(path: string) => Uint8Array | null} of.read a file of its folder, or below it
 * @param {string} of.document
 * @param {Trust} of.trust
 * @param {(path: string) => string | null} [of.sha512] of a file that is not held
 * @param {number[]} [of.existed] moments at which all of this is known to have been there
 */
export function judgeStamps({ names, read, document, trust, sha512: streamed = () => null, existed = [] }) {
  const result = new Stamps();
  result.document = document;
  const bytes = read(document);
  const archives = names.filter((one) => /^archive\.[1-9][0-9]?\.json$/.test(one));
  for (const name of archives) {
    result.found.try(() => {
      const list = readArchive(/** @type {Uint8Array} */ (read(name) ?? new Uint8Array()));
      const changed = list.filter((one) => {
        const held = read(one.path);
        return (held && held !== UNREAD ? hex(sha512(held)) : streamed(one.path)) !== one.sha512;
      });
      if (changed.length) throw new Wrong("archive-list-changed", changed[0].path);
      result.lists.set(name, list);
    }, name);
  }
  const tokens = names.filter((one) => one.endsWith(".tst")).sort(byteOrder);
  result.any = tokens.length > 0 || archives.length > 0;
  for (const name of tokens.slice(0, MOST_TOKENS)) {
    const of = /^(.*?)(\.([2-9]|[1-9][0-9]{1,2}))?\.tst$/.exec(name);
    const stamped = of && (of[1] === document || archives.includes(of[1])) ? of[1] : null;
    if (stamped === null) {
      result.found.fail("seal-timestamp", name);
      continue;
    }
    const held = read(name), over = stamped === document ? bytes : read(stamped);
    if (!held || !over) {
      if (!held) result.found.fail("timestamp-malformed", name);
      continue;
    }
    result.tokens.push(judgeToken(name, stamped, held, over, trust));
  }
  fade(result, trust, existed);
  judgeOutcome(result, trust);
  return result;
}

/** @param {Stamps} result @param {Trust} trust @param {number[]} existed */
function fade(result, trust, existed) {
  const later = (/** @type {Token} */ a, /** @type {Token} */ b) => Number(b.at) - Number(a.at) || Number(b.document !== result.document) - Number(a.document !== result.document);
  const ordered = result.tokens.filter((one) => one.outcome === "counts").sort(later);
  /** @type {Token[]} */
  const counting = [];
  for (const one of ordered) {
    const there = [trust.now, ...existed];
    for (const other of counting) {
      const list = result.lists.get(other.document);
      if (list?.some((it) => it.path === one.path) && list.some((it) => it.path === one.document)) there.push(Number(other.at));
    }
    if (there.some((at) => at < one.end)) counting.push(one);
    else {
      one.outcome = "faded";
      one.code = "timestamp-faded";
    }
  }
  for (const one of counting) {
    const list = result.lists.get(one.document);
    for (const other of counting) if (list?.some((it) => it.path === other.path) && Number(one.at) < Number(other.at) - CLOCK_TOLERANCE) result.found.fail("archive-older", one.path);
  }
}

/** @param {Stamps} result @param {Trust} trust */
function judgeOutcome(result, trust) {
  const counts = result.counting.length > 0;
  for (const one of result.tokens) {
    if (one.outcome === "fails") result.found.fail(one.code, one.detail ? `${one.path}: ${one.detail}` : one.path);
    else if (one.outcome === "unknown" && !counts) {
      if (trust.copies.length || one.detail === "fails alone") result.found.fail(one.code, one.path);
      else result.found.lack(one.code, one.path);
    } else if ((one.outcome === "faded" || one.outcome === "held") && !counts) result.found.lack(one.code, one.path);
  }
}
