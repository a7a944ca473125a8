// SPDX-License-Identifier: Apache-2.0
// Facts of a bundle that the checks that hold found (19.3).

import { moment } from "../encoding/bytes.js";
import { MOST_ACTS } from "../encoding/limits.js";

/** State what the checks that hold found (19.3). @param {any} context @param {import("../checks/checks.js").Checks} checks */
export function factsOf(context, checks) {
  const holds = (/** @type {string[]} */ ...ids) => ids.every((id) => checks.holds(id) || (id === "seal-chain" && !checks.list.some((one) => one.id === id)));
  const { request, counting, listing, bag, seal } = context;
  const sealed = holds("seal-signed", "seal-chain");
  const message = holds("request") ? request?.message : null;
  const acts = new Map();
  if (holds("custody-journal"))
    for (const item of context.events) {
      const { action, authority, occurred, officer, code = null } = item.event;
      acts.set(item.digest, { action, authority, code, occurred, officer });
    }
  const ordered = [...acts].sort(([a, one], [b, two]) => Number(moment(one.occurred)) - Number(moment(two.occurred)) || (a < b ? -1 : 1)).map(([, one]) => one);
  return {
    case: typeof message?.body.case_number === "string" ? message.body.case_number : null,
    asked_by: message?.from ?? null,
    asked: message?.to ?? null,
    thread: message?.thread ?? null,
    sealed_by: sealed ? (counting[0]?.sender ?? null) : null,
    seal: sealed ? seal.digest : null,
    exported_by: holds("bundle-signed") ? listing.authority : null,
    officer: holds("bundle-signed") ? listing.officer : null,
    bag: holds("bag-tags") ? bag.digest : null,
    files: holds("bag-tags", "bag-files") ? bag.payload.length : null,
    bytes: holds("bag-tags", "bag-files") ? bag.payload.reduce((/** @type {number} */ sum, /** @type {string} */ one) => sum + bag.ref(one).size, 0) : null,
    conditions: holds("conditions", "bag-tags") ? Object.fromEntries(Object.entries(context.conditions).filter(([name]) => name !== "version")) : null,
    delivered: holds("conditions", "bag-tags", "request", "messages", "seal-signed", "seal-chain") ? delivered(context) : [],
    acts: ordered.slice(0, MOST_ACTS),
    more_acts: Math.max(0, ordered.length - MOST_ACTS),
  };
}

/** Conditions of deliveries that differ from the bag's. @param {any} context */
function delivered(context) {
  const own = context.conditions;
  const found = [];
  for (const one of context.deliveries ?? []) {
    const written = one.message.body.conditions ?? null;
    const held = written && typeof written === "object" && !Array.isArray(written) ? written : {};
    const absent = (/** @type {string} */ name) => !(name in held);
    const text = (/** @type {string} */ name) => typeof held[name] === "string";
    const same_ = /** @type {Record<string, boolean>} */ ({
      purpose: absent("purpose") ? own.purpose === null : held.purpose === own.purpose && own.purpose !== null,
      proceedings: absent("proceedings") ? own.proceedings === null : held.proceedings === own.proceedings && own.proceedings !== null,
      onward_transfer: absent("onward_transfer")
        ? own.onward_transfer === "free"
        : (held.onward_transfer === "forbidden" && own.onward_transfer === "forbidden") || (["with_authorisation", "in_writing_only"].includes(held.onward_transfer) && own.onward_transfer === "with-consent"),
      secrecy: absent("secrecy") ? !own.secrecy : text("secrecy") && own.secrecy,
      retention: absent("retention") ? own.retention_until === null : text("retention") && own.retention_until !== null,
      police_information_only: held.police_information_only === own.police_information_only,
      sensitive_material: (held.sensitive_material === true && own.protected_items.length > 0) || (held.sensitive_material === false && !own.protected_items.length),
    });
    const differs = Object.keys(same_).filter((name) => !same_[name]);
    if (differs.length) found.push({ conditions: written, differs, from: one.message.from, message: one.digest });
  }
  return found;
}
