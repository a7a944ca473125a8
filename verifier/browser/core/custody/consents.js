// SPDX-License-Identifier: Apache-2.0
// Consents of two officers (16.6).

import { Findings } from "../checks/findings.js";
import { Wrong, digest, isAuthority, isDigest, isOfficer, isText, isUuid, moment, stateOf } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LARGEST_CONSENT, LONGEST_CONSENT, MOST_CONSENTED } from "../encoding/limits.js";
import { signedBy } from "../signatures/trust.js";
import { understood } from "./events.js";

/** Of a package alone: what lies beside its folder is not shown to this program. */
export const CONSENTS_APART = null;
const FILES = ["consent.json", ...["first", "second"].flatMap((one) => [`consent.${one}.p256.p7s`, `consent.${one}.mldsa65.p7s`])];
const LONGEST_SHORTENED = 239;

/** @typedef {{bytes: Uint8Array | null, size: number}} Held a file of a consent */

/** Read a consent in its form. @param {Uint8Array} bytes @returns {any} */
export function readConsent(bytes) {
  const found = canonicalObject(bytes, { limit: LARGEST_CONSENT });
  const names = ["version", "id", "network", "act", "bag", "authority", "first", "second", "identity", "items", "reason", "at", "until"];
  const at = moment(found.at), until = moment(found.until);
  const items = found.items;
  const fits =
    Object.keys(found).sort().join() === names.sort().join() &&
    found.version === 4 &&
    isUuid(found.id) &&
    (found.network === null || isDigest(found.network)) &&
    ["opened", "extracted", "disclosed", "salvaged", "listed", "rewrapped"].includes(found.act) &&
    (isDigest(found.bag) || (found.bag === null && found.act === "salvaged")) &&
    isAuthority(found.authority) &&
    isOfficer(found.first) &&
    isOfficer(found.second) &&
    ["workstation", "recovery"].includes(found.identity) &&
    (items === null || (Array.isArray(items) && items.length >= 1 && items.length <= MOST_CONSENTED && items.every(isText))) &&
    (found.reason === null || isText(found.reason)) &&
    at !== null &&
    until !== null &&
    until > at &&
    until <= at + LONGEST_CONSENT;
  if (!fits) throw new Wrong("consent-form");
  return found;
}

/** @param {any} event */
const names = (event) => (understood(event) && event.fields.consent ? event.fields.consent : null);
const PATHS = new Set(["viewed", "extracted-file", "extracted-files", "extracted-bytes", "extracted-bytes-alone"]);
const WHOLE = new Set(["opened", "salvaged", "salvaged-unproved"]);

