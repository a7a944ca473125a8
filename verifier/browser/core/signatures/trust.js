// SPDX-License-Identifier: Apache-2.0
// By whom a document is signed at a moment (sections 3, 4 and 4.2).

import { listedBy } from "../certificates/revocation.js";
import { formCounts, inPeriod, issued } from "../certificates/x509.js";
import { Findings } from "../checks/findings.js";
import { Lacking, Wrong, same, stateOf } from "../encoding/bytes.js";
import * as cms from "./cms.js";

/** @typedef {import("../certificates/x509.js").Certificate} Certificate */
/** @typedef {import("../directory/entry.js").CertificateRecord} CertificateRecord */
/** @typedef {import("../directory/directory.js").Directory} Directory */

/** The moment of 4.2, 3(b) or (e), of what a State signed. @typedef {(state: string) => number | null} Listed */

/** @type {Listed} */
export const UNLISTED = () => null;

/** What signatures are judged by: directories, or certificates that came along. */
export class Trust {
  constructor() {
    this.now = 0;
    /** Whether the reader gave anything. */
    this.given = false;
    /** Of a bundle: the directory inside decides, and what it holds back fails. */
    this.inside = false;
    /** The directory of the moment. @type {Directory | null} */
    this.first = null;
    /** The newest copy known, as published. @type {Directory | null} */
    this.newest = null;
    /** Of a bundle: the copy that the reader gave. @type {Directory | null} */
    this.own = null;
    /** State CAs that came along. @type {Certificate[]} */
    this.authorities = [];
    /** Timestamp authorities that came along. @type {Certificate[]} */
    this.stampers = [];
    /** Revocation lists at hand. @type {import("../certificates/revocation.js").RevocationList[]} */
    this.lists = [];
  }

  /** The same with other certificates that came along. @param {Partial<Trust>} changes */
  with(changes) {
    return Object.assign(Object.assign(new Trust(), this), changes);
  }

  /** Decide whether a copy lies inside a bundle: what it holds back fails, since who exports chose it. @param {Directory} copy */
  isInside(copy) {
    return this.inside && copy !== this.own;
  }

  get copies() {
    return [...new Set([this.first, this.newest].filter((one) => one !== null))];
  }

  /** The certificates of State CAs that vouch for a State and family; throws what is lacking or wrong.
   * @param {string} state @param {"p256" | "mldsa65"} family
   * @param {{at: number, signed: number | null} | null} moments asked of each (18.5); null takes every one that is listed */
  vouching(state, family, moments) {
    if (!this.first) {
      const found = this.given ? [] : this.authorities.filter((one) => one.named && stateOf(one.named.holder) === state && one.family === family);
      if (!found.length) throw new Lacking("certificate-chain", `the State CA of ${state} is not at hand`);
      return found;
    }
    const entry = this.entry(this.first, state);
    const records = entry.certificates.filter((one) => one.use === "state-ca" && one.certificate.family === family);
    const counting = moments ? records.filter((one) => vouches(one, moments.at, moments.signed)) : records;
    if (!counting.length) throw new Wrong("certificate-chain", `no State CA of ${state} counts`);
    return counting.map((one) => one.certificate);
  }

  /** Return a State's entry in a copy, or throw why there is none. @param {Directory} copy @param {string} state */
  entry(copy, state) {
    const held = copy.held.get(state);
    if (held) {
      if (this.isInside(copy)) throw new Wrong(held[0].code, `${state} is held back: ${held[0].detail}`);
      throw new Lacking("trust-state-held-back", `${state}: ${held[0].code}`);
    }
    const found = copy.entries.get(state);
    if (!found) throw new Wrong("state-not-listed", state);
    return found;
  }
}

/** Decide whether a State CA vouches at a moment (18.5). @param {CertificateRecord} one @param {number} at @param {number | null} signed */
export function vouches(one, at, signed) {
  if (at < one.from || at >= one.until) return false;
  if (!one.ended || one.ended.reason === "rotated") return true;
  return at < one.ended.at && signed !== null && signed < one.ended.at;
}

