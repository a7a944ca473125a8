// SPDX-License-Identifier: Apache-2.0
// Journals of custody: their files, and the rules of 16.2 and 16.5.

import { Findings } from "../checks/findings.js";
import { Wrong, digest, moment } from "../encoding/bytes.js";
import { CLOCK_TOLERANCE } from "../encoding/limits.js";
import { signedBy } from "../signatures/trust.js";
import { readEvent, readTombstone, understood } from "./events.js";
import { signatureMoment, verifyProof } from "./proofs.js";

/** @typedef {import("../signatures/trust.js").Listed} Listed */
/** @typedef {import("./proofs.js").ProofVerdict} ProofVerdict */
/** @typedef {import("../signatures/trust.js").Trust} Trust */

/** Read the files of a journal's folder. @param {import("../files/tree.js").Tree} tree @param {string} folder @returns {Held[]} */
export function heldIn(tree, folder) {
  return tree.names(folder).map((name) => ({ name, bytes: tree.bytes(`${folder}/${name}`), file: tree.files.has(`${folder}/${name}`) }));
}

/** @typedef {object} Item
 * @property {string} name folder and number
 * @property {number} number
 * @property {Uint8Array | null} bytes of the event or tombstone
 * @property {any} event in its form, or null
 * @property {any} tombstone in its form, or null
 * @property {boolean} destroyed
 * @property {boolean} lies whether a file of the event or tombstone lies there
 * @property {Wrong | null} wrong why it is in no form
 * @property {string} digest
 * @property {Uint8Array | null} p256
 * @property {Uint8Array | null} mldsa65
 * @property {Uint8Array | null} proof
 * @property {ProofVerdict | null} proved
 */

/** @typedef {object} Journal
 * @property {string} label
 * @property {boolean} mixed rows of several authorities, of a node
 * @property {boolean} bag of the bag as it is
 * @property {string | null} object
 * @property {boolean} objectKnown
 * @property {Item[]} items
 * @property {Findings} stray what its names came to
 */

const EVENT_FILE = /^(?:earlier-([1-9][0-9]*)\.)?([0-9]{4,5})\.(json|p256\.p7s|mldsa65\.p7s|tlog-proof|tombstone\.json)$/;

/** @typedef {{name: string, bytes: Uint8Array | null, file: boolean}} Held */

/** Sort the files of a journal's folder into journals: by `0` the one of the bag as it is, by N that of its earlier form.
 * @param {Held[]} held @param {string} label @param {{mixed?: boolean}} [how] @returns {Map<number, Journal>} */
export function sortJournals(held, label, { mixed = false } = {}) {
  /** @type {Map<number, Map<number, Record<string, Held>>>} */
  const sorted = new Map();
  const stray = new Findings();
  for (const one of held) {
    if (one.name.startsWith(".rogatory-new-") && one.file) continue;
    const found = EVENT_FILE.exec(one.name);
    const number = found ? Number(found[2]) : 0;
    if (!found || number < 1 || found[2] !== String(number).padStart(4, "0") || !one.file || (mixed && found[1])) {
      stray.fail("journal-stray", one.name);
      continue;
    }
    if (!one.bytes) stray.fail("bundle-unreadable", one.name);
    const form = Number(found[1] ?? 0);
    const journal = sorted.get(form) ?? new Map();
    sorted.set(form, journal);
    journal.set(number, { ...journal.get(number), [found[3]]: one });
  }
  /** @type {Map<number, Journal>} */
  const journals = new Map();
  for (const [form, numbers] of sorted) {
    /** @type {Journal} */
    const journal = { label, mixed, bag: form === 0 && !mixed, object: null, objectKnown: false, items: [], stray: new Findings() };
    for (const number of [...numbers.keys()].sort((a, b) => a - b)) journal.items.push(readItem(/** @type {any} */ (numbers.get(number)), number, `${label}${form ? `earlier-${form}.` : ""}${String(number).padStart(4, "0")}`, journal.stray));
    journals.set(form, journal);
  }
  if (stray.fails.length) {
    const first = journals.get(0) ?? { label, mixed, bag: !mixed, object: null, objectKnown: false, items: [], stray: new Findings() };
    first.stray.add(stray);
    journals.set(0, first);
  }
  return journals;
}

/** @param {Record<string, Held>} files @param {number} number @param {string} name @param {Findings} stray @returns {Item} */
function readItem(files, number, name, stray) {
  const body = files.json ?? files["tombstone.json"];
  /** @type {Item} */
  const item = { name, number, bytes: body?.bytes ?? null, event: null, tombstone: null, destroyed: !files.json && Boolean(files["tombstone.json"]), lies: Boolean(body), wrong: null, digest: "", p256: files["p256.p7s"]?.bytes ?? null, mldsa65: files["mldsa65.p7s"]?.bytes ?? null, proof: files["tlog-proof"]?.bytes ?? null, proved: null };
  if (!body) stray.fail("journal-stray", name);
  if (files["tombstone.json"] && (files.json || files["p256.p7s"] || files["mldsa65.p7s"])) stray.fail("journal-stray", `${name}.tombstone.json`);
  if (!item.bytes) {
    item.wrong = new Wrong("bundle-unreadable", name);
    return item;
  }
  try {
    if (item.destroyed) {
      item.tombstone = readTombstone(item.bytes);
      item.digest = item.tombstone.digest;
    } else {
      item.digest = digest(item.bytes);
      item.event = readEvent(item.bytes);
    }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    item.wrong = error;
  }
  return item;
}

