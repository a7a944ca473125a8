// SPDX-License-Identifier: Apache-2.0
// Custody events, tombstones and their journals (section 16).

import { Lacking, LANGUAGE, Wrong, characters, digest, hex, isAuthority, isCount, isDigest, isOfficer, isState, isText, isUuid, moment, same, stateOf } from "./bytes.js";
import { CODES } from "./codes.js";
import { Findings } from "./findings.js";
import { canonicalObject } from "./json.js";
import { CLOCK_TOLERANCE, LARGEST_EVENT, LARGEST_TOMBSTONE, MOST_FIELDS, MOST_LISTED } from "./limits.js";
import { commitment, cosigned, leaf, readCheckpoint, readProof, rootOf, verifyCheckpoint } from "./notes.js";
import { meets } from "./policy.js";
import { signedBy } from "./trust.js";

/** @typedef {import("./trust.js").Trust} Trust */
/** The moment of 4.2, 3(b) or (e), of what a State signed. @typedef {(state: string) => number | null} Listed */

/** @type {Listed} */
export const UNLISTED = () => null;

const ACTIONS = new Set(
  "collected sealed timestamped dispatched received fetched verified opened extracted exported message-sent message-received message-refused message-taken-back directory-accepted law-corrected decided roster-set watch-handed-over epoch-accepted released destroyed".split(" "),
);
const COMMON = ["version", "network", "id", "object", "action", "authority", "officer", "basis", "occurred", "previous"];
export const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ORIGIN = /^([0-9a-f]{64})\/([a-z]{2})\/([1-9][0-9]{0,8})$/;

/** @param {unknown} value */
const isNullOr = (value, /** @type {(value: unknown) => boolean} */ fits) => value === null || fits(value);

/** Read an event in its form (16.1). @param {Uint8Array} bytes @returns {any} */
export function readEvent(bytes) {
  if (bytes.length > LARGEST_EVENT) throw new Wrong("json-too-large");
  const found = canonicalObject(bytes, { limit: LARGEST_EVENT });
  if (found.version !== 1 && found.version !== 2) throw new Wrong("custody-event-version");
  const names = found.version === 1 ? [...COMMON, "reason"] : [...COMMON, "code", "fields", "words"];
  for (const one of names) if (!(one in found)) throw new Wrong("custody-event-field-missing", one);
  for (const one of Object.keys(found)) if (!names.includes(one)) throw new Wrong("custody-event-field-unknown", one);
  const field = (/** @type {boolean} */ fits, /** @type {string} */ name) => {
    if (!fits) throw new Wrong("custody-event-field", name);
  };
  field(isNullOr(found.network, isDigest), "network");
  field(isUuid(found.id), "id");
  field(isDigest(found.object), "object");
  if (!ACTIONS.has(found.action)) throw new Wrong("custody-event-action");
  field(isAuthority(found.authority), "authority");
  if (!isNullOr(found.officer, isOfficer)) throw new Wrong("custody-event-officer");
  if (found.officer !== null && stateOf(found.officer) !== stateOf(found.authority)) throw new Wrong("custody-event-officer-state");
  field(isNullOr(found.basis, isDigest), "basis");
  field(moment(found.occurred) !== null, "occurred");
  field(isNullOr(found.previous, isDigest), "previous");
  if (found.version === 1) {
    if (!isText(found.reason)) throw new Wrong("custody-event-reason");
    return found;
  }
  if (typeof found.code !== "string" || found.code.length > 64 || !CODE.test(found.code)) throw new Wrong("custody-event-code");
  const { fields, words } = found;
  if (!fields || typeof fields !== "object" || Array.isArray(fields) || Object.keys(fields).length > MOST_FIELDS) throw new Wrong("custody-event-fields");
  for (const [name, value] of Object.entries(fields)) {
    const simple = (/** @type {unknown} */ one) => isText(one) || isCount(one);
    const listed = Array.isArray(value) && value.length <= MOST_LISTED && value.every(simple);
    if (name.length > 40 || !/^[a-z][a-z0-9_]*$/.test(name) || !(simple(value) || typeof value === "boolean" || value === null || listed)) throw new Wrong("custody-event-fields", name);
  }
  if (words !== null) {
    const fits = typeof words === "object" && !Array.isArray(words) && Object.keys(words).sort().join() === "language,text" && isText(words.text);
    if (!fits || typeof words.language !== "string" || !(LANGUAGE.test(words.language) || words.language === "und")) throw new Wrong("custody-event-words");
  }
  return found;
}