/** Decide whether a path is protected (13.7). @param {string} path @param {string[]} items */
function isProtected(path, items) {
  const bare = (/** @type {string} */ one) => one.replace(/^data\//, "").replace(/\/+$/, "");
  const held = new Set(items.map(bare));
  const parts = bare(path).split("/");
  return parts.some((_, index) => held.has(parts.slice(0, index + 1).join("/"))) || held.has(path.replace(/\/+$/, ""));
}

/** Decide whether an event took out alone what is protected. @param {any} event @param {string | null} bag @param {string[]} items */
function tookAlone(event, bag, items) {
  if (!items.length || event.object !== bag) return false;
  if (!understood(event)) return event.action === "opened" || event.action === "extracted";
  if (!("consent" in event.fields) || event.fields.consent !== null) return false;
  if (WHOLE.has(event.code)) return true;
  if (!PATHS.has(event.code)) return false;
  const paths = event.fields.paths ?? [event.fields.path];
  return paths.some((/** @type {string} */ one) => isProtected(one, items));
}

/** Make the check `custody-consents`, or return null where it is not made.
 * @param {object} of @param {import("./journals.js").Journal[]} of.journals @param {import("../signatures/trust.js").Trust} of.trust
 * @param {Map<string, Record<string, Held>> | null} of.lies consents by digest @param {string[] | null} of.protectedItems @param {string | null} of.bag
 * @param {import("../directory/directory.js").Directory | null} of.register @param {number | null} of.at the moment of the list around, proved @param {boolean} [of.forced] */
export function judgeConsents({ journals, trust, lies, protectedItems, bag, register, at, forced = false }) {
  const seen = new Map();
  for (const journal of journals) for (const item of journal.items) if (item.event) seen.set(item.digest, item);
  const events = [...seen.values()];
  const naming = events.filter((one) => names(one.event));
  const alone = events.filter((one) => tookAlone(one.event, bag, protectedItems ?? []));
  if (!naming.length && !alone.length && !forced) return null;
  const found = new Findings();
  for (const one of alone) found.lack("protected-two-officers", one.name);
  const uses = new Map();
  for (const item of naming) {
    const id = names(item.event);
    uses.set(id, (uses.get(id) ?? 0) + 1);
    const held = lies?.get(id);
    if (!held) {
      found.lack("consent-differs", `${item.name}: the consent does not lie here`);
      continue;
    }
    const bytes = held["consent.json"]?.bytes;
    if (!bytes) {
      found.fail("bundle-unreadable", `${id}/consent.json`);
      continue;
    }
    const consent = found.try(() => readConsent(bytes), id);
    if (digest(bytes) !== id) found.fail("consent-differs", id);
    if (consent) compare(consent, item.event, found, item.name);
    if (consent) judgeConsent(consent, bytes, held, trust, register, at, found, id);
  }
  for (const [id, count] of uses) if (count > 1) found.fail("consent-used-twice", id);
  // What no event names has no place in the layout; what only events name that are not understood nobody here reads.
  const unread = new Set(events.map(({ event }) => (event.version === 2 ? event.fields.consent : null)));
  for (const [id, held] of lies ?? []) {
    if (uses.has(id) || !unread.has(id)) continue;
    found.lack("consent-unread", id);
    for (const one of FILES) if (!held[one] || held[one].size > LARGEST_CONSENT) found.fail("bundle-unreadable", `${id}/${one}`);
  }
  return found;
}

/** @param {any} consent @param {any} event @param {Findings} found @param {string} where */
function compare(consent, event, found, where) {
  const differs = (/** @type {boolean} */ yes, /** @type {string} */ member) => {
    if (yes) found.fail("consent-differs", `${where}: ${member}`);
  };
  const { fields, code } = event;
  differs(consent.authority !== event.authority, "authority");
  differs(consent.first !== event.officer, "first");
  differs(consent.second !== fields.second, "second");
  differs(consent.bag !== null && consent.bag !== event.object, "bag");
  differs(consent.network !== null && event.network !== null && consent.network !== event.network, "network");
  differs(Number(moment(consent.at)) > Number(moment(event.occurred)), "at");
  differs(Number(moment(event.occurred)) > Number(moment(consent.until)), "until");
  if (code === "recovery-used") {
    differs(consent.identity !== "recovery", "identity");
    return;
  }
  differs(consent.identity !== "workstation", "identity");
  const act = code === "opened" ? "opened" : code.startsWith("salvaged") ? "salvaged" : code === "disclosed" ? "disclosed" : "extracted";
  differs(consent.act !== act, "act");
  differs(!sameItems(consent.items, fields), "items");
}

/** @param {string[] | null} items @param {any} fields */
function sameItems(items, fields) {
  const own = "selection" in fields ? [fields.selection] : fields.paths ?? ("path" in fields ? [fields.path] : null);
  if (own === null) return items === null;
  if (items === null) return false;
  const more = fields.more ?? 0;
  if (items.length !== own.length + more) return false;
  return own.every((/** @type {string} */ one, /** @type {number} */ index) => sameName(one, items[index]));
}

/** @param {string} short of the event @param {string} long of the consent */
function sameName(short, long) {
  for (const a of [short, short.replace(/^data\//, "")])
    for (const b of [long, long.replace(/^data\//, "")]) {
      if (a === b) return true;
      const characters = [...a], others = [...b];
      const half = Math.floor((characters.length - 3) / 2);
      if (characters.length >= LONGEST_SHORTENED && others.length > characters.length && a === `${others.slice(0, half).join("")}...${others.slice(-half).join("")}`) return true;
    }
  return false;
}

/** @param {any} consent @param {Uint8Array} bytes @param {Record<string, Held>} held @param {any} trust @param {any} register @param {number | null} moment_ @param {Findings} found @param {string} where */
function judgeConsent(consent, bytes, held, trust, register, moment_, found, where) {
  const at = Number(moment(consent.at));
  if (consent.first === consent.second) found.fail("protected-same-officer", where);
  for (const [name, officer] of [["first", consent.first], ["second", consent.second]]) {
    if (stateOf(officer) !== stateOf(consent.authority)) found.fail("protected-other-office", officer);
    else if (register) {
      const state = stateOf(officer);
      const entry = register.entries.get(state);
      if (register.held.has(state)) found.lack("trust-state-held-back", state);
      else if (!entry?.officers.some((/** @type {any} */ one) => one.number === officer && one.authorities.includes(consent.authority) && one.from <= at && at < one.until && (!one.ended || at < one.ended.at))) found.fail("protected-other-office", officer);
    }
    const signed = signedBy(trust, { document: bytes, p256: held[`consent.${name}.p256.p7s`]?.bytes, mldsa65: held[`consent.${name}.mldsa65.p7s`]?.bytes, use: "officer", holder: officer, at, signed: moment_, demanded: true, listed: Boolean(trust.first) });
    found.add(signed.found, `${where}: ${name}`);
  }
}
