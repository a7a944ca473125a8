// SPDX-License-Identifier: Apache-2.0
// Tokens of RFC 3161 over a document, and whether their authority counts (section 5).

import { ECDSA_OIDS, HASH_OIDS, RSA_ENCRYPTION, RSA_OIDS, ecdsaHolds, rsaHolds } from "../certificates/keys.js";
import { TIME_STAMPING, certificate, formCounts, issued } from "../certificates/x509.js";
import { Wrong, join, same, seconds, sha1, sha256, stateOf } from "../encoding/bytes.js";
import * as der from "../encoding/der.js";
import { CLOCK_TOLERANCE, LARGEST_TOKEN } from "../encoding/limits.js";
import { malformed } from "./cms.js";

/** @typedef {import("../certificates/x509.js").Certificate} Certificate */
/** @typedef {import("./trust.js").Trust} Trust */

const SIGNED_DATA = "1.2.840.113549.1.7.2", TST_INFO = "1.2.840.113549.1.9.16.1.4";
const CONTENT_TYPE = "1.2.840.113549.1.9.3", MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12", SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

/** @param {der.Element} element @param {boolean} curve whether a curve may be the parameter */
function algorithmOf(element, curve = false) {
  const [oid, parameters, ...more] = element.children(der.SEQUENCE);
  if (more.length) throw new Wrong("timestamp-malformed");
  if (parameters && !(parameters.tag === der.NULL && !parameters.content.length) && !(curve && parameters.tag === der.OID)) throw new Wrong("timestamp-malformed", "parameters");
  return oid.oid();
}

/** Read a token; nothing in it is verified yet. @param {Uint8Array} bytes */
function readToken(bytes) {
  const [type, wrapped, ...extra] = der.read(bytes).children(der.SEQUENCE);
  const [signedData, ...others] = wrapped.children(0xa0);
  if (type.oid() !== SIGNED_DATA || extra.length || others.length) throw new Wrong("timestamp-malformed");
  const parts = signedData.children(der.SEQUENCE);
  const version = Number(parts[0].integer());
  const digests = parts[1].children(der.SET).map((one) => algorithmOf(one));
  const [contentType, content, ...rest] = parts[2].children(der.SEQUENCE);
  if (contentType.oid() !== TST_INFO || rest.length) throw new Wrong("timestamp-malformed", "content type");
  const [octets, ...surplus] = content.children(0xa0);
  if (surplus.length) throw new Wrong("timestamp-malformed");
  const info = octets.is(der.OCTET_STRING).content;
  let next = 3;
  /** @type {Uint8Array[]} */
  const certificates = [];
  let demanded = 3;
  if (parts[next]?.tag === 0xa0)
    for (const one of parts[next++].children()) {
      if (one.tag === der.SEQUENCE) certificates.push(one.bytes);
      else if (one.tag === 0xa2) demanded = Math.max(demanded, 4);
      else if (one.tag === 0xa3) demanded = 5;
      else if (one.tag !== 0xa1 && one.tag !== 0xa0) throw new Wrong("timestamp-malformed");
    }
  if (parts[next]?.tag === 0xa1) for (const one of parts[next++].children()) if (one.tag === 0xa1) demanded = 5;
  const signers = parts[next++].children(der.SET);
  if (parts.length !== next || signers.length !== 1) throw new Wrong("timestamp-malformed", "signers");
  if (version !== demanded) throw new Wrong("timestamp-malformed", "version");
  return { digests, info, certificates, signer: readSigner(signers[0]) };
}