const TYPES = /** @type {Record<string, (value: any) => boolean>} */ ({
  digest: isDigest,
  moment: (value) => moment(value) !== null,
  authority: isAuthority,
  officer: isOfficer,
  State: (value) => typeof value === "string" && isState(value),
  count: isCount,
  word: (value) => typeof value === "string" && value.length <= 64 && /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(value),
  text: isText,
});

/** Decide whether an event in its form is understood (16.4). @param {any} event */
export function understood(event) {
  if (event.version !== 2 || !Object.hasOwn(CODES, event.code)) return false;
  const [action, types] = CODES[event.code];
  const { fields } = event;
  if (event.action !== action || Object.keys(fields).sort().join() !== Object.keys(types).sort().join()) return false;
  for (const [name, written] of Object.entries(types)) {
    const type = written.replace(" or null", ""), value = fields[name];
    if (value === null) {
      if (!written.endsWith(" or null")) return false;
    } else if (type.startsWith("list of ")) {
      if (!Array.isArray(value) || value.length < 1 || value.length > MOST_LISTED || !value.every(TYPES[type.slice(8)])) return false;
    } else if (!TYPES[type](value)) return false;
  }
  return !("second" in types && "consent" in types) || (fields.second === null) === (fields.consent === null);
}

/** Read a tombstone in its form (16.5). @param {Uint8Array} bytes @returns {any} */
export function readTombstone(bytes) {
  const found = canonicalObject(bytes, { limit: LARGEST_TOMBSTONE });
  const names = ["version", "kind", "object", "authority", "previous", "digest", "commitment", "place", "successor", "reply"];
  const fits =
    Object.keys(found).sort().join() === [...names].sort().join() &&
    found.version === 1 &&
    ["event", "message"].includes(found.kind) &&
    isDigest(found.object) &&
    isAuthority(found.authority) &&
    isNullOr(found.previous, isDigest) &&
    isDigest(found.digest) &&
    isDigest(found.commitment) &&
    found.place &&
    typeof found.place === "object" &&
    Object.keys(found.place).sort().join() === "index,log" &&
    isCount(found.place.index) &&
    typeof found.place.log === "string" &&
    ORIGIN.test(found.place.log) &&
    isNullOr(found.successor, isDigest) &&
    isNullOr(found.reply, (value) => typeof value === "string" && value.length <= 64 && CODE.test(value));
  if (!fits) throw new Wrong("tombstone-form");
  return found;
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

const EVENT_FILE = /^(?:earlier-([1-9][0-9]{0,3})\.)?([0-9]{4,5})\.(json|p256\.p7s|mldsa65\.p7s|tlog-proof|tombstone\.json)$/;

/** @typedef {{name: string, bytes: Uint8Array | null, file: boolean}} Held */

/** Sort the files of a journal's folder into journals: by `0` the one of the bag as it is, by N that of its earlier form.
 * @param {Held[]} held @param {string} label @param {{beside?: boolean, mixed?: boolean}} [how] @returns {Map<number, Journal>} */
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

/** @typedef {object} ProofVerdict
 * @property {Findings} found what fails, and what the keys of the log leave undecided
 * @property {boolean} known whether the keys of the log were
 * @property {boolean} verifies
 * @property {import("./notes.js").Checkpoint | null} checkpoint
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
export function stolen(trust, origin, keys) {
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

/** Read the cosignatures of a checkpoint by the witness keys of the newest copy (17).
 * @param {Trust} trust @param {import("./notes.js").Checkpoint} checkpoint @returns {Map<string, {at: number, type: number, key: any}[]>} */
export function cosignatures(trust, checkpoint) {
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
 * @param {Trust} trust @param {import("./notes.js").Checkpoint} checkpoint @param {string} state @param {number} claim */
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

/** Decide whether a checkpoint meets the policy that its State states (`custody-witnessed`). @param {Trust} trust @param {import("./notes.js").Checkpoint} checkpoint @param {string} state */
export function witnessed(trust, checkpoint, state) {
  const policy = trust.newest?.entries.get(state)?.policy;
  if (!policy || !policy.rules.length) return true;
  const all = cosignatures(trust, checkpoint);
  return meets(policy, [...all].filter(([one, held]) => cosignedAt(trust, one, held) !== null).map(([one]) => one));
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

/** @param {Item} item @returns {Shown[]} */
export function shown(item) {
  const { proved } = item;
  if (!proved?.verifies || !proved.checkpoint || !proved.leaf) return [];
  return [{ origin: proved.origin, size: proved.checkpoint.size, root: hex(proved.checkpoint.root), index: proved.index, leaf: hex(proved.leaf), name: item.name }];
}

export { characters };
