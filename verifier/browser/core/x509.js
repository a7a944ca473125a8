// SPDX-License-Identifier: Apache-2.0
// Certificates (RFC 5280), revocation lists, and when a certificate counts (section 3).

import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384 } from "@noble/curves/nist.js";
import { ml_dsa65 } from "@noble/post-quantum/ml-dsa.js";
import { Wrong, base64, digest, hex, isAuthority, isOfficer, isState, join, same, sha256, sha384, sha512, stateOf, text, unbase64, utf8 } from "./bytes.js";
import * as der from "./der.js";
import { LARGEST_RSA_BITS, MOST_CERTIFICATES, SMALLEST_RSA_BITS } from "./limits.js";

export const MLDSA65_OID = "2.16.840.1.101.3.4.3.18";
export const ECDSA_OIDS = { "1.2.840.10045.4.3.2": sha256, "1.2.840.10045.4.3.3": sha384, "1.2.840.10045.4.3.4": sha512 };
export const RSA_OIDS = { "1.2.840.113549.1.1.11": sha256, "1.2.840.113549.1.1.12": sha384, "1.2.840.113549.1.1.13": sha512 };
export const RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
export const HASH_OIDS = { "2.16.840.1.101.3.4.2.1": sha256, "2.16.840.1.101.3.4.2.2": sha384, "2.16.840.1.101.3.4.2.3": sha512 };
const EC_KEY = "1.2.840.10045.2.1";
const CURVES = { "1.2.840.10045.3.1.7": "p256", "1.3.132.0.34": "p384" };
const PREFIX = "rogatory:";

/** @typedef {{kind: string, key: Uint8Array | {n: bigint, e: bigint, size: number}, spki: Uint8Array, bits: Uint8Array}} PublicKey */

/** Read a SubjectPublicKeyInfo. @param {der.Element} info @returns {PublicKey} */
export function publicKey(info) {
  const [algorithm, bits, ...more] = info.children(der.SEQUENCE);
  const [name, parameters, ...others] = algorithm.children(der.SEQUENCE);
  if (!bits || more.length || others.length) throw new Wrong("certificate-unreadable");
  const key = bits.wholeBits();
  const found = (/** @type {string} */ kind, /** @type {any} */ value) => ({ kind, key: value, spki: info.bytes, bits: key });
  switch (name.oid()) {
    case EC_KEY: {
      const curve = parameters && parameters.tag === der.OID ? /** @type {any} */ (CURVES)[parameters.oid()] : undefined;
      if (!curve) return found("other", key);
      pointOf(curve, key);
      return found(curve, key);
    }
    case MLDSA65_OID:
      if (parameters || key.length !== 1952) throw new Wrong("certificate-unreadable");
      return found("mldsa65", key);
    case RSA_ENCRYPTION: {
      if (!parameters || parameters.tag !== der.NULL || parameters.content.length) throw new Wrong("certificate-unreadable");
      const [n, e, ...rest] = der.read(key).children(der.SEQUENCE).map((one) => one.integer());
      if (rest.length || n <= 0n || e < 3n || e % 2n === 0n) throw new Wrong("certificate-unreadable");
      const size = n.toString(2).length;
      return found(size >= SMALLEST_RSA_BITS && size <= LARGEST_RSA_BITS ? "rsa" : "other", { n, e, size });
    }
    default:
      return found("other", key);
  }
}

/** @param {"p256" | "p384"} curve @param {Uint8Array} key */
function pointOf(curve, key) {
  try {
    return (curve === "p256" ? p256 : p384).Point.fromBytes(key);
  } catch {
    throw new Wrong("certificate-unreadable", "no point of the curve");
  }
}

/** Signatures whose answer is kept: the same certificates are read for each copy and moment. */
const MOST_REMEMBERED = 20000;
/** @type {Map<string, boolean>} */
const remembered = new Map();

/** Ask once whether a signature holds. @param {(Uint8Array | string)[]} parts @param {() => boolean} ask */
export function once(parts, ask) {
  const hasher = sha256.create();
  for (const one of parts) {
    const bytes = typeof one === "string" ? utf8(one) : one;
    hasher.update(utf8(`${bytes.length} `)).update(bytes);
  }
  const name = hex(hasher.digest());
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const answer = ask();
  remembered.set(name, answer);
  return answer;
}

/** Verify an ECDSA signature in DER. */
export function ecdsaHolds(/** @type {string} */ kind, /** @type {Uint8Array} */ key, /** @type {Uint8Array} */ hash, /** @type {Uint8Array} */ signature) {
  return once([kind, key, hash, signature], () => ecdsaVerifies(kind, key, hash, signature));
}

function ecdsaVerifies(/** @type {string} */ kind, /** @type {Uint8Array} */ key, /** @type {Uint8Array} */ hash, /** @type {Uint8Array} */ signature) {
  const curve = kind === "p256" ? p256 : p384;
  try {
    const [r, s, ...more] = der.read(signature).children(der.SEQUENCE).map((one) => one.integer());
    const size = kind === "p256" ? 32 : 48;
    const n = curve.Point.Fn.ORDER;
    if (more.length || r <= 0n || s <= 0n || r >= n || s >= n) return false;
    const part = (/** @type {bigint} */ value) => Uint8Array.from(value.toString(16).padStart(2 * size, "0").match(/../g) ?? [], (one) => parseInt(one, 16));
    return curve.verify(join(part(r), part(s)), hash, key, { prehash: false, lowS: false, format: "compact" });
  } catch {
    return false;
  }
}

