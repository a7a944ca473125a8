// SPDX-License-Identifier: Apache-2.0
// The checks of the journals beside evidence: custody-journal, -logged, -destroyed, -witnessed, -officers (15.3).

import { Findings } from "../checks/findings.js";
import { moment, stateOf } from "../encoding/bytes.js";
import { isOrigin, readCheckpoint } from "../logs/notes.js";
import { readProof } from "../logs/proof.js";
import { witnessed } from "./cosignatures.js";
import { judgeJournal, recordsOf, tombstoneAlone } from "./journals.js";
import { contradictions, counts, shown, verifyProof } from "./proofs.js";

/** @typedef {import("./journals.js").Journal} Journal */
/** @typedef {import("../signatures/trust.js").Trust} Trust */

/** Make the checks of the journals.
 * @param {object} of @param {Trust} of.trust @param {Journal[]} of.journals @param {string | null} of.network @param {import("../signatures/trust.js").Listed} of.listed
 * @returns {Record<string, Findings>} */
export function judgeCustody({ trust, journals, network, listed }) {
  /** @type {Record<string, Findings>} */
  const checks = {};
  const items = journals.flatMap((journal) => journal.items);
  const events = items.filter((one) => one.lies && !one.destroyed), tombstones = items.filter((one) => one.destroyed);
  for (const one of items) if (one.proof) one.proved = verifyProof(trust, one);
  const objects = new Set(journals.map((journal) => journal.object ?? journal.items.find((one) => one.event)?.event.object).filter(Boolean));
  const journal = (checks["custody-journal"] = new Findings());
  for (const one of journals) journal.add(judgeJournal({ trust, journal: one, all: journals, network, objects, listed }));
  if (!items.length && !journal.fails.length) journal.lack("journal-missing");
  const logged = (checks["custody-logged"] = new Findings());
  for (const one of events) {
    if (!one.proved) {
      if (one.event) logged.lack("log-entry-without-event", `${one.name}: no proof`);
      continue;
    }
    logged.add(one.proved.found);
    const claim = one.event ? moment(one.event.occurred) : null;
    if (one.proved.verifies && !counts(trust, one.proved, claim, listed)) logged.fail("log-key-compromised", one.name);
  }
  if (!events.some((one) => one.event)) logged.lack("journal-missing");
  const own = events.flatMap(shown);
  for (const [one, two] of contradictions(own, items.flatMap(shown))) logged.fail("log-contradicts", `${one.name}, ${two.name}`);
  ordered(events, logged);
  if (tombstones.length) checks["custody-destroyed"] = destroyed(trust, journals, objects, listed);
  const policies = proofsWithPolicy(trust, items);
  if (policies.length) checks["custody-witnessed"] = judgeWitnessed(trust, policies, listed);
  const officers = events.filter((one) => one.event?.officer);
  if (trust.newest && officers.length) checks["custody-officers"] = judgeOfficers(trust, officers);
  return checks;
}

/** What was written later cannot lie before. @param {import("./journals.js").Item[]} events @param {Findings} found */
function ordered(events, found) {
  const proved = new Map(events.filter((one) => one.proved?.verifies && one.event).map((one) => [one.digest, one]));
  for (const one of proved.values()) {
    const before = one.event.previous && proved.get(one.event.previous);
    if (!before || before.event.authority !== one.event.authority || before.proved?.origin !== one.proved?.origin) continue;
    if (/** @type {any} */ (one.proved).index <= /** @type {any} */ (before.proved).index) found.fail("log-contradicts", `${before.name}, ${one.name}`);
  }
}

/** @param {Trust} trust @param {Journal[]} journals @param {Set<string>} objects @param {import("../signatures/trust.js").Listed} listed */
function destroyed(trust, journals, objects, listed) {
  const found = new Findings();
  for (const journal of journals) {
    const object = journal.object ?? journal.items.find((one) => one.event)?.event.object ?? journal.items.find((one) => one.tombstone)?.tombstone.object ?? null;
    for (const one of journal.items) {
      if (!one.destroyed) continue;
      found.add(tombstoneAlone(one, object));
      if (!one.tombstone) continue;
      if (journal.stray.fails.some((it) => it.detail === `${one.name}.tombstone.json`)) found.fail("journal-stray", one.name);
      if (one.proved) {
        found.add(one.proved.found);
        if (one.proved.verifies && !counts(trust, one.proved, null, listed)) found.fail("log-key-compromised", one.name);
      } else found.lack("log-entry-without-event", one.name);
      const records = recordsOf(one, journals, objects);
      const state = one.tombstone.place.log.split("/")[1].toUpperCase();
      if (records.length && records.every((it) => stateOf(it.event.authority) !== state)) found.lack("tombstone-by-others", one.name);
    }
  }
  return found;
}

/** @param {Trust} trust @param {import("./journals.js").Item[]} items */
function proofsWithPolicy(trust, items) {
  const { first } = trust;
  if (!first) return [];
  return items.filter((one) => {
    const subject = one.event ?? one.tombstone;
    if (!subject || !one.proof || !first.entries.get(stateOf(subject.authority))?.policy?.rules.length) return false;
    try {
      const proof = readProof(one.proof);
      return Boolean(proof.salt) === Boolean(one.event) && isOrigin(proof.checkpoint.split("\n", 1)[0]);
    } catch {
      return false;
    }
  });
}

/** @param {Trust} trust @param {import("./journals.js").Item[]} items @param {import("../signatures/trust.js").Listed} listed */
function judgeWitnessed(trust, items, listed) {
  const found = new Findings();
  for (const one of items) {
    const subject = one.event ?? one.tombstone;
    const state = stateOf(subject.authority);
    let met = false;
    try {
      met = witnessed(trust, readCheckpoint(readProof(/** @type {Uint8Array} */ (one.proof)).checkpoint), state);
      if (one.proved?.verifies && !counts(trust, one.proved, one.event ? moment(one.event.occurred) : null, listed)) met = false;
    } catch {
      met = false;
    }
    if (!met) found.lack("policy-keyless", one.name);
  }
  return found;
}

/** @param {Trust} trust @param {import("./journals.js").Item[]} events */
function judgeOfficers(trust, events) {
  const found = new Findings();
  for (const { event, name } of events) if (!officerListed(trust, event.officer, event.authority, Number(moment(event.occurred)))) found.lack("custody-officer-unlisted", `${name}: ${event.officer}`);
  return found;
}

/** Decide whether the newest copy's register lists an officer for an authority, in force. @param {Trust} trust @param {string} number @param {string} authority @param {number} at */
export function officerListed(trust, number, authority, at) {
  const entry = trust.newest?.entries.get(stateOf(authority));
  return Boolean(entry?.officers.some((one) => one.number === number && one.authorities.includes(authority) && one.from <= at && at < one.until && (!one.ended || at < one.ended.at)));
}
