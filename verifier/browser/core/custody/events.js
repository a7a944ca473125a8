// SPDX-License-Identifier: Apache-2.0
// Custody events and tombstones: their forms, and what is understood (16.1, 16.4, 16.5).

import { LANGUAGE, Wrong, isAuthority, isCount, isDigest, isOfficer, isState, isText, isUuid, moment, stateOf } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LARGEST_EVENT, LARGEST_TOMBSTONE, LONGEST_FIELD_NAME, LONGEST_WORD, MOST_FIELDS, MOST_LISTED } from "../encoding/limits.js";
import { CODES } from "./codes.js";

const ACTIONS = new Set(
  "collected sealed timestamped dispatched received fetched verified opened extracted exported message-sent message-received message-refused message-taken-back directory-accepted law-corrected decided roster-set watch-handed-over epoch-accepted released destroyed".split(" "),
);
const COMMON = ["version", "network", "id", "object", "action", "authority", "officer", "basis", "occurred", "previous"];
const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const ORIGIN = /^([0-9a-f]{64})\/([a-z]{2})\/([1-9][0-9]{0,8})$/;

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
  if (typeof found.code !== "string" || found.code.length > LONGEST_WORD || !CODE.test(found.code)) throw new Wrong("custody-event-code");
  const { fields, words } = found;
  if (!fields || typeof fields !== "object" || Array.isArray(fields) || Object.keys(fields).length > MOST_FIELDS) throw new Wrong("custody-event-fields");
  for (const [name, value] of Object.entries(fields)) {
    const simple = (/** @type {unknown} */ one) => isText(one) || isCount(one);
    const listed = Array.isArray(value) && value.length <= MOST_LISTED && value.every(simple);
    if (name.length > LONGEST_FIELD_NAME || !/^[a-z][a-z0-9_]*$/.test(name) || !(simple(value) || typeof value === "boolean" || value === null || listed)) throw new Wrong("custody-event-fields", name);
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
  word: (value) => typeof value === "string" && value.length <= LONGEST_WORD && /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(value),
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
    isNullOr(found.reply, (value) => typeof value === "string" && value.length <= LONGEST_WORD && CODE.test(value));
  if (!fits) throw new Wrong("tombstone-form");
  return found;
}
