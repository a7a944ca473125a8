// SPDX-License-Identifier: Apache-2.0
// Detached signatures: CMS SignedData in the one shape of section 4.

import { MLDSA65_OID, ecdsaHolds, mldsa65Holds } from "../certificates/keys.js";
import { certificate } from "../certificates/x509.js";
import { Wrong, order, same, sha256, sha384, sha512 } from "../encoding/bytes.js";
import * as der from "../encoding/der.js";
import { LARGEST_SIGNATURE } from "../encoding/limits.js";

const ID_DATA = "1.2.840.113549.1.7.1", ID_SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3", MESSAGE_DIGEST = "1.2.840.113549.1.9.4", SIGNING_TIME = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const KINDS = /** @type {Record<string, {hash: (data: Uint8Array) => Uint8Array, d: string, s: string}>} */ ({
  p256: { hash: sha256, d: "2.16.840.1.101.3.4.2.1", s: "1.2.840.10045.4.3.2" },
  p384: { hash: sha384, d: "2.16.840.1.101.3.4.2.2", s: "1.2.840.10045.4.3.3" },
  mldsa65: { hash: sha512, d: "2.16.840.1.101.3.4.2.3", s: MLDSA65_OID },
});

const algorithm = (/** @type {string} */ oid) => der.write(der.SEQUENCE, der.writeOid(oid));
const attribute = (/** @type {string} */ oid, /** @type {Uint8Array} */ value) => der.write(der.SEQUENCE, der.writeOid(oid), der.write(der.SET, value));

/** Verify a signature over a document, and return the certificate in it, of which nothing else was asked.
 * @param {Uint8Array} signature @param {Uint8Array} document @param {"p256" | "mldsa65"} family */
export function verify(signature, document, family) {
  if (signature.length > LARGEST_SIGNATURE) throw new Wrong("signature-malformed", "too large");
  const parts = malformed(() => taken(signature));
  const signer = certificate(parts.certificate);
  const kind = KINDS[signer.publicKey.kind];
  if (!kind || signer.family !== family) throw new Wrong("signature-algorithm", signer.publicKey.kind);
  const attributes = [
    attribute(CONTENT_TYPE, der.writeOid(ID_DATA)),
    attribute(MESSAGE_DIGEST, der.write(der.OCTET_STRING, parts.digest)),
    attribute(SIGNING_TIME, parts.time),
    attribute(SIGNING_CERTIFICATE_V2, named(parts.certificateDigest, signer.issuer, signer.serial)),
  ].sort(order);
  const signed = der.write(der.SET, ...attributes);
  const whole = der.write(
    der.SEQUENCE,
    der.writeOid(ID_SIGNED_DATA),
    der.write(
      0xa0,
      der.write(
        der.SEQUENCE,
        der.writeInteger(1),
        der.write(der.SET, algorithm(kind.d)),
        der.write(der.SEQUENCE, der.writeOid(ID_DATA)),
        der.write(0xa0, parts.certificate),
        der.write(
          der.SET,
          der.write(
            der.SEQUENCE,
            der.writeInteger(1),
            der.write(der.SEQUENCE, signer.issuer, signer.serial),
            algorithm(kind.d),
            der.write(0xa0, ...attributes),
            algorithm(kind.s),
            der.write(der.OCTET_STRING, parts.signature),
          ),
        ),
      ),
    ),
  );
  if (!same(whole, signature)) throw new Wrong("signature-malformed", "not in its one shape");
  if (!same(parts.certificateDigest, sha256(parts.certificate))) throw new Wrong("signature-other-certificate");
  if (!same(parts.digest, kind.hash(document))) throw new Wrong("signature-other-document");
  const key = /** @type {Uint8Array} */ (signer.publicKey.key);
  const holds = family === "mldsa65" ? mldsa65Holds(key, signed, parts.signature) : ecdsaHolds(signer.publicKey.kind, key, kind.hash(signed), parts.signature);
  if (!holds) throw new Wrong("signature-wrong");
  return signer;
}

/** @param {Uint8Array} digest @param {Uint8Array} issuer @param {Uint8Array} serial */
function named(digest, issuer, serial) {
  const names = der.write(der.SEQUENCE, der.write(0xa4, issuer));
  const one = der.write(der.SEQUENCE, der.write(der.OCTET_STRING, digest), der.write(der.SEQUENCE, names, serial));
  return der.write(der.SEQUENCE, der.write(der.SEQUENCE, one));
}

/** Take out of a signature what differs between signatures. @param {Uint8Array} bytes */
function taken(bytes) {
  const [, wrapped] = der.read(bytes).children(der.SEQUENCE);
  const data = wrapped.children(0xa0)[0].children(der.SEQUENCE);
  const info = data[4].children(der.SET)[0].children(der.SEQUENCE);
  /** @type {Record<string, der.Element>} */
  const values = {};
  for (const one of info[3].children(0xa0)) {
    const [type, set] = one.children(der.SEQUENCE);
    values[type.oid()] = set.children(der.SET)[0];
  }
  const time = values[SIGNING_TIME];
  const year = time.tag === der.GENERALIZED_TIME ? Number(String.fromCharCode(...time.content.subarray(0, 4))) : 0;
  time.time();
  if (time.tag === der.GENERALIZED_TIME && year < 2050) throw new Wrong("signature-malformed", "signingTime");
  const id = values[SIGNING_CERTIFICATE_V2].children(der.SEQUENCE)[0].children(der.SEQUENCE)[0].children(der.SEQUENCE)[0];
  return {
    certificate: data[3].children(0xa0)[0].bytes,
    digest: values[MESSAGE_DIGEST].is(der.OCTET_STRING).content,
    time: time.bytes,
    certificateDigest: id.is(der.OCTET_STRING).content,
    signature: info[5].is(der.OCTET_STRING).content,
  };
}

/** @template T @param {() => T} step @returns {T} */
export function malformed(step, code = "signature-malformed") {
  try {
    return step();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || (error instanceof Wrong && error.code === "der"))
      throw new Wrong(code, error.message);
    throw error;
  }
}
