// SPDX-License-Identifier: Apache-2.0
// Proofs of events: whether one verifies, counts, and contradicts another (16.2, 17).

import { Findings } from "../checks/findings.js";
import { Lacking, Wrong, hex, moment, same, stateOf } from "../encoding/bytes.js";
import { readCheckpoint, verifyCheckpoint } from "../logs/notes.js";
import { commitment, readProof } from "../logs/proof.js";
import { leaf, rootOf } from "../logs/tree_hash.js";
import { metPolicy } from "./cosignatures.js";
import { ORIGIN } from "./events.js";

/** @typedef {import("./journals.js").Item} Item */
/** @typedef {import("../signatures/trust.js").Listed} Listed */
/** @typedef {import("../signatures/trust.js").Trust} Trust */

/** @typedef {object} ProofVerdict
 * @property {Findings} found what fails, and what the keys of the log leave undecided
 * @property {boolean} known whether the keys of the log were
 * @property {boolean} verifies
 * @property {import("../logs/notes.js").Checkpoint | null} checkpoint
 * @property {bigint} index
 * @property {Uint8Array | null} leaf
 * @property {string[]} keys vkeys by which the checkpoint holds
 * @property {string} origin
 */

/** Verify a proof of an event or a tombstone (section 17, 16.5). @param {Trust} trust @param {Item} item @returns {ProofVerdict} */
export function verifyProof(trust, item) {
  /** @type {ProofVerdict} */
  const verdict = { found: new Findings(), known: false, verifies: false, checkpoint: null, index: 0n, leaf: null, keys: [], origin: "" };
  const { found } = verdict;
  const proof = found.try(() => readProof(/** @type {Uint8Array} */ (item.proof)), item.name);
  if (!proof) return verdict;
  const subject = item.event ?? item.tombstone;
  if (!subject) {
    found.fail(item.wrong?.code ?? "log-proof-form", item.name);
    return verdict;
  }
  if (item.event && !proof.salt) found.fail("log-proof-salt", item.name);
  if (item.tombstone && proof.salt) found.fail("tombstone-salt", item.name);
  const checkpoint = found.try(() => readCheckpoint(proof.checkpoint), item.name);
  if (!checkpoint || found.fails.length) return verdict;
  verdict.checkpoint = checkpoint;
  verdict.index = proof.index;
  verdict.origin = checkpoint.origin;
  const origin = ORIGIN.exec(checkpoint.origin);
  if (!origin) found.fail("log-origin", item.name);
  const state = stateOf(subject.authority);
  if (origin && item.event) {
    if (origin[2].toUpperCase() !== state) found.fail("log-unknown", `${item.name}: the log is of another State`);
    if (item.event.network !== null && item.event.network !== origin[1]) found.fail("log-proof-network", item.name);
  }
  if (item.tombstone && (checkpoint.origin !== item.tombstone.place.log || proof.index !== BigInt(item.tombstone.place.index))) found.fail("tombstone-place", item.name);
  verdict.leaf = leaf(item.event ? commitment(/** @type {Uint8Array} */ (proof.salt), /** @type {Uint8Array} */ (item.bytes)) : bytesOf(item.tombstone.commitment));
  found.try(() => {
    if (!same(rootOf(/** @type {Uint8Array} */ (verdict.leaf), proof.index, checkpoint.size, proof.path), checkpoint.root)) throw new Wrong("log-not-included");
  }, item.name);
  found.try(() => {
    const keys = logKeys(trust, origin ? origin[2].toUpperCase() : state, checkpoint.origin);
    verdict.known = true;
    verdict.keys = verifyCheckpoint(checkpoint, checkpoint.origin, keys).map((one) => one.line);
  }, item.name);
  verdict.verifies = found.holds;
  return verdict;
}

/** @param {string} value */
function bytesOf(value) {
  return Uint8Array.from(value.match(/../g) ?? [], (one) => parseInt(one, 16));
}