/** Ask rule 5 of 4.2 of a certificate that signed, in each copy. @param {Trust} trust @param {Certificate} one @param {number} at @param {number | null} signed */
export function askListed(trust, one, at, signed, found = new Findings()) {
  const { use, holder } = /** @type {{use: string, holder: string}} */ (one.named);
  if (use === "officer") return found;
  const state = stateOf(holder);
  for (const copy of trust.copies)
    found.try(() => {
      const entry = trust.entry(copy, state);
      if (use === "authority" && !entry.authorities.has(holder)) throw new Wrong("authority-not-listed", holder);
      const records = entry.certificates.filter((record) => record.use === use && record.holder === holder && same(record.certificate.bytes, one.bytes));
      if (!records.length) throw new Wrong("workstation-certificate-not-listed", holder);
      const inForce = records.filter((record) => record.from <= at && at < record.until && (!record.ended || at < record.ended.at));
      if (!inForce.length) throw new Wrong("workstation-certificate-ended", holder);
      const counts = inForce.some((record) => record.ended?.reason !== "compromised" || (signed !== null && signed < record.ended.at));
      if (!counts) throw new Wrong("signatures-unproved", holder);
    });
  return found;
}

/** @typedef {object} Signed
 * @property {Uint8Array | undefined | null} document
 * @property {Uint8Array | undefined | null} p256
 * @property {Uint8Array | undefined | null} mldsa65
 * @property {string} use
 * @property {string | null} holder
 * @property {number} at the moment at which it is judged
 * @property {boolean} [unproved] the moment is that of the check: a certificate that ended is undecided
 * @property {number | null} [signed] the signature moment
 * @property {boolean} [demanded] whether the ML-DSA signature is always demanded
 * @property {boolean} [listed] whether rule 5 is asked here
 * @property {string | null} [state] of the holder, where any holder of a State may sign
 */

/** Decide whether a document is signed. @param {Trust} trust @param {Signed} what
 * @returns {{found: Findings, certificates: Certificate[], holder: string | null}} */
export function signedBy(trust, what) {
  const found = new Findings();
  /** @type {Certificate[]} */
  const certificates = [];
  const { at, signed = null, listed = false } = what;
  const holders = new Set();
  const families = /** @type {("p256" | "mldsa65")[]} */ (["p256", "mldsa65"]);
  for (const family of families) {
    const signature = what[family];
    if (!signature) {
      if (family === "p256" || (what.demanded ?? false) || found.try(() => demands(trust, what))) found.fail("signature-missing", family);
      continue;
    }
    found.try(() => {
      const one = cms.verify(signature, /** @type {Uint8Array} */ (what.document), family);
      formCounts(one, what.use, what.holder);
      const { holder } = /** @type {{holder: string}} */ (one.named);
      holders.add(holder);
      if (at > one.notAfter && what.unproved) found.lack("certificate-expired", family);
      else inPeriod(one, at);
      const state = stateOf(holder);
      const vouching = trust.vouching(state, family, listed ? { at, signed } : null);
      const asked = what.unproved && at > one.notAfter ? null : at;
      const issuers = vouching.filter((ca) => issued(ca, one, trust.first && !listed ? null : asked));
      if (!issuers.length) throw new Wrong("certificate-chain", family);
      certificates.push(one);
      if (listed) askListed(trust, one, at, signed, found);
      if (!trust.first) askRevoked(trust, one, issuers, at, signed, found);
    }, family);
  }
  if (holders.size > 1) found.fail("signature-holders-differ");
  return { found, certificates, holder: [...holders][0] ?? what.holder };
}

/** Decide whether the directory demands the ML-DSA signature of a holder. @param {Trust} trust @param {Signed} what */
function demands(trust, what) {
  if (!trust.first || !what.holder) return false;
  const entry = trust.first.entries.get(stateOf(what.holder));
  return Boolean(
    entry?.certificates.some(
      (one) => one.use === what.use && one.holder === what.holder && one.certificate.family === "mldsa65" && one.from <= what.at && what.at < one.until && (!one.ended || what.at < one.ended.at),
    ),
  );
}

const ENDS_WITHOUT_THEFT = new Set([3, 4, 5]);
const REMOVED = 8;

/** Ask revocation lists at hand, where there is no directory (section 3). */
function askRevoked(/** @type {Trust} */ trust, /** @type {Certificate} */ one, /** @type {Certificate[]} */ issuers, /** @type {number} */ at, /** @type {number | null} */ signed, /** @type {Findings} */ found) {
  for (const list of trust.lists) {
    if (!issuers.some((ca) => listedBy(ca, list))) continue;
    for (const entry of list.entries) {
      if (!same(entry.serial, one.serial) || entry.reason === REMOVED || entry.at > trust.now) continue;
      if (entry.at <= at) found.fail("certificate-revoked");
      else if (!ENDS_WITHOUT_THEFT.has(entry.reason) && (signed === null || signed >= entry.at)) found.fail("certificate-revoked");
    }
  }
}
