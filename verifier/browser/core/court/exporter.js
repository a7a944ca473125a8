// SPDX-License-Identifier: Apache-2.0
// Who exported a bundle, and the events that record it (19.3).

import { Findings } from "../checks/findings.js";
import { understood } from "../custody/events.js";
import { digest, stateOf, utf8 } from "../encoding/bytes.js";

/** @typedef {import("../messages/folder.js").MessageFolder} MessageFolder */
/** @typedef {import("../files/tree.js").Tree} Tree */

const APART = /^(custody\/|report\.|check\.sh$)/;
export const DELIVERIES = ["delivery", "partial_delivery"];

/** Make the check `exporter`, and note who exported the bundle. @param {any} context @param {any[]} counting @param {Findings} found @param {boolean} messages */
export function judgeExporter(context, counting, found, messages) {
  const { authority } = context.listing;
  const digests = sealDigests(context);
  for (const [index, seal] of counting.entries()) if (seal.sender === authority) return void (context.exporter = { authority, as: "sender", seal: digests[index] });
  for (const [index, seal] of counting.entries()) if (seal.recipients.some((/** @type {any} */ one) => one.authority === authority)) return void (context.exporter = { authority, as: "recipient", seal: digests[index] });
  const holders = new Set(counting.flatMap((one) => [one.sender, ...one.recipients.map((/** @type {any} */ it) => it.authority)]));
  if (messages)
    for (const one of context.messages) {
      const { kind, to, from, body } = one.message;
      if (DELIVERIES.includes(kind) && to === authority && digests.includes(body.seal) && holders.has(from)) return void (context.exporter = { authority, as: "addressee", seal: body.seal });
    }
  found.fail("bundle-exporter", authority);
}

/** Digests of the seals of the chain, in order. @param {any} context */
export function sealDigests(context) {
  return [...(context.seal.chain ?? []), context.seal].map((one) => one.digest);
}

/** Make the check `custody-exported`. @param {Tree} tree @param {any} listing @param {Map<number, import("../custody/journals.js").Journal>} sorted */
export function judgeExported(tree, listing, sorted) {
  const found = new Findings();
  if (!listing) {
    found.lack("needs", "bundle-complete");
    return found;
  }
  const item = sorted.get(0)?.items.find((one) => one.event && one.digest === listing.event);
  const code = "bundle-export-event";
  if (!item) {
    found.fail(code, "it does not lie in custody/");
    return found;
  }
  const { event } = item;
  if (!understood(event) || event.code !== "bundle-exported") found.fail(code, "code");
  if (event.object !== listing.bag) found.fail(code, "object");
  if (event.authority !== listing.authority) found.fail(code, "authority");
  if (event.officer !== listing.officer) found.fail(code, "officer");
  if (understood(event) && event.code === "bundle-exported") {
    const listed = listing.files.filter((/** @type {any} */ one) => one.path !== "SHA256SUMS" && !APART.test(one.path));
    const content = digest(utf8(listed.map((/** @type {any} */ one) => `${one.sha256}  ${one.path}\n`).join("")));
    if (event.fields.content !== content) found.fail(code, "content");
    if (event.fields.purpose !== listing.reason) found.fail(code, "purpose");
  }
  return found;
}

/** Make the check `custody-expected`. @param {any} context @param {any[]} counting @param {Findings} found */
export function judgeExpected(context, counting, found) {
  const { listing, sorted, rows } = context;
  const events = [...(sorted.get(0)?.items ?? []), ...[...rows.values()].flatMap((one) => one.items)].filter((one) => one.event?.object === listing.bag).map((one) => one.event);
  const has = (/** @type {string} */ action, /** @type {(authority: string) => boolean} */ by) => events.some((one) => one.action === action && by(one.authority));
  for (const seal of counting) if (!has("sealed", (one) => one === seal.sender)) found.fail("bundle-event-missing", `sealed: ${seal.sender}`);
  const first = counting[0];
  if (first.sender !== listing.authority && !has("opened", (one) => one === listing.authority)) found.fail("bundle-event-missing", `opened: ${listing.authority}`);
  if (!has("exported", (one) => one === listing.authority)) found.fail("bundle-event-missing", `exported: ${listing.authority}`);
  const state = stateOf(listing.authority);
  const digests = sealDigests(context);
  const came = context.messages.some((/** @type {MessageFolder} */ one) => DELIVERIES.includes(one.message.kind) && digests.includes(one.message.body.seal) && stateOf(one.message.to) === state && stateOf(one.message.from) !== state);
  if (came && !has("received", (one) => stateOf(one) === state)) found.fail("bundle-event-missing", `received: ${state}`);
}