/** @param {Uint8Array} key @param {Uint8Array} message @param {Uint8Array} signature */
export function mldsa65Holds(key, message, signature) {
  try {
    return signature.length === 3309 && once(["mldsa65", key, message, signature], () => ml_dsa65.verify(signature, message, key));
  } catch {
    return false;
  }
}

/** @param {Uint8Array} key @param {Uint8Array} message @param {Uint8Array} signature */
export function ed25519Holds(key, message, signature) {
  try {
    return once(["ed25519", key, message, signature], () => ed25519.verify(signature, message, key, { zip215: false }));
  } catch {
    return false;
  }
}

/** RSA PKCS#1 v1.5 (RFC 8017 8.2.2). @param {any} key @param {string} hashOid @param {Uint8Array} hash @param {Uint8Array} signature */
export function rsaHolds(key, hashOid, hash, signature) {
  const size = Math.ceil(key.size / 8);
  if (signature.length !== size) return false;
  let value = 0n;
  for (const one of signature) value = (value << 8n) | BigInt(one);
  if (value >= key.n) return false;
  let result = 1n;
  for (let base = value, exponent = key.e; exponent; exponent >>= 1n, base = (base * base) % key.n) if (exponent & 1n) result = (result * base) % key.n;
  const info = der.write(der.SEQUENCE, der.write(der.SEQUENCE, der.writeOid(hashOid), der.write(der.NULL)), der.write(der.OCTET_STRING, hash));
  const expected = join(new Uint8Array([0, 1]), new Uint8Array(size - info.length - 3).fill(0xff), new Uint8Array([0]), info);
  const digits = result.toString(16).padStart(2 * size, "0").match(/../g) ?? [];
  return same(Uint8Array.from(digits, (one) => parseInt(one, 16)), expected);
}

/** @param {der.Element | undefined} element @returns {boolean} */
const absent = (element) => element === undefined;

/** A certificate. */
export class Certificate {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    const [tbs, algorithm, signature, ...more] = der.read(bytes).children(der.SEQUENCE);
    if (more.length) throw new Wrong("certificate-unreadable");
    this.tbs = tbs.bytes;
    this.signature = signature.wholeBits();
    const parts = tbs.children(der.SEQUENCE);
    this.version = 1;
    if (parts[0]?.tag === 0xa0) {
      const [version, ...others] = /** @type {der.Element} */ (parts.shift()).children();
      if (others.length) throw new Wrong("certificate-unreadable");
      this.version = Number(version.integer()) + 1;
      if (this.version !== 2 && this.version !== 3) throw new Wrong("certificate-unreadable");
    }
    const [serial, inner, issuer, validity, subject, info, ...rest] = parts;
    if (!info || !same(inner.bytes, algorithm.bytes)) throw new Wrong("certificate-unreadable");
    this.serial = serial.bytes;
    serial.integer();
    this.issuer = name(issuer);
    this.subject = name(subject);
    const [from, until, ...times] = validity.children(der.SEQUENCE);
    if (times.length) throw new Wrong("certificate-unreadable");
    this.notBefore = from.time();
    this.notAfter = until.time();
    this.publicKey = publicKey(info);
    const [oid, parameters, ...extra] = algorithm.children(der.SEQUENCE);
    if (extra.length) throw new Wrong("certificate-unreadable");
    this.algorithm = oid.oid();
    this.algorithmParameters = parameters?.bytes;
    /** @type {Map<string, {critical: boolean, value: Uint8Array}>} */
    this.extensions = new Map();
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
    this.issuerKeyId = issuer ? (der.read(issuer).children(der.SEQUENCE).find((one) => one.tag === 0x80)?.content ?? null) : null;
    const names = value("2.5.29.17");
    /** @type {string[]} */
    this.uris = [];
    if (names)
      for (const one of der.read(names).children(der.SEQUENCE)) {
        if (one.tag === 0x86) {
          if (one.content.some((byte) => byte > 0x7f)) throw new Wrong("certificate-unreadable");
          this.uris.push(text(one.content));
        } else if (![0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x87, 0x88].includes(one.tag)) throw new Wrong("certificate-unreadable");
      }
  }

  /** The rogatory names. */
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

  /** Decide whether this key made a signature over a message. @param {Certificate} of */
  signed(of) {
    const { kind, key } = this.publicKey;
    if (of.algorithm === "1.2.840.10045.4.3.2" && (kind === "p256" || kind === "p384") && of.algorithmParameters === undefined)
      return ecdsaHolds(kind, /** @type {Uint8Array} */ (key), sha256(of.tbs), of.signature);
    if (of.algorithm === MLDSA65_OID && kind === "mldsa65" && of.algorithmParameters === undefined)
      return mldsa65Holds(/** @type {Uint8Array} */ (key), of.tbs, of.signature);
    return false;
  }
}