/** @param {der.Element} element */
function readSigner(element) {
  const parts = element.children(der.SEQUENCE);
  const version = Number(parts[0].integer());
  const byKey = parts[1].tag === 0x80;
  if (version !== (byKey ? 3 : 1)) throw new Wrong("timestamp-malformed", "version of the signer");
  const hash = algorithmOf(parts[2]);
  const signed = parts[3].is(0xa0);
  /** @type {Map<string, der.Element>} */
  const attributes = new Map();
  for (const one of signed.children()) {
    const [type, values, ...more] = one.children(der.SEQUENCE);
    const held = values.children(der.SET);
    if (more.length || held.length !== 1 || attributes.has(type.oid())) throw new Wrong("timestamp-malformed", "attribute");
    attributes.set(type.oid(), held[0]);
  }
  const algorithm = algorithmOf(parts[4], true);
  const signature = parts[5].is(der.OCTET_STRING).content;
  if (parts.length > 7 || (parts[6] && parts[6].tag !== 0xa1)) throw new Wrong("timestamp-malformed");
  if (parts[6])
    for (const one of parts[6].children()) {
      const [type, values, ...more] = one.children(der.SEQUENCE);
      type.oid();
      values.children(der.SET);
      if (more.length) throw new Wrong("timestamp-malformed");
    }
  let issuer = null, serial = null;
  if (!byKey) {
    const [one, two, ...more] = parts[1].children(der.SEQUENCE);
    two.integer();
    if (more.length) throw new Wrong("timestamp-malformed");
    issuer = one.is(der.SEQUENCE).bytes;
    serial = two.bytes;
  }
  return { keyId: byKey ? parts[1].content : null, issuer, serial, hash, attributes, signedBytes: join(new Uint8Array([der.SET]), signed.bytes.subarray(1)), algorithm, signature };
}

/** @param {Uint8Array} bytes */
function readInfo(bytes) {
  const parts = der.read(bytes).children(der.SEQUENCE);
  const [version, policy, imprint, serial, time, ...rest] = parts;
  if (version.integer() !== 1n) throw new Wrong("timestamp-malformed", "version");
  policy.oid();
  serial.integer();
  const [algorithm, digest, ...more] = imprint.children(der.SEQUENCE);
  if (more.length) throw new Wrong("timestamp-malformed");
  const found = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{0,5}[1-9])?Z$/.exec(String.fromCharCode(...time.is(der.GENERALIZED_TIME).content));
  const at = found && seconds(...(/** @type {[number, number, number]} */ (/** @type {unknown} */ (found.slice(1, 7).map(Number)))));
  if (at === null) throw new Wrong("timestamp-malformed", "genTime");
  const order = [der.SEQUENCE, der.BOOLEAN, der.INTEGER, 0xa0, 0xa1];
  let place = 0;
  for (const one of rest) {
    const index = order.indexOf(one.tag, place);
    if (index < 0) throw new Wrong("timestamp-malformed");
    place = index + 1;
    if (one.tag === der.SEQUENCE) accuracy(one);
    if (one.tag === der.BOOLEAN && !one.boolean()) throw new Wrong("timestamp-malformed", "a default is written");
    if (one.tag === der.INTEGER) one.integer();
    if (one.tag === 0xa0) {
      const [name, ...others] = one.children();
      if (!name || others.length || ![0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88].includes(name.tag)) throw new Wrong("timestamp-malformed", "tsa");
    }
  }
  return { hash: algorithmOf(algorithm), digest: digest.is(der.OCTET_STRING).content, at: /** @type {number} */ (at) };
}

/** @param {der.Element} element */
function accuracy(element) {
  const order = [der.INTEGER, 0x80, 0x81];
  let place = 0;
  for (const one of element.children(der.SEQUENCE)) {
    const index = order.indexOf(one.tag, place);
    if (index < 0) throw new Wrong("timestamp-malformed", "accuracy");
    place = index + 1;
  }
}

/** @typedef {object} Token
 * @property {string} path
 * @property {string} document
 * @property {"counts" | "faded" | "unknown" | "held" | "fails"} outcome
 * @property {number | null} at
 * @property {Certificate | null} certificate
 * @property {string | null} state
 * @property {number} end until when nobody else can have made it
 * @property {string} code
 * @property {string} detail
 */

/** @returns {Token} */
export function judgeToken(/** @type {string} */ path, /** @type {string} */ name, /** @type {Uint8Array} */ bytes, /** @type {Uint8Array} */ document, /** @type {Trust} */ trust) {
  /** @type {Token} */
  const found = { path, document: name, outcome: "fails", at: null, certificate: null, state: null, end: Infinity, code: "", detail: "" };
  try {
    malformed(() => verifyToken(found, bytes, document, trust), "timestamp-malformed");
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    found.code = error.code;
    found.detail = error.detail;
  }
  return found;
}