/** Return the listed keys of a log; throws what is lacking or wrong. @param {Trust} trust @param {string} state @param {string} origin */
export function logKeys(trust, state, origin) {
  if (!trust.first) throw new Lacking("log-unknown", `the keys of ${origin.slice(64)} are not at hand`);
  if (trust.first.held.has(state)) throw new Lacking("trust-state-held-back", state);
  const keys = trust.entry(trust.first, state).logs.filter((one) => one.origin === origin);
  if (!keys.length) throw new Wrong("log-unknown", origin);
  return keys;
}

/** Return the latest end of the stolen keys by which a checkpoint holds, or null if one is not stolen (17). @param {Trust} trust @param {string} origin @param {string[]} keys */
function stolen(trust, origin, keys) {
  const listed = [...(trust.newest?.entries.values() ?? [])].flatMap((entry) => entry.logs).filter((one) => one.origin === origin && one.ended?.reason === "compromised");
  const ends = keys.map((line) => listed.filter((one) => one.vkey.line === line).map((one) => /** @type {any} */ (one.ended).at)).map((found) => (found.length ? Math.min(...found) : null));
  if (!keys.length || ends.some((one) => one === null)) return null;
  return Math.max(.../** @type {number[]} */ (ends));
}

/** Decide whether a verified checkpoint counts (17, stolen keys). @param {Trust} trust @param {ProofVerdict} verdict @param {number | null} claim @param {Listed} listed */
export function counts(trust, verdict, claim, listed) {
  const end = stolen(trust, verdict.origin, verdict.keys);
  if (end === null) return true;
  const moment = listed(verdict.origin.split("/")[1].toUpperCase());
  if (moment !== null && moment < end) return true;
  if (claim === null || !verdict.checkpoint) return false;
  const met = metPolicy(trust, verdict.checkpoint, verdict.origin.split("/")[1].toUpperCase(), claim);
  return met.moment !== null && met.moment < end;
}

/** The signature moment of an event (4.2, 3(b) and (c)). @param {Trust} trust @param {Item} item @param {Listed} listed */
export function signatureMoment(trust, item, listed) {
  const own = listed(stateOf(item.event.authority));
  const moments = own === null ? [] : [own];
  const met = item.event && item.proof && trust.newest ? eventMoment(trust, item, listed) : null;
  if (met?.moment != null) moments.push(met.moment);
  return moments.length ? Math.min(...moments) : null;
}

/** When an event's checkpoint met the policy (4.2, 3(c)). @param {Trust} trust @param {Item} item @param {Listed} listed */
export function eventMoment(trust, item, listed) {
  item.proved ??= verifyProof(trust, item);
  const { proved } = item;
  if (!proved.verifies || !proved.checkpoint) return null;
  const occurred = /** @type {number} */ (moment(item.event.occurred));
  if (!counts(trust, proved, occurred, listed)) return null;
  return metPolicy(trust, proved.checkpoint, stateOf(item.event.authority), occurred);
}

/** @typedef {{origin: string, size: bigint, root: string, index: bigint, leaf: string, name: string}} Shown */

/** Compare proofs and receipts that verify; returns pairs that contradict each other. @param {Shown[]} own @param {Shown[]} others */
export function contradictions(own, others) {
  const found = [];
  for (const one of own)
    for (const two of others) {
      if (one === two || one.origin !== two.origin) continue;
      if (one.size === two.size && one.root !== two.root) found.push([one, two]);
      else if (one.index === two.index && one.leaf !== two.leaf) found.push([one, two]);
    }
  return found;
}

/** Return what the proof of an event shows of its log, if it verifies. @param {Item} item @returns {Shown[]} */
export function shown(item) {
  const { proved } = item;
  if (!proved?.verifies || !proved.checkpoint || !proved.leaf) return [];
  return [{ origin: proved.origin, size: proved.checkpoint.size, root: hex(proved.checkpoint.root), index: proved.index, leaf: hex(proved.leaf), name: item.name }];
}
