// SPDX-License-Identifier: Apache-2.0
// The directory: reading it as of a moment, or as published (18.1, 18.7, 18.9).

import { Lacking, Wrong, digest, isDigest, isState, moment, sha256, sha384, sha512, join, utf8, unhex } from "./bytes.js";
import * as der from "./der.js";
import { Entry } from "./entry.js";
import { canonical, olpc, plain } from "./json.js";
import { LARGEST_ENTRY, LARGEST_ROOT, LARGEST_SNAPSHOT, LARGEST_STATE, LARGEST_TARGETS, LARGEST_TIMESTAMP, LARGEST_TRUSTED_ROOT, MOST_ROOTS } from "./limits.js";
import { ecdsaHolds, ed25519Holds, mldsa65Holds, pem, publicKey } from "./x509.js";

/** @typedef {import("./entry.js").CertificateRecord} CertificateRecord */
/** @typedef {(path: string) => Uint8Array | null} Read */

const KEYS = /** @type {Record<string, string>} */ ({ "ed25519/ed25519": "ed25519", "ml-dsa/ml-dsa-65/1": "mldsa65", "ecdsa/ecdsa-sha2-nistp256": "p256", "ecdsa/ecdsa-sha2-nistp384": "p384" });
const TOP_LEVEL = ["root", "snapshot", "targets", "timestamp"];
const MALFORMED = "directory-metadata-malformed";

/** @param {boolean} fits @param {string} [detail] @param {string} [code] */
function demand(fits, detail, code = MALFORMED) {
  if (!fits) throw new Wrong(code, detail);
}

/** @param {any} value */
const isObject = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value) && Object.getPrototypeOf(value) === null;
/** @param {any} value */
const isPositive = (value) => typeof value === "number" && value >= 1;

/** @typedef {{kind: string, key: Uint8Array}} Key */