/** @param {Token} found @param {Uint8Array} bytes @param {Uint8Array} document @param {Trust} trust */
function verifyToken(found, bytes, document, trust) {
  if (bytes.length > LARGEST_TOKEN) throw new Wrong("timestamp-malformed", "too large");
  const token = readToken(bytes);
  const { signer } = token;
  const info = readInfo(token.info);
  const imprint = /** @type {any} */ (HASH_OIDS)[info.hash], hash = /** @type {any} */ (HASH_OIDS)[signer.hash];
  if (!imprint || !hash) throw new Wrong("timestamp-malformed", "hash");
  if (!token.digests.includes(signer.hash)) throw new Wrong("timestamp-malformed", "digestAlgorithms");
  if (!same(imprint(document), info.digest)) throw new Wrong("timestamp-other-document");
  const type = signer.attributes.get(CONTENT_TYPE), digest = signer.attributes.get(MESSAGE_DIGEST);
  if (!type || type.oid() !== TST_INFO) throw new Wrong("timestamp-wrong", "contentType");
  if (!digest || !same(digest.is(der.OCTET_STRING).content, hash(token.info))) throw new Wrong("timestamp-wrong", "messageDigest");
  const bound = signingCertificate(signer.attributes);
  const ecdsa = /** @type {any} */ (ECDSA_OIDS)[signer.algorithm], rsa = /** @type {any} */ (RSA_OIDS)[signer.algorithm];
  if (!ecdsa && !rsa && signer.algorithm !== RSA_ENCRYPTION) throw new Wrong("timestamp-malformed", "signature algorithm");
  if ((ecdsa && ecdsa !== hash) || (rsa && rsa !== hash)) throw new Wrong("timestamp-malformed", "the signature algorithm names another digest");
  const named = (/** @type {Certificate} */ it) =>
    signer.keyId ? it.keyId && same(it.keyId, signer.keyId) : same(it.issuer, /** @type {Uint8Array} */ (signer.issuer)) && same(it.serial, /** @type {Uint8Array} */ (signer.serial));
  const one = candidates(token.certificates, trust).find(named);
  if (!one) {
    found.outcome = "unknown";
    found.code = "timestamp-unknown-authority";
    return;
  }
  found.certificate = one;
  if (!same(bound.hash(one.bytes), bound.digest)) throw new Wrong("timestamp-wrong", "signingCertificate");
  if (bound.issuer && !(same(bound.issuer, one.issuer) && same(/** @type {Uint8Array} */ (bound.serial), one.serial))) throw new Wrong("timestamp-wrong", "issuerSerial");
  const { kind, key } = one.publicKey;
  const holds = ecdsa
    ? (kind === "p256" || kind === "p384") && ecdsaHolds(kind, /** @type {Uint8Array} */ (key), hash(signer.signedBytes), signer.signature)
    : kind === "rsa" && rsaHolds(key, signer.hash, hash(signer.signedBytes), signer.signature);
  if (!holds) throw new Wrong("timestamp-wrong", "signature");
  authority(found, one, info.at, trust);
}

/** @param {Map<string, der.Element>} attributes */
function signingCertificate(attributes) {
  const second = attributes.get(SIGNING_CERTIFICATE_V2), first = attributes.get(SIGNING_CERTIFICATE);
  const value = second ?? first;
  if (!value) throw new Wrong("timestamp-wrong", "signingCertificate");
  const [ids] = value.children(der.SEQUENCE);
  const parts = ids.children(der.SEQUENCE)[0].children(der.SEQUENCE);
  let hash = second ? sha256 : sha1;
  if (second && parts[0].tag === der.SEQUENCE) {
    hash = /** @type {any} */ (HASH_OIDS)[algorithmOf(/** @type {der.Element} */ (parts.shift()))];
    if (!hash) throw new Wrong("timestamp-malformed", "signingCertificate");
  }
  const digest = parts[0].is(der.OCTET_STRING).content;
  let issuer = null, serial = null;
  if (parts[1]) {
    const [names, number] = parts[1].children(der.SEQUENCE);
    const [name] = names.children(der.SEQUENCE);
    if (name?.tag === 0xa4) {
      issuer = name.children()[0].bytes;
      serial = number.bytes;
    }
  }
  return { hash: /** @type {(data: Uint8Array) => Uint8Array} */ (hash), digest, issuer, serial };
}