/** Judge a journal by rules 1 to 7 of 16.2. What rule 7 needs of other journals is in `all`.
 * @param {object} of @param {Trust} of.trust @param {Journal} of.journal @param {Journal[]} of.all
 * @param {string | null} of.network the reader's @param {Set<string>} of.objects of the object and its earlier forms @param {Listed} of.listed */
export function judgeJournal({ trust, journal, all, network, objects, listed }) {
  const found = new Findings();
  found.add(journal.stray);
  const { items } = journal;
  items.forEach((one, index) => {
    if (one.number !== index + 1) found.fail("journal-gap", one.name);
  });
  const object = journal.object ?? items.find((one) => one.event)?.event.object ?? items.find((one) => one.tombstone)?.tombstone.object ?? null;
  if (journal.object === null && !journal.objectKnown && items.length) found.lack("journal-object", journal.label);
  /** @type {Map<string, Item>} */
  const last = new Map();
  for (const item of items) {
    const subject = item.event ?? item.tombstone;
    if (!subject) {
      found.fail(item.wrong?.code ?? "journal-stray", item.name);
      continue;
    }
    if (subject.object !== object) found.fail("journal-object", item.name);
    if (item.event && item.event.network !== null && network !== null && item.event.network !== network) found.fail("journal-network", item.name);
    const before = last.get(subject.authority);
    if (!journal.mixed && subject.previous !== (before?.digest ?? null)) found.fail("journal-chain", item.name);
    if (before?.tombstone && !journal.mixed && before.tombstone.successor !== null && before.tombstone.successor !== item.digest) found.fail("tombstone-successor", before.name);
    last.set(subject.authority, item);
    if (item.event) judgeEventSignatures(trust, item, listed, found);
    if (item.proof) {
      item.proved = verifyProof(trust, item);
      for (const one of item.proved.found.fails) found.fail(one.code, one.detail);
      if (item.proved.found.fails.length === 0) for (const one of item.proved.found.lacks) if (one.code === "trust-state-held-back") found.lack(one.code, one.detail);
    }
  }
  for (const [, item] of last) if (item.tombstone && !journal.mixed && item.tombstone.successor !== null) found.fail("tombstone-successor", item.name);
  for (const item of items) if (item.tombstone) judgeTombstone(item, object, all, objects, found);
  if (journal.mixed)
    for (const item of items) {
      const subject = item.event ?? item.tombstone;
      if (!subject || subject.previous === null) continue;
      if (item.event && !all.some((one) => one.items.some((it) => it.digest === subject.previous && (it.event ?? it.tombstone)))) found.fail("journal-chain", item.name);
    }
  return found;
}

/** @param {Trust} trust @param {Item} item @param {Listed} listed @param {Findings} found */
function judgeEventSignatures(trust, item, listed, found) {
  const { event } = item;
  const occurred = /** @type {number} */ (moment(event.occurred));
  if (occurred > trust.now + CLOCK_TOLERANCE) found.fail("moment-ahead", item.name);
  const first = signedBy(trust, { document: item.bytes, p256: item.p256, mldsa65: item.mldsa65, use: "authority", holder: event.authority, at: occurred, signed: signatureMoment(trust, item, listed), demanded: true, listed: Boolean(trust.first) });
  found.add(first.found, item.name);
}

/** @param {Item} item @param {string | null} object @param {Journal[]} all @param {Set<string>} objects @param {Findings} found */
function judgeTombstone(item, object, all, objects, found) {
  const { tombstone } = item;
  for (const one of tombstoneAlone(item, object).fails) found.fail(one.code, one.detail);
  const records = recordsOf(item, all, objects);
  if (!records.length) found.fail("tombstone-unrecorded", item.name);
  for (const journal of all)
    for (const one of journal.items)
      if (one.event && one.proved?.verifies && one.proved.origin === tombstone.place.log && one.proved.index === BigInt(tombstone.place.index)) found.fail("tombstone-place", item.name);
}

/** What a tombstone comes to by itself (16.5, 1). @param {Item} item @param {string | null} object */
export function tombstoneAlone(item, object) {
  const found = new Findings();
  const { tombstone } = item;
  if (!tombstone) {
    found.fail(item.wrong?.code ?? "tombstone-form", item.name);
    return found;
  }
  if (tombstone.kind !== "event") found.fail("tombstone-kind", item.name);
  if (object !== null && tombstone.object !== object) found.fail("journal-object", item.name);
  if (tombstone.place.log.split("/")[1] !== tombstone.authority.slice(0, 2)) found.fail("tombstone-place", item.name);
  return found;
}

/** Events that record a tombstone. @param {Item} item @param {Journal[]} all @param {Set<string>} objects */
export function recordsOf(item, all, objects) {
  const own = digest(/** @type {Uint8Array} */ (item.bytes));
  return all.flatMap((journal) => journal.items.filter((one) => one.event && understood(one.event) && one.event.code === "event-destroyed" && one.event.fields.tombstone === own && objects.has(one.event.object)));
}