/** Read a key whose id is its own. @param {any} value @param {string} id @returns {Key} */
function keyOf(value, id) {
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
class Metadata {
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

/** @param {any} one @param {boolean} version @returns {{version: number, length: number, sha256: string}} */
function named(one, version = true) {
  const names = version ? "hashes,length,version" : "hashes,length";
  demand(isObject(one) && Object.keys(one).sort().join() === names && isPositive(one.length), "named file");
  demand(isObject(one.hashes) && Object.keys(one.hashes).join() === "sha256" && isDigest(one.hashes.sha256), "hashes");
  demand(!version || isPositive(one.version), "version");
  return { version: one.version, length: one.length, sha256: one.hashes.sha256 };
}

/** A directory that holds (18.7, 1 to 5), with the entries of its States. */
export class Directory {
  constructor() {
    this.network = "";
    /** @type {Root[]} */
    this.roots = [];
    /** @type {Metadata} */
    this.timestamp = /** @type {any} */ (null);
    /** @type {Metadata} */
    this.snapshot = /** @type {any} */ (null);
    /** @type {Metadata} */
    this.targets = /** @type {any} */ (null);
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** States that are held back, with the reasons. @type {Map<string, {code: string, detail: string}[]>} */
    this.held = new Map();
    /** Paths below the directory's folder that the metadata lead to. @type {Set<string>} */
    this.paths = new Set();
  }

  get version() {
    return this.snapshot.version;
  }

  get expires() {
    return Math.min(this.roots[this.roots.length - 1].expires, this.targets.expires, this.snapshot.expires, this.timestamp.expires);
  }
}

/** Walk the chain of roots (18.7, 1 and 2). @param {Read} read @param {number | null} at @returns {{network: string, roots: Root[]}} */
export function walkRoots(read, at) {
  const first = read("metadata/1.root.json");
  if (!first) throw new Wrong("directory-incomplete", "metadata/1.root.json");
  const network = digest(first);
  const roots = [new Root(first)];
  demand(roots[0].version === 1, "the first root has another version");
  roots[0].signedBy(roots[0].roles.root);
  for (;;) {
    const before = roots[roots.length - 1];
    const bytes = read(`metadata/${before.version + 1}.root.json`);
    if (!bytes) break;
    if (roots.length >= MOST_ROOTS) throw new Wrong("directory-roots-too-many");
    const next = new Root(bytes);
    demand(next.version === before.version + 1, "version of a root", "directory-not-next");
    next.isOf(network);
    next.signedBy(before.roles.root);
    next.signedBy(next.roles.root);
    roots.push(next);
  }
  roots[roots.length - 1].inForce(at);
  return { network, roots };
}

/** Read a directory.
 * @param {Read} read a file below the directory's folder
 * @param {object} how
 * @param {number | null} how.at the moment, or null: as published
 * @param {((state: string) => boolean) | null} [how.lies] of a bundle: whether a file of the State lies inside
 */
export function readDirectory(read, { at, lies = null }) {
  const found = new Directory();
  Object.assign(found, walkRoots(read, at));
  const { network } = found;
  const root = found.roots[found.roots.length - 1];
  for (const one of found.roots) found.paths.add(`metadata/${one.version}.root.json`);
  const get = (/** @type {string} */ path) => {
    const bytes = read(path);
    if (!bytes) throw new Wrong("directory-incomplete", path);
    found.paths.add(path);
    return bytes;
  };
  const follow = (/** @type {string} */ path, /** @type {{length: number, sha256: string}} */ one) => {
    const bytes = get(path);
    if (bytes.length !== one.length || digest(bytes) !== one.sha256) throw new Wrong("directory-target-differs", path);
    return bytes;
  };
  found.timestamp = new Metadata(get("metadata/timestamp.json"), "timestamp", LARGEST_TIMESTAMP);
  found.timestamp.isOf(network);
  found.timestamp.signedBy(root.roles.timestamp);
  const ofTimestamp = found.timestamp.signed.meta;
  demand(isObject(ofTimestamp) && Object.keys(ofTimestamp).join() === "snapshot.json", "timestamp");
  found.timestamp.inForce(at);
  const snapshot = named(ofTimestamp["snapshot.json"]);
  found.snapshot = new Metadata(follow(`metadata/${snapshot.version}.snapshot.json`, snapshot), "snapshot", LARGEST_SNAPSHOT);
  found.snapshot.isOf(network);
  demand(found.snapshot.version === snapshot.version, "version of the snapshot");
  found.snapshot.signedBy(root.roles.snapshot);
  found.snapshot.inForce(at);
  const meta = found.snapshot.signed.meta;
  demand(isObject(meta) && "targets.json" in meta, "snapshot");
  for (const one of Object.values(meta)) named(one);
  const targets = named(meta["targets.json"]);
  found.targets = new Metadata(follow(`metadata/${targets.version}.targets.json`, targets), "targets", LARGEST_TARGETS);
  demand(found.targets.version === targets.version, "version of the targets metadata");
  found.targets.signedBy(root.roles.targets);
  found.targets.inForce(at);
  const delegations = readTargets(found.targets, network);
  for (const role of delegations.roles) {
    const state = role.name.toUpperCase();
    if (!/^[a-z]{2}$/.test(role.name) || !isState(state)) continue;
    if (lies && !lies(state)) continue;
    const path = `${role.name}.json`;
    if (!(path in meta)) continue;
    try {
      found.entries.set(state, readState(role, delegations.keys, named(meta[path]), network, at, follow));
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      found.held.set(state, [{ code: error.code, detail: error.detail }]);
    }
  }
  return found;
}

/** @param {Metadata} targets @param {string} network @returns {{keys: any, roles: any[]}} */
function readTargets(targets, network) {
  const { signed } = targets;
  demand(isObject(signed.targets), "targets");
  const bare = signed.delegations === undefined || (isObject(signed.delegations) && Array.isArray(signed.delegations.roles) && !signed.delegations.roles.length);
  const first = targets.version === 1 && bare && !Object.keys(signed.targets).length;
  if (!(first && !("rogatory-network" in signed))) targets.isOf(network);
  for (const [name, one] of Object.entries(signed.targets)) {
    demand(name === "depositary.json", `target ${name}`);
    demand(named(one, false).length <= LARGEST_ENTRY, "depositary.json");
  }
  if (!("delegations" in signed)) return { keys: Object.create(null), roles: [] };
  const { delegations } = signed;
  demand(isObject(delegations) && Object.keys(delegations).sort().join() === "keys,roles" && isObject(delegations.keys) && Array.isArray(delegations.roles), "delegations");
  for (const one of Object.values(delegations.keys))
    demand(isObject(one) && typeof one.keytype === "string" && typeof one.scheme === "string" && isObject(one.keyval) && typeof one.keyval.public === "string", "key");
  const names = new Set();
  for (const role of delegations.roles) {
    demand(isObject(role) && typeof role.name === "string" && !TOP_LEVEL.includes(role.name) && role.name !== "" && !names.has(role.name), "role");
    names.add(role.name);
    demand(Array.isArray(role.keyids) && role.keyids.every((/** @type {any} */ one) => typeof one === "string") && new Set(role.keyids).size === role.keyids.length, "keyids");
    demand(isPositive(role.threshold) && typeof role.terminating === "boolean", "role");
    demand(Array.isArray(role.paths) && role.paths.every((/** @type {any} */ one) => typeof one === "string") && !("path_hash_prefixes" in role), "paths");
  }
  return delegations;
}

/** Read what a State published (18.7, 6).
 * @param {any} role @param {any} keys @param {{version: number, length: number, sha256: string}} one @param {string} network @param {number | null} at
 * @param {(path: string, one: {length: number, sha256: string}) => Uint8Array} follow */
function readState(role, keys, one, network, at, follow) {
  const small = role.name;
  const wrong = "directory-wrong-delegation";
  demand(Object.keys(role).sort().join() === "keyids,name,paths,terminating,threshold", small, wrong);
  const paths = [`states/${small}.json`, `states/${small}.officers.json`];
  demand(role.threshold === 1 && role.terminating === true && role.paths.join() === paths.join() && role.keyids.length > 0, small, wrong);
  const held = new Map();
  for (const id of role.keyids) {
    demand(id in keys, small, wrong);
    try {
      held.set(id, keyOf(keys[id], id));
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      throw new Wrong(wrong, small);
    }
  }
  const metadata = new Metadata(follow(`metadata/${one.version}.${small}.json`, one), "targets", LARGEST_STATE);
  metadata.isOf(network);
  demand(metadata.version === one.version, "version of a State's metadata");
  metadata.signedBy({ keys: held, threshold: 1 });
  metadata.inForce(at);
  demand(!("delegations" in metadata.signed), small, "directory-delegates-on");
  const announced = metadata.signed["rogatory-keys"];
  demand(!("rogatory-keys" in metadata.signed) || (Array.isArray(announced) && announced.every(isDigest)), "rogatory-keys");
  const { targets } = metadata.signed;
  demand(isObject(targets) && Object.keys(targets).sort().join() === paths.join(), small, "directory-wrong-paths");
  const files = paths.map((path) => {
    const target = named(targets[path], false);
    if (target.length > LARGEST_ENTRY) throw new Wrong("directory-target-too-large", path);
    return follow(`targets/states/${target.sha256}.${path.slice(7)}`, target);
  });
  return new Entry(files[0], small.toUpperCase()).readRegister(files[1], small.toUpperCase());
}

/** What a reader gave to trust. */
export class Given {
  constructor() {
    /** @type {Directory[]} */
    this.copies = [];
    /** @type {Uint8Array[]} */
    this.roots = [];
    /** SHA-256 of first roots, as typed. @type {string[]} */
    this.fingerprints = [];
  }

  get anything() {
    return this.copies.length + this.roots.length + this.fingerprints.length > 0;
  }

  /** Read a copy of the directory that a reader gave. @param {Read} read */
  addCopy(read) {
    for (let version = 1; ; version++) {
      const bytes = read(`metadata/${version}.root.json`);
      if (!bytes) break;
      trusted(bytes);
    }
    this.copies.push(readDirectory(read, { at: null }));
  }

  /** @param {Uint8Array} bytes */
  addRoot(bytes) {
    trusted(bytes);
    new Root(bytes, LARGEST_TRUSTED_ROOT);
    this.roots.push(bytes);
  }

  /** The copy that decides; throws what does not fit together. @returns {Directory | null} */
  copy() {
    const [first, ...others] = this.copies;
    if (!first) return null;
    if (others.some((one) => one.network !== first.network)) throw new Wrong("trust-mixed");
    for (const one of this.fingerprints) if (one !== first.network) throw new Wrong("trust-mixed", "the fingerprint is of another root than the copy's");
    for (const bytes of this.roots) {
      const root = new Root(bytes, LARGEST_TRUSTED_ROOT);
      const own = first.roots[root.version - 1];
      if (own ? digest(own.bytes) !== digest(bytes) : root.signed["rogatory-network"] !== first.network) throw new Wrong("trust-mixed");
    }
    return this.copies.reduce((best, one) => (one.version > best.version ? one : best));
  }
}

/** Refuse a root that was altered on its way. @param {Uint8Array} bytes */
function trusted(bytes) {
  try {
    canonical(bytes, { limit: LARGEST_TRUSTED_ROOT, most: Infinity });
  } catch (error) {
    if (error instanceof Wrong) throw new Wrong("trust-altered", error.code);
    throw error;
  }
}

/** Ask a chain of roots about a reader's root (18.7); returns whether it vouches. @param {Root[]} chain @param {string} network @param {Uint8Array} bytes */
export function askRoot(chain, network, bytes) {
  const root = new Root(bytes, LARGEST_TRUSTED_ROOT);
  const last = chain[chain.length - 1];
  if (root.version <= chain.length) {
    if (digest(chain[root.version - 1].bytes) !== digest(bytes)) throw new Wrong("directory-root-other");
    return true;
  }
  root.isOf(network);
  if (root.version === chain.length + 1)
    try {
      root.signedBy(last.roles.root);
      root.signedBy(root.roles.root);
    } catch (error) {
      if (error instanceof Wrong) throw new Wrong("directory-root-other");
      throw error;
    }
  try {
    last.signedBy({ keys: root.roles.root.keys, threshold: root.roles.root.threshold });
    return true;
  } catch (error) {
    if (error instanceof Wrong) return false;
    throw error;
  }
}

export { Lacking };