/** @param {Uint8Array[]} inside @param {Trust} trust @returns {Certificate[]} */
function candidates(inside, trust) {
  const found = inside.map((bytes) => {
    try {
      return certificate(bytes);
    } catch (error) {
      if (error instanceof Wrong) throw new Wrong("timestamp-malformed", "a certificate in it cannot be read");
      throw error;
    }
  });
  for (const copy of trust.copies) for (const entry of copy.entries.values()) for (const one of entry.certificates) if (one.use === "tsa") found.push(one.certificate);
  return [...found, ...trust.stampers];
}

/** Ask whether a certificate is of an authority that counts (rules 5 to 7). */
function authority(/** @type {Token} */ found, /** @type {Certificate} */ one, /** @type {number} */ at, /** @type {Trust} */ trust) {
  const named = one.named;
  const names = one.rogatory;
  const listed = trust.copies.flatMap((copy) => {
    const records = [...copy.entries].flatMap(([state, entry]) => entry.certificates.filter((it) => it.use === "tsa" && same(it.certificate.bytes, one.bytes)).map((record) => ({ state, record })));
    return records.length ? [records] : [];
  });
  const alongside = !trust.copies.length && !trust.given && trust.stampers.some((it) => same(it.bytes, one.bytes));
  if (names.length === 1 && named?.use !== "tsa") throw new Wrong("timestamp-wrong", "a certificate of another use");
  const stamping = one.extensions.get("2.5.29.37")?.critical && one.extendedUsage?.length === 1 && one.extendedUsage[0] === TIME_STAMPING;
  found.state = listed[0]?.[0].state ?? (named ? stateOf(named.holder) : null);
  const vouched = () => {
    if (!named) return false;
    const state = stateOf(named.holder);
    const cas = trust.first ? (trust.first.entries.get(state)?.certificates ?? []).filter((it) => it.use === "state-ca").map((it) => it.certificate) : trust.given ? [] : trust.authorities;
    formCounts(one, "tsa", null);
    return cas.some((ca) => issued(ca, one, at));
  };
  if (!listed.length && !alongside) {
    if (found.state && trust.copies.some((copy) => !trust.isInside(copy) && copy.held.has(/** @type {string} */ (found.state)))) {
      found.outcome = "held";
      found.code = "trust-state-held-back";
      return;
    }
    const known = !trust.copies.length && vouched();
    if (!known) {
      const hasAuthority = named && !trust.given && trust.authorities.some((ca) => ca.family === "p256" && ca.named && stateOf(ca.named.holder) === stateOf(named.holder));
      found.outcome = "unknown";
      found.code = trust.copies.length ? "timestamp-authority-unlisted" : "timestamp-unknown-authority";
      if (hasAuthority) found.detail = "fails alone";
      return;
    }
  }
  if (!stamping) throw new Wrong("timestamp-wrong", "extended key usage");
  if (at < one.notBefore || at > one.notAfter) throw new Wrong("timestamp-authority-ended");
  for (const records of listed)
    if (!records.some(({ record }) => record.from <= at && at < record.until && (!record.ended || at < record.ended.at))) throw new Wrong("timestamp-authority-ended");
  if (at > trust.now + CLOCK_TOLERANCE) throw new Wrong("moment-ahead", "genTime");
  found.at = at;
  found.end = one.notAfter + 1;
  for (const records of listed) for (const { record } of records) if (record.ended?.reason === "compromised") found.end = Math.min(found.end, record.ended.at);
  found.outcome = "counts";
}
