// SPDX-License-Identifier: Apache-2.0
// Certificates (RFC 5280), and when one counts (section 3).

import { Wrong, digest, isAuthority, isOfficer, isState, same, sha256, stateOf, text } from "../encoding/bytes.js";
import * as der from "../encoding/der.js";
import { MLDSA65_OID, ecdsaHolds, mldsa65Holds, publicKey } from "./keys.js";

/** @typedef {{tbs: Uint8Array, signatureBits: der.Element, namesOneAlgorithm: boolean, algorithm: string, algorithmParameters: Uint8Array | undefined}} Signed */

const PREFIX = "rogatory:";

/** A certificate. */
export class Certificate {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    const [tbs, algorithm, signature, ...more] = der.read(bytes).children(der.SEQUENCE);
    if (more.length) throw new Wrong("certificate-unreadable");
    this.tbs = tbs.bytes;
    this.signatureBits = signature;
    signature.bits();
    const parts = tbs.children(der.SEQUENCE);
    this.version = 1;
    if (parts[0]?.tag === 0xa0) {
      const [version, ...others] = /** @type {der.Element} */ (parts.shift()).children();
      if (others.length) throw new Wrong("certificate-unreadable");
      this.version = Number(version.integer()) + 1;
      if (this.version !== 2 && this.version !== 3) throw new Wrong("certificate-unreadable");
    }
    const [serial, inner, issuer, validity, subject, info, ...rest] = parts;
    if (!info) throw new Wrong("certificate-unreadable");
    this.namesOneAlgorithm = same(inner.bytes, algorithm.bytes);
    this.serial = serial.bytes;
    serial.integer();
    this.issuer = distinguishedName(issuer);
    this.subject = distinguishedName(subject);
    const [from, until, ...times] = validity.children(der.SEQUENCE);
    if (times.length) throw new Wrong("certificate-unreadable");
    this.notBefore = from.time();
    this.notAfter = until.time();
    this.publicKey = publicKey(info);
    for (const one of [inner, algorithm]) {
      const [name, , ...extra] = one.children(der.SEQUENCE);
      name.oid();
      if (extra.length) throw new Wrong("certificate-unreadable");
    }
    const [oid, parameters] = algorithm.children(der.SEQUENCE);
    this.algorithm = oid.oid();
    this.algorithmParameters = parameters?.bytes;
    /** @type {Map<string, {critical: boolean, value: Uint8Array}>} */
    this.extensions = new Map();
    /** @type {string[]} */
    this.uris = [];
    let last = 0xa0;
    for (const one of rest) {
      if (one.tag <= last && !(one.tag === 0x81 && last === 0xa0)) throw new Wrong("certificate-unreadable");
      if (one.tag === 0xa3 && this.version === 3) this.#extensions(one);
      else if (one.tag !== 0x81 && one.tag !== 0x82) throw new Wrong("certificate-unreadable");
      last = one.tag;
    }
    this.#known();
  }

  /** @param {der.Element} wrapped */
  #extensions(wrapped) {
    const [list, ...more] = wrapped.children();
    if (more.length) throw new Wrong("certificate-unreadable");
    for (const one of list.children(der.SEQUENCE)) {
      const parts = one.children(der.SEQUENCE);
      const oid = parts[0].oid();
      let critical = false;
      if (parts.length === 3) {
        critical = parts[1].boolean();
        if (!critical) throw new Wrong("certificate-unreadable");
      }
      if (parts.length < 2 || parts.length > 3 || this.extensions.has(oid)) throw new Wrong("certificate-unreadable");
      this.extensions.set(oid, { critical, value: parts[parts.length - 1].is(der.OCTET_STRING).content });
    }
    if (!this.extensions.size) throw new Wrong("certificate-unreadable");
  }

  #known() {
    const value = (/** @type {string} */ oid) => this.extensions.get(oid)?.value;
    const basic = value("2.5.29.19");
    /** @type {boolean | null} */
    this.isCa = null;
    if (basic) {
      const [flag, length] = der.read(basic).children(der.SEQUENCE);
      this.isCa = flag && flag.tag === der.BOOLEAN ? flag.boolean() : false;
      const path = flag && flag.tag === der.BOOLEAN ? length : flag;
      if (path) path.integer();
    }
    const usage = value("2.5.29.15");
    /** @type {Set<number> | null} */
    this.keyUsage = usage ? der.read(usage).namedBits() : null;
    const extended = value("2.5.29.37");
    /** @type {string[] | null} */
    this.extendedUsage = extended ? der.read(extended).children(der.SEQUENCE).map((one) => one.oid()) : null;
    const own = value("2.5.29.14");
    this.keyId = own ? der.read(own).is(der.OCTET_STRING).content : null;
    const issuer = value("2.5.29.35");
    this.issuerKeyId = issuer ? readIssuerKeyId(issuer) : null;
    const names = value("2.5.29.17");
    if (names)
      for (const one of der.read(names).children(der.SEQUENCE)) {
        if (one.tag === 0x86) {
          if (one.content.some((byte) => byte > 0x7f)) throw new Wrong("certificate-unreadable");
          this.uris.push(text(one.content));
        } else if (![0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x87, 0x88].includes(one.tag)) throw new Wrong("certificate-unreadable");
      }
  }

  /** The rogatory names. @returns {string[]} */
  get rogatory() {
    return this.uris.filter((one) => one.startsWith(PREFIX));
  }

  /** The one rogatory name, or null where there is none, or more than one, or one not in form. @returns {{use: string, holder: string} | null} */
  get named() {
    const found = this.rogatory;
    if (found.length !== 1) return null;
    const parts = found[0].split(":");
    if (parts.length !== 3) return null;
    const [, use, holder] = parts;
    const state = /^[a-z]{2}$/.test(holder) && isState(holder.toUpperCase());
    const fits = {
      "state-ca": state,
      authority: isAuthority(holder),
      officer: isOfficer(holder),
      receipts: state || isAuthority(holder),
      "node-http": state || isAuthority(holder),
      "node-tls": state || isAuthority(holder),
      tsa: state || isAuthority(holder),
    };
    return /** @type {any} */ (fits)[use] ? { use, holder } : null;
  }

  /** `p256` for the family of ECDSA and RSA, `mldsa65`; or null. */
  get family() {
    const { kind } = this.publicKey;
    return kind === "mldsa65" ? "mldsa65" : ["p256", "p384", "rsa"].includes(kind) ? "p256" : null;
  }

  get sha256() {
    return digest(this.bytes);
  }

  /** Decide whether this key made the signature of a certificate or list, which names its algorithm inside and outside alike (RFC 5280 4.1.1.2).
   * @param {Signed} of */
  signed(of) {
    const { kind, key } = this.publicKey;
    if (!of.namesOneAlgorithm || of.signatureBits.content[0] !== 0) return false;
    if (of.algorithm === "1.2.840.10045.4.3.2" && (kind === "p256" || kind === "p384") && of.algorithmParameters === undefined)
      return ecdsaHolds(kind, /** @type {Uint8Array} */ (key), sha256(of.tbs), of.signatureBits.wholeBits());
    if (of.algorithm === MLDSA65_OID && kind === "mldsa65" && of.algorithmParameters === undefined)
      return mldsa65Holds(/** @type {Uint8Array} */ (key), of.tbs, of.signatureBits.wholeBits());
    return false;
  }
}

