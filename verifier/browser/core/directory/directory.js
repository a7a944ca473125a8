// SPDX-License-Identifier: Apache-2.0
// The directory: reading it as of a moment, or as published (18.1, 18.7, 18.9).

import { Wrong, digest, isDigest, isState } from "../encoding/bytes.js";
import { LARGEST_ENTRY, LARGEST_SNAPSHOT, LARGEST_STATE, LARGEST_TARGETS, LARGEST_TIMESTAMP, MOST_ROOTS } from "../encoding/limits.js";
import { Entry } from "./entry.js";
import { Metadata, Root, TOP_LEVEL, demand, isObject, isPositive, keyOf, named } from "./metadata.js";

/** @typedef {(path: string) => Uint8Array | null} Read */

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
  }

  get version() {
    return this.snapshot.version;
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
  const get = (/** @type {string} */ path) => {
    const bytes = read(path);
    if (!bytes) throw new Wrong("directory-incomplete", path);
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
