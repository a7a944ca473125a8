// SPDX-License-Identifier: Apache-2.0
// Revocation lists (RFC 5280 section 5).

import { Wrong, same } from "../encoding/bytes.js";
import * as der from "../encoding/der.js";
import { distinguishedName } from "./x509.js";

/** @typedef {import("./x509.js").Certificate} Certificate */

/** A revocation list (RFC 5280 section 5). */
export class RevocationList {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    const [tbs, algorithm, signature, ...more] = der.read(bytes).children(der.SEQUENCE);
    if (more.length) throw new Wrong("crl-unreadable");
    this.tbs = tbs.bytes;
    this.signatureBits = signature;
    signature.bits();
    const [oid, parameters] = algorithm.children(der.SEQUENCE);
    this.algorithm = oid.oid();
    this.algorithmParameters = parameters?.bytes;
    const parts = tbs.children(der.SEQUENCE);
    if (parts[0]?.tag !== der.INTEGER || parts[0].integer() !== 1n) throw new Wrong("crl-unreadable");
    const [, inner, issuer, thisUpdate, ...rest] = parts;
    if (!same(inner.bytes, algorithm.bytes)) throw new Wrong("crl-unreadable");
    this.namesOneAlgorithm = true;
    this.issuer = distinguishedName(issuer);
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

/** Read a revocation list. @param {Uint8Array} bytes */
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
