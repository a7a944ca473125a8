// SPDX-License-Identifier: Apache-2.0
// `conditions.json`, and what is weaker in a later form (13.7).

import { Wrong, characters, members, moment, plainTexts } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LONGEST_TEXT } from "../encoding/limits.js";

/** Read `conditions.json` in its form (13.7). @param {Uint8Array} bytes @returns {any} */
export function readConditions(bytes) {
  const found = canonicalObject(bytes);
  conditionsForm(found, true);
  return found;
}

/** Demand the form of conditions. @param {any} found @param {boolean} versioned */
export function conditionsForm(found, versioned) {
  const names = ["purpose", "proceedings", "onward_transfer", "secrecy", "retention_until", "police_information_only", "protected_items"];
  members(found, versioned ? ["version", ...names] : names, "conditions-form");
  plainTexts(found);
  const words = (/** @type {any} */ value) => value === null || (typeof value === "string" && characters(value) >= 1 && characters(value) <= LONGEST_TEXT);
  const fits =
    (!versioned || found.version === 1) &&
    words(found.purpose) &&
    words(found.proceedings) &&
    ["free", "with-consent", "forbidden"].includes(found.onward_transfer) &&
    typeof found.secrecy === "boolean" &&
    typeof found.police_information_only === "boolean" &&
    (found.retention_until === null || moment(found.retention_until) !== null) &&
    Array.isArray(found.protected_items) &&
    found.protected_items.every((/** @type {any} */ one) => typeof one === "string" && one !== "");
  if (!fits) throw new Wrong("conditions-form");
}

const TRANSFER = ["free", "with-consent", "forbidden"];

/** Name what is weaker in a later form (13.7). @param {any} before @param {any} later @returns {string[]} */
export function weaker(before, later) {
  const found = [];
  for (const name of ["purpose", "proceedings"]) if (before[name] !== null && later[name] !== before[name]) found.push(name);
  if (TRANSFER.indexOf(later.onward_transfer) < TRANSFER.indexOf(before.onward_transfer)) found.push("onward_transfer");
  for (const name of ["secrecy", "police_information_only"]) if (before[name] && !later[name]) found.push(name);
  const one = moment(before.retention_until), two = moment(later.retention_until);
  if (one !== null && (two === null || two > one)) found.push("retention_until");
  const bare = (/** @type {string} */ path) => path.replace(/^data\//, "").replace(/\/+$/, "");
  const held = new Set(later.protected_items.map(bare));
  for (const path of before.protected_items) {
    const parts = bare(path).split("/");
    if (!parts.some((/** @type {string} */ _, /** @type {number} */ index) => held.has(parts.slice(0, index + 1).join("/")))) found.push(`protected_items: ${path}`);
  }
  return found;
}
