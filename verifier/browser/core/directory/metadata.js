// SPDX-License-Identifier: Apache-2.0
// Metadata of the directory: common members, keys, roots (18.1).

import { ecdsaHolds, ed25519Holds, mldsa65Holds, publicKey } from "../certificates/keys.js";
import { Wrong, digest, isDigest, join, moment, sha256, sha384, sha512, unhex, utf8 } from "../encoding/bytes.js";
import * as der from "../encoding/der.js";
import { olpc, plain } from "../encoding/json.js";
import { LARGEST_ROOT } from "../encoding/limits.js";
import { pem } from "../encoding/pem.js";

const KEYS = /** @type {Record<string, string>} */ ({ "ed25519/ed25519": "ed25519", "ml-dsa/ml-dsa-65/1": "mldsa65", "ecdsa/ecdsa-sha2-nistp256": "p256", "ecdsa/ecdsa-sha2-nistp384": "p384" });
export const TOP_LEVEL = ["root", "snapshot", "targets", "timestamp"];
const MALFORMED = "directory-metadata-malformed";

/** Refuse metadata that does not fit. @param {boolean} fits @param {string} [detail] @param {string} [code] */
export function demand(fits, detail, code = MALFORMED) {
  if (!fits) throw new Wrong(code, detail);
}

/** Decide whether a value is an object that was read from JSON. @param {any} value */
export const isObject = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value) && Object.getPrototypeOf(value) === null;
/** Decide whether a value is a positive number. @param {any} value */
export const isPositive = (value) => typeof value === "number" && value >= 1;

/** @typedef {{kind: string, key: Uint8Array}} Key */

/** Read a key whose id is its own. @param {any} value @param {string} id @returns {Key} */
export function keyOf(value, id) {
  demand(isObject(value) && Object.keys(value).sort().join() === "keytype,keyval,scheme" && isObject(value.keyval) && Object.keys(value.keyval).join() === "public", "key");
  const { public: written } = value.keyval;
  const kind = KEYS[`${value.keytype}/${value.scheme}`];
  demand(Boolean(kind) && typeof written === "string", "key");
  demand(digest(olpc(value)) === id, "key id");
  if (kind === "ed25519") {
    demand(/^[0-9a-f]{64}$/.test(written), "key");
    return { kind, key: unhex(written) };
  }
  try {
    const [block, ...more] = pem(utf8(written), "PUBLIC KEY");
    const found = publicKey(der.read(block));
    demand(!more.length && found.kind === kind, "key");
    return { kind, key: /** @type {Uint8Array} */ (found.key) };
  } catch (error) {
    if (error instanceof Wrong || error instanceof TypeError) throw new Wrong(MALFORMED, "key");
    throw error;
  }
}

/** @param {Key} key @param {Uint8Array} bytes @param {string} signature */
function holds(key, bytes, signature) {
  if (!/^([0-9a-f]{2})+$/.test(signature)) return false;
  const data = unhex(signature);
  switch (key.kind) {
    case "ed25519":
      return ed25519Holds(key.key, bytes, data);
    case "mldsa65":
      return mldsa65Holds(key.key, join(utf8("tuf"), new Uint8Array([1]), sha512(bytes)), data);
    default:
      return ecdsaHolds(key.kind, key.key, key.kind === "p256" ? sha256(bytes) : sha384(bytes), data);
  }
}

/** A metadata file, of which the common members were read. */
export class Metadata {
  /** @param {Uint8Array} bytes @param {string} type @param {number} limit */
  constructor(bytes, type, limit) {
    if (bytes.length > limit) throw new Wrong("directory-metadata-too-large", type);
    let found;
    try {
      found = plain(bytes, { limit });
    } catch (error) {
      if (error instanceof Wrong) throw new Wrong(MALFORMED, `${type}: ${error.code}`);
      throw error;
    }
    demand(isObject(found) && Object.keys(found).sort().join() === "signatures,signed" && isObject(found.signed) && Array.isArray(found.signatures), type);
    this.bytes = bytes;
    this.signed = found.signed;
    /** @type {Map<string, string>} */
    this.signatures = new Map();
    for (const one of found.signatures) {
      demand(isObject(one) && typeof one.keyid === "string" && typeof one.sig === "string" && !this.signatures.has(one.keyid), "signatures");
      this.signatures.set(one.keyid, one.sig);
    }
    const { signed } = this;
    demand(signed._type === type, "_type");
    demand(typeof signed.spec_version === "string" && /^1\.[0-9]+(\.[0-9]+)?$/.test(signed.spec_version), "spec_version");
    demand(isPositive(signed.version), "version");
    this.version = /** @type {number} */ (signed.version);
    const expires = moment(signed.expires);
    demand(expires !== null && Number(expires) >= 0, "expires");
    this.expires = /** @type {number} */ (expires);
    this.covered = olpc(signed);
  }

  /** @param {string} network */
  isOf(network) {
    if (this.signed["rogatory-network"] !== network) throw new Wrong("directory-metadata-network");
  }

  /** @param {{keys: Map<string, Key>, threshold: number}} role */
  signedBy(role) {
    let count = 0;
    for (const [id, key] of role.keys) {
      const signature = this.signatures.get(id);
      if (signature !== undefined && holds(key, this.covered, signature)) count++;
    }
    if (count < role.threshold) throw new Wrong("directory-not-signed", String(this.signed._type));
  }

  /** @param {number | null} at */
  inForce(at) {
    if (at !== null && at >= this.expires) throw new Wrong("directory-metadata-expired", String(this.signed._type));
  }
}

/** A root, with the keys of each role. */
export class Root extends Metadata {
  /** @param {Uint8Array} bytes */
  constructor(bytes, limit = LARGEST_ROOT) {
    super(bytes, "root", limit);
    const { keys, roles } = this.signed;
    demand(isObject(keys) && isObject(roles) && Object.keys(roles).sort().join() === TOP_LEVEL.join(), "roles");
    demand(!("consistent_snapshot" in this.signed) || typeof this.signed.consistent_snapshot === "boolean", "consistent_snapshot");
    /** @type {Record<string, {keys: Map<string, Key>, threshold: number}>} */
    this.roles = {};
    for (const one of Object.values(keys)) demand(isObject(one) && typeof one.keytype === "string" && typeof one.scheme === "string" && isObject(one.keyval), "key");
    for (const name of TOP_LEVEL) {
      const role = roles[name];
      demand(isObject(role) && isPositive(role.threshold) && Array.isArray(role.keyids) && new Set(role.keyids).size === role.keyids.length, name);
      const held = new Map(), shown = new Set();
      for (const id of role.keyids) {
        demand(typeof id === "string" && id in keys, name);
        held.set(id, keyOf(keys[id], id));
        shown.add(keys[id].keyval.public);
      }
      demand(shown.size === held.size, `${name}: one key twice`);
      this.roles[name] = { keys: held, threshold: role.threshold };
    }
  }
}

/** Read how metadata name a file. @param {any} one @param {boolean} version @returns {{version: number, length: number, sha256: string}} */
export function named(one, version = true) {
  const names = version ? "hashes,length,version" : "hashes,length";
  demand(isObject(one) && Object.keys(one).sort().join() === names && isPositive(one.length), "named file");
  demand(isObject(one.hashes) && Object.keys(one.hashes).join() === "sha256" && isDigest(one.hashes.sha256), "hashes");
  demand(!version || isPositive(one.version), "version");
  return { version: one.version, length: one.length, sha256: one.hashes.sha256 };
}