/** Read the key's identifier of an authorityKeyIdentifier, if it has one (RFC 5280 4.2.1.1). @param {Uint8Array} bytes */
function readIssuerKeyId(bytes) {
  let found = null, last = 0;
  for (const one of der.read(bytes).children(der.SEQUENCE)) {
    if (![0x80, 0xa1, 0x82].includes(one.tag) || (one.tag & 0x1f) < last) throw new Wrong("certificate-unreadable");
    last = (one.tag & 0x1f) + 1;
    if (one.tag === 0x80) found = one.content;
  }
  return found;
}

const UNIVERSAL = 0x1c, BMP = 0x1e;
/** Types whose contents are not looked at: octets, digits, Teletex, times. */
const OTHER_TEXTS = [0x04, 0x12, 0x14, 0x17, 0x18];

/** Decide whether a value of a name is a text of its type (RFC 5280, appendix A.1). @param {der.Element} value */
function isText({ tag, content }) {
  const all = (/** @type {RegExp} */ pattern) => pattern.test(String.fromCharCode(...content.subarray(0, 65536)));
  switch (tag) {
    case 0x0c:
      return isUtf8(content);
    case 0x13:
      return all(/^[A-Za-z0-9 '()+,\-./:=?]*$/);
    case 0x16:
    case 0x1a:
      return content.every((byte) => byte < 0x80);
    case BMP:
      return content.length % 2 === 0;
    case UNIVERSAL:
      return content.length % 4 === 0;
    default:
      return OTHER_TEXTS.includes(tag);
  }
}

/** @param {Uint8Array} bytes */
function isUtf8(bytes) {
  try {
    text(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Read a name, of which only the form is asked. @param {der.Element} element */
export function distinguishedName(element) {
  for (const one of element.children(der.SEQUENCE)) {
    const parts = one.children(der.SET);
    if (!parts.length) throw new Wrong("certificate-unreadable");
    for (const part of parts) {
      const [type, value, ...more] = part.children(der.SEQUENCE);
      if (!value || more.length || !isText(value)) throw new Wrong("certificate-unreadable");
      type.oid();
    }
  }
  return element.bytes;
}

/** Read a certificate. @param {Uint8Array} bytes */
export function certificate(bytes) {
  try {
    return new Certificate(bytes);
  } catch (error) {
    if (error instanceof Wrong || error instanceof TypeError || error instanceof RangeError) throw new Wrong("certificate-unreadable", String(error.message));
    throw error;
  }
}

const USES = {
  "state-ca": { kinds: ["p256", "mldsa65"], usage: [5, 6], ca: true },
  authority: { kinds: ["p256", "p384", "mldsa65"], usage: [0, 1] },
  officer: { kinds: ["p256", "p384", "mldsa65"], usage: [0, 1] },
  receipts: { kinds: ["p256", "p384", "mldsa65"], usage: [0, 1] },
  "node-http": { kinds: ["p256", "p384"], usage: [0] },
  "node-tls": { kinds: ["p256", "p384"], usage: [0], extended: "1.3.6.1.5.5.7.3.1" },
  tsa: { kinds: ["p256", "p384", "rsa"], usage: [0], extended: "1.3.6.1.5.5.7.3.8" },
};
export const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const MAY_BE_CRITICAL = new Set(["2.5.29.19", "2.5.29.15", "2.5.29.37"]);

/** Refuse a certificate that is not of this use and holder in its form (section 3, rules 1 to 3). */
export function formCounts(/** @type {Certificate} */ one, /** @type {string} */ use, /** @type {string | null} */ holder) {
  const rule = /** @type {any} */ (USES)[use];
  if (one.version !== 3) throw new Wrong("certificate-unreadable");
  if (!rule.kinds.includes(one.publicKey.kind)) throw new Wrong("certificate-algorithm");
  if (one.rogatory.length !== 1) throw new Wrong("certificate-names-nobody");
  const named = one.named;
  if (!named) throw new Wrong("certificate-names-nobody");
  if (named.use !== use) throw new Wrong("certificate-use", named.use);
  if (holder !== null && named.holder !== holder) throw new Wrong("certificate-holder", named.holder);
  const usage = one.keyUsage;
  if (one.isCa === null || !usage || one.isCa !== Boolean(rule.ca) || usage.size !== rule.usage.length || !rule.usage.every((/** @type {number} */ bit) => usage.has(bit)))
    throw new Wrong("certificate-key-usage");
  if (rule.extended) {
    const extended = one.extensions.get("2.5.29.37");
    if (!one.extendedUsage || one.extendedUsage.length !== 1 || one.extendedUsage[0] !== rule.extended) throw new Wrong("certificate-key-usage");
    if (use === "tsa" && !extended?.critical) throw new Wrong("certificate-key-usage");
  }
  for (const [oid, { critical }] of one.extensions) if (critical && !MAY_BE_CRITICAL.has(oid)) throw new Wrong("certificate-key-usage", oid);
}

/** Refuse a certificate out of its period (rule 4). @param {Certificate} one @param {number} at */
export function inPeriod(one, at) {
  if (at < one.notBefore) throw new Wrong("certificate-not-yet-valid");
  if (at > one.notAfter) throw new Wrong("certificate-expired");
}

/** Decide whether a State CA issued a certificate (rule 5), at a moment; null asks no period of the CA. */
export function issued(/** @type {Certificate} */ ca, /** @type {Certificate} */ one, /** @type {number | null} */ at) {
  try {
    formCounts(ca, "state-ca", null);
    if (at !== null) inPeriod(ca, at);
  } catch {
    return false;
  }
  const named = one.named;
  return Boolean(
    named &&
      stateOf(named.holder) === stateOf(/** @type {any} */ (ca.named).holder) &&
      ca.family === one.family &&
      same(ca.subject, one.issuer) &&
      ca.keyId &&
      one.issuerKeyId &&
      same(ca.keyId, one.issuerKeyId) &&
      ca.signed(one),
  );
}
