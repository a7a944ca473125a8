// SPDX-License-Identifier: Apache-2.0
// Cosignatures of other States, and the policy that they meet (section 17).

import { Wrong, same } from "../encoding/bytes.js";
import { CLOCK_TOLERANCE } from "../encoding/limits.js";
import { cosigned } from "../logs/notes.js";
import { meets } from "../logs/policy.js";

/** @typedef {import("../signatures/trust.js").Trust} Trust */

/** Read the cosignatures of a checkpoint by the witness keys of the newest copy (17).
 * @param {Trust} trust @param {import("../logs/notes.js").Checkpoint} checkpoint @returns {Map<string, {at: number, type: number, key: any}[]>} */
function cosignatures(trust, checkpoint) {
  const found = new Map();
  const copy = trust.newest;
  if (!copy) return found;
  const every = [...copy.entries].flatMap(([state, entry]) => entry.witnesses.map((one) => ({ state, one })));
  for (const line of checkpoint.lines) {
    const by = every.filter(({ one }) => one.vkey.name === line.name && same(one.vkey.id, line.id));
    if (!by.length) continue;
    const at = cosigned(checkpoint, line, by[0].one.vkey);
    if (at === null || at === 0n) throw new Wrong("cosignature-invalid", line.name);
    const { state, one } = by[0];
    const shared = every.some((it) => it.state !== state && it.one.vkey.type === one.vkey.type && same(it.one.vkey.key, one.vkey.key));
    if (shared || (one.vkey.type === 6 && checkpoint.extensions)) continue;
    found.set(state, [...(found.get(state) ?? []), { at: Number(at), type: one.vkey.type, key: one }]);
  }
  return found;
}

/** Return the moment at which a State cosigned, or null (17). @param {Trust} trust @param {string} state @param {{at: number, type: number, key: any}[]} held */
function cosignedAt(trust, state, held) {
  const usable = held.filter(({ at, key }) => key.from <= at && at < key.until && (!key.ended || (key.ended.reason !== "compromised" && at < key.ended.at)));
  if (!usable.length) return null;
  const latest = Math.max(...usable.map((one) => one.at));
  const witnesses = trust.newest?.entries.get(state)?.witnesses ?? [];
  const types = new Set(witnesses.filter((one) => one.from <= latest && latest < one.until && (!one.ended || latest < one.ended.at)).map((one) => one.vkey.type));
  return [...types].every((type) => usable.some((one) => one.type === type)) ? latest : null;
}

/** Return when other States' cosignatures met the policy of a log's State (4.2, 3(c)), or what one State says.
 * @param {Trust} trust @param {import("../logs/notes.js").Checkpoint} checkpoint @param {string} state @param {number} claim */
export function metPolicy(trust, checkpoint, state, claim) {
  let all;
  try {
    all = cosignatures(trust, checkpoint);
  } catch (error) {
    if (error instanceof Wrong) return { moment: null, by: null, word: null };
    throw error;
  }
  const moments = [];
  for (const [one, held] of all) {
    if (one === state) continue;
    const usable = held.filter(({ at }) => at >= claim - CLOCK_TOLERANCE && at <= trust.now + CLOCK_TOLERANCE);
    const at = cosignedAt(trust, one, usable);
    if (at !== null) moments.push({ state: one, at });
  }
  moments.sort((a, b) => a.at - b.at || (a.state < b.state ? -1 : 1));
  const policy = trust.newest?.entries.get(state)?.policy;
  const word = moments.length ? moments[moments.length - 1] : null;
  if (!policy || !policy.rules.length) return { moment: null, by: null, word };
  for (let i = 0; i < moments.length; i++) if (meets(policy, moments.slice(0, i + 1).map((one) => one.state))) return { moment: moments[i].at, by: moments[i].state, word: null };
  return { moment: null, by: null, word };
}

/** Decide whether a checkpoint meets the policy that its State states in the directory of the moment (`custody-witnessed`). @param {Trust} trust @param {import("../logs/notes.js").Checkpoint} checkpoint @param {string} state */
export function witnessed(trust, checkpoint, state) {
  const policy = trust.first?.entries.get(state)?.policy;
  if (!policy || !policy.rules.length) return true;
  const all = cosignatures(trust, checkpoint);
  return meets(policy, [...all].filter(([one, held]) => cosignedAt(trust, one, held) !== null).map(([one]) => one));
}
