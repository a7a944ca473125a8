// SPDX-License-Identifier: Apache-2.0
// Keys, and whether a signature is made by one (section 3).

import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384 } from "@noble/curves/nist.js";
import { ml_dsa65 } from "@noble/post-quantum/ml-dsa.js";
import { Wrong, hex, join, same, sha256, sha384, sha512, utf8 } from "../encoding/bytes.js";
import * as der from "../encoding/der.js";
import { LARGEST_RSA_BITS, SMALLEST_RSA_BITS } from "../encoding/limits.js";

export const MLDSA65_OID = "2.16.840.1.101.3.4.3.18";
export const ECDSA_OIDS = { "1.2.840.10045.4.3.2": sha256, "1.2.840.10045.4.3.3": sha384, "1.2.840.10045.4.3.4": sha512 };
export const RSA_OIDS = { "1.2.840.113549.1.1.11": sha256, "1.2.840.113549.1.1.12": sha384, "1.2.840.113549.1.1.13": sha512 };
export const RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
export const HASH_OIDS = { "2.16.840.1.101.3.4.2.1": sha256, "2.16.840.1.101.3.4.2.2": sha384, "2.16.840.1.101.3.4.2.3": sha512 };
const EC_KEY = "1.2.840.10045.2.1";
const CURVES = { "1.2.840.10045.3.1.7": "p256", "1.3.132.0.34": "p384" };

/** @typedef {{kind: string, key: Uint8Array | {n: bigint, e: bigint, size: number}}} PublicKey */

/** Read a SubjectPublicKeyInfo. @param {der.Element} info @returns {PublicKey} */
export function publicKey(info) {
  const [algorithm, bits, ...more] = info.children(der.SEQUENCE);
  const [name, parameters, ...others] = algorithm.children(der.SEQUENCE);
  if (!bits || more.length || others.length) throw new Wrong("certificate-unreadable");
  const key = bits.wholeBits();
  const found = (/** @type {string} */ kind, /** @type {any} */ value) => ({ kind, key: value });
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

/** Verify an ML-DSA-65 signature. @param {Uint8Array} key @param {Uint8Array} message @param {Uint8Array} signature */
export function mldsa65Holds(key, message, signature) {
  try {
    return signature.length === 3309 && once(["mldsa65", key, message, signature], () => ml_dsa65.verify(signature, message, key));
  } catch {
    return false;
  }
}

/** Verify an Ed25519 signature (RFC 8032). @param {Uint8Array} key @param {Uint8Array} message @param {Uint8Array} signature */
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
