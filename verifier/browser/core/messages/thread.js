// SPDX-License-Identifier: Apache-2.0
// How the messages of a bundle follow each other (19.3, 10).

import { Findings } from "../checks/findings.js";
import { stateOf } from "../encoding/bytes.js";
import { LONGEST_CHAIN } from "../encoding/limits.js";

/** @typedef {import("./folder.js").MessageFolder} MessageFolder */

/** The messages of a bundle, and how they follow each other (19.3, 10).
 * @param {MessageFolder[]} folders the request first, if there is one @param {(folder: MessageFolder) => boolean} receiptHolds */
export function followingOf(folders, receiptHolds) {
  const found = new Findings();
  /** @type {Set<string>} */
  const abandoned = new Set();
  const readable = folders.filter((one) => one.message);
  const byDigest = new Map(readable.map((one) => [one.digest, one]));
  if (byDigest.size !== readable.length) found.fail("bundle-not-together", "a message twice");
  /** @type {Map<string, MessageFolder[]>} */
  const rows = new Map();
  for (const one of readable) {
    const { thread, from, to } = one.message;
    const key = `${thread} ${stateOf(from)} ${stateOf(to)}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  for (const [key, row] of rows) {
    const numbers = new Set(row.map((one) => one.message.sequence));
    for (let number = 1; number <= numbers.size; number++) if (!numbers.has(number)) found.fail("bundle-message-gap", `${key} ${number}`);
    const own = new Map(row.map((one) => [one.digest, one]));
    for (const one of row) {
      const { sequence, previous } = one.message;
      if (sequence > 1 && own.get(previous)?.message.sequence !== sequence - 1) found.fail("bundle-message-gap", `${one.folder}: previous`);
    }
    settle(row, own, readable, abandoned, found, receiptHolds);
  }
  for (const one of readable) if (one.message.seen !== null && !byDigest.has(one.message.seen)) found.lack("thread-seen", one.folder);
  for (const one of abandoned) if (byDigest.get(one)?.folder === "request") found.fail("bundle-not-together", "request");
  return { found, abandoned };
}

/** @param {MessageFolder[]} row @param {Map<string, MessageFolder>} own @param {MessageFolder[]} all @param {Set<string>} abandoned @param {Findings} found @param {(folder: MessageFolder) => boolean} receiptHolds */
function settle(row, own, all, abandoned, found, receiptHolds) {
  /** @type {Map<string, MessageFolder[]>} */
  const places = new Map();
  for (const one of row) {
    const key = `${one.message.sequence} ${one.message.previous}`;
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  for (const fork of places.values()) {
    if (fork.length < 2) continue;
    const digests = new Set(fork.map((one) => one.digest));
    const [{ message }] = fork;
    const repairs = row.filter((one) => {
      const { kind, body } = one.message;
      if (kind !== "repair" || body.sequence !== message.sequence || !digests.has(body.holds)) return false;
      const others = [...digests].filter((it) => it !== body.holds);
      if (!Array.isArray(body.abandoned) || !body.abandoned.every((/** @type {any} */ it) => typeof it === "string") || !others.every((it) => body.abandoned.includes(it))) return false;
      if (!leadsTo(one, body.holds, own)) return false;
      const kept = /** @type {MessageFolder} */ (own.get(body.holds));
      if (!receiptHolds(one) || !receiptHolds(kept)) return false;
      const left = following(others, row);
      return !all.some((it) => it.message.thread === message.thread && stateOf(it.message.from) === stateOf(message.to) && left.has(it.message.seen));
    });
    const highest = Math.max(0, ...repairs.map((one) => one.message.sequence));
    const best = repairs.filter((one) => one.message.sequence === highest);
    const holds = new Set(best.map((one) => one.message.body.holds));
    if (holds.size !== 1) {
      found.lack("thread-link", `a fork at ${message.sequence}`);
      continue;
    }
    const [kept] = holds;
    for (const one of following([...digests].filter((it) => it !== kept), row)) abandoned.add(one);
  }
}

/** @param {MessageFolder} from @param {string} to @param {Map<string, MessageFolder>} own */
function leadsTo(from, to, own) {
  /** @type {MessageFolder | undefined} */
  let one = from;
  for (let count = 0; one && count <= LONGEST_CHAIN; count++) {
    if (one.digest === to) return true;
    one = own.get(one.message.previous);
  }
  return false;
}

/** These messages and all that follow them. @param {string[]} digests @param {MessageFolder[]} row */
function following(digests, row) {
  const found = new Set(digests);
  for (let grows = true; grows; ) {
    grows = false;
    for (const one of row)
      if (!found.has(one.digest) && found.has(one.message.previous)) {
        found.add(one.digest);
        grows = true;
      }
  }
  return found;
}