/** @param {der.Element} element */
function name(element) {
  for (const one of element.children(der.SEQUENCE)) {
    const parts = one.children(der.SET);
    if (!parts.length) throw new Wrong("certificate-unreadable");
    for (const part of parts) {
      const [type, value, ...more] = part.children(der.SEQUENCE);
      if (!value || more.length) throw new Wrong("certificate-unreadable");
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

/** Read PEM blocks of RFC 7468 with lines of 64, and not a byte more. @param {Uint8Array} bytes @param {string} label */
export function pem(bytes, label, most = MOST_CERTIFICATES) {
  const source = text(bytes);
  const begin = `-----BEGIN ${label}-----\n`, end = `-----END ${label}-----\n`;
  const found = [];
  for (let at = 0; at < source.length; ) {
    if (!source.startsWith(begin, at)) throw new Wrong("bundle-content");
    const stop = source.indexOf(end, at);
    if (stop < 0) throw new Wrong("bundle-content");
    const lines = source.slice(at + begin.length, stop);
    const data = unbase64(lines.replaceAll("\n", ""));
    if (!data.length || (base64(data).match(/.{1,64}/g) ?? []).join("\n") + "\n" !== lines) throw new Wrong("bundle-content");
    found.push(data);
    if (found.length > most) throw new Wrong("bundle-content");
    at = stop + end.length;
  }
  if (!found.length) throw new Wrong("bundle-content");
  return found;
}

/** A revocation list (RFC 5280 section 5). */
export class RevocationList {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    const [tbs, algorithm, signature, ...more] = der.read(bytes).children(der.SEQUENCE);
    if (more.length) throw new Wrong("crl-unreadable");
    this.tbs = tbs.bytes;
    this.signature = signature.wholeBits();
    const [oid, parameters] = algorithm.children(der.SEQUENCE);
    this.algorithm = oid.oid();
    this.algorithmParameters = parameters?.bytes;
    const parts = tbs.children(der.SEQUENCE);
    if (parts[0]?.tag !== der.INTEGER || parts[0].integer() !== 1n) throw new Wrong("crl-unreadable");
    const [, inner, issuer, thisUpdate, ...rest] = parts;
    if (!same(inner.bytes, algorithm.bytes)) throw new Wrong("crl-unreadable");
    this.issuer = name(issuer);
    thisUpdate.time();
    const next = rest.shift();
    if (!next || (next.tag !== der.UTC_TIME && next.tag !== der.GENERALIZED_TIME)) throw new Wrong("crl-unreadable");
    next.time();
    /** @type {{serial: Uint8Array, at: number, reason: number}[]} */
    this.entries = [];
    if (rest[0]?.tag === der.SEQUENCE) for (const one of /** @type {der.Element} */ (rest.shift()).children()) this.entries.push(entry(one));
    const wrapped = rest.shift();
    if (!wrapped || wrapped.tag !== 0xa0 || rest.length) throw new Wrong("crl-unreadable");
    const [list, ...others] = wrapped.children();
    if (others.length) throw new Wrong("crl-unreadable");
    const found = extensions(list);
    if (!found.has("2.5.29.20")) throw new Wrong("crl-unreadable");
    der.read(/** @type {Uint8Array} */ (found.get("2.5.29.20"))).integer();
  }
}

/** @param {der.Element} list */
function extensions(list) {
  const found = new Map();
  for (const one of list.children(der.SEQUENCE)) {
    const parts = one.children(der.SEQUENCE);
    const oid = parts[0].oid();
    if (parts.length < 2 || parts.length > 3 || found.has(oid)) throw new Wrong("crl-unreadable");
    if (parts.length === 3 && !parts[1].boolean()) throw new Wrong("crl-unreadable");
    found.set(oid, parts[parts.length - 1].is(der.OCTET_STRING).content);
  }
  return found;
}

/** @param {der.Element} one */
function entry(one) {
  const [serial, date, list, ...more] = one.children(der.SEQUENCE);
  if (more.length) throw new Wrong("crl-unreadable");
  serial.integer();
  let at = date.time();
  let reason = 0;
  if (list) {
    const found = extensions(list);
    const coded = found.get("2.5.29.21"), invalid = found.get("2.5.29.24");
    if (coded) {
      const value = der.read(coded);
      if (value.tag !== 0x0a || value.content.length !== 1) throw new Wrong("crl-unreadable");
      reason = value.content[0];
    }
    if (invalid) at = Math.min(at, der.read(invalid).is(der.GENERALIZED_TIME).time());
  }
  return { serial: serial.bytes, at, reason };
}

/** @param {Uint8Array} bytes */
export function revocationList(bytes) {
  try {
    return new RevocationList(bytes);
  } catch (error) {
    if (error instanceof Wrong || error instanceof TypeError || error instanceof RangeError) throw new Wrong("crl-unreadable");
    throw error;
  }
}

/** Decide whether a State CA made a list. @param {Certificate} ca @param {RevocationList} list */
export function listedBy(ca, list) {
  return same(ca.subject, list.issuer) && ca.signed(/** @type {any} */ (list));
}
