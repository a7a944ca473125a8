// SPDX-License-Identifier: Apache-2.0
// `members.jsonl` (13.10).

import { Wrong, isCount, isDigest } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LONGEST_LINE } from "../encoding/limits.js";
import { lines } from "../files/tree.js";
import { isBase64, isString } from "./inventory.js";
import { isExactly } from "./media.js";

/** @typedef {import("./bag.js").Bag} Bag */
/** @typedef {import("../checks/findings.js").Findings} Findings */

const MEMBER_KINDS = ["file", "folder", "link", "hard-link", "fifo", "character-device", "block-device", "unknown"];
const PROBLEMS = ["absolute", "escapes", "target-escapes", "nul-in-name", "duplicate", "duplicate-by-form", "duplicate-by-case", "names-differ", "differs-from-local", "overlaps", "readers-differ", "size-differs", "damaged", "method-unknown", "needs-memory", "too-large"];
const MEMBER = ["archive", "index", "name", "kind", "size", "compressed", "sha256", "modified", "mode", "encrypted", "method", "target", "problems"];
const ARCHIVE = ["archive", "kind", "format", "sha256", "size", "members", "expanded", "notes", "stopped"];

/** Read `members.jsonl` in its form, and compare it with the payload. @param {Bag} bag @param {Findings} found */
export async function readMembers(bag, found) {
  let archive = null, count = 0;
  for await (const { line, ended } of lines(bag.ref("members.jsonl"))) {
    const one = ended ? canonicalObject(line, { limit: LONGEST_LINE }) : null;
    if (!one || typeof one.archive !== "string") throw new Wrong("members-form");
    if (archive !== null && one.archive !== archive) throw new Wrong("members-form", one.archive);
    archive = one.archive;
    const nullOr = (/** @type {any} */ value, /** @type {(value: any) => boolean} */ fits) => value === null || fits(value);
    if (one.kind === "archive") {
      const fits = isExactly(one, ARCHIVE) && isString(one.format) && isDigest(one.sha256) && isCount(one.size) && one.members === count && isCount(one.expanded) && Array.isArray(one.notes) && one.notes.every(isString) && nullOr(one.stopped, isString);
      if (!fits) throw new Wrong("members-form", one.archive);
      if (!bag.isPayload(archive) || bag.sha256(archive) !== one.sha256 || bag.ref(archive).size !== one.size) found.fail("media-disagrees", archive);
      archive = null;
      count = 0;
      continue;
    }
    const names = "name_bytes" in one ? [...MEMBER, "name_bytes"] : MEMBER;
    const fits =
      isExactly(one, names) &&
      (!("name_bytes" in one) || isBase64(one.name_bytes)) &&
      one.index === count &&
      isString(one.name) &&
      MEMBER_KINDS.includes(one.kind) &&
      nullOr(one.size, isCount) &&
      nullOr(one.compressed, isCount) &&
      nullOr(one.sha256, isDigest) &&
      nullOr(one.modified, (value) => isString(value) && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?$/.test(value)) &&
      nullOr(one.mode, isCount) &&
      typeof one.encrypted === "boolean" &&
      nullOr(one.method, isString) &&
      nullOr(one.target, isString) &&
      Array.isArray(one.problems) &&
      one.problems.every((/** @type {any} */ it) => PROBLEMS.includes(it)) &&
      one.problems.every((/** @type {any} */ it, /** @type {number} */ index) => !index || one.problems[index - 1] < it);
    if (!fits) throw new Wrong("members-form", `${one.archive} ${count}`);
    count++;
  }
  if (archive !== null) throw new Wrong("members-form", "the last archive has no line");
}
