// SPDX-License-Identifier: Apache-2.0
// `inventory.jsonl` and the items root (13.5, 13.6).

import { hmac } from "@noble/hashes/hmac.js";
import { Findings } from "../checks/findings.js";
import { Wrong, byteOrder, hex, isCount, isDigest, join, latin1, sha256, unbase64, utf8 } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LONGEST_LINE, MOST_EXTENTS } from "../encoding/limits.js";
import { lines } from "../files/tree.js";
import { TreeHash } from "../logs/tree_hash.js";
import { lacking } from "./bag.js";
import { isStoredPath } from "./names.js";

/** @typedef {import("./bag.js").Bag} Bag */

/** Compute the salt of an item (13.6). @param {Uint8Array} secret @param {number} index */
const itemSalt = (secret, index) => hmac(sha256, secret, utf8(`rogatory/item/v1\n${index}`));
const KINDS = ["file", "folder", "link", "socket", "fifo", "character-device", "block-device", "unknown"];
/** Decide whether a value is base64 in its one spelling. @param {any} value */
export const isBase64 = (value) => {
  if (typeof value !== "string") return false;
  try {
    unbase64(value);
    return true;
  } catch {
    return false;
  }
};
export const isString = (/** @type {any} */ value) => typeof value === "string";
const isNanoseconds = (/** @type {any} */ value) => typeof value === "string" && /^(0|-?[1-9][0-9]*)$/.test(value);
const INVENTORY = /** @type {Record<string, (value: any) => boolean>} */ ({
  path: (value) => isString(value) && isStoredPath(value),
  kind: (value) => KINDS.includes(value),
  size: isCount,
  sha256: isDigest,
  name: isBase64,
  target: isBase64,
  mode: isCount,
  uid: isCount,
  gid: isCount,
  mtime_ns: isNanoseconds,
  ctime_ns: isNanoseconds,
  atime_ns: isNanoseconds,
  links: isCount,
  inode: isString,
  device: isString,
  device_number: (value) => isString(value) && /^[0-9]+:[0-9]+$/.test(value),
  allocated: isCount,
  extents: (value) => Array.isArray(value) && value.length <= MOST_EXTENTS && value.every((one) => Array.isArray(one) && one.length === 2 && one.every(isCount)),
  xattrs: (value) => value && typeof value === "object" && !Array.isArray(value) && Object.values(value).every(isBase64),
  changed: (value) => Array.isArray(value) && value.every(isString),
  unreadable: isString,
});

/** Read a line of the inventory in its form (13.5). @param {Uint8Array} line @returns {any} */
export function readInventoryLine(line) {
  const found = canonicalObject(line, { limit: LONGEST_LINE });
  for (const [name, value] of Object.entries(found)) if (!Object.hasOwn(INVENTORY, name) || !INVENTORY[name](value)) throw new Wrong("inventory-form", name);
  if (!("path" in found) || !("kind" in found)) throw new Wrong("inventory-form", "path or kind is missing");
  if ("sha256" in found && !("size" in found)) throw new Wrong("inventory-form", "size is missing");
  return found;
}

/** Make the checks `bag-inventory` and `bag-items-root`, in one reading of the inventory. @param {Bag} bag */
export async function judgeInventory(bag) {
  const listed = new Findings(), root = new Findings();
  const secret = bag.bytes("package-secret.bin"), written = bag.bytes("items-root.txt");
  const asked = bag.has("package-secret.bin") && bag.has("items-root.txt") && bag.has("inventory.jsonl");
  if (!bag.has("inventory.jsonl")) lacking(listed, "inventory.jsonl");
  if (!asked) lacking(root, "inventory.jsonl, items-root.txt or package-secret.bin");
  let items = 0;
  if (!bag.has("inventory.jsonl")) return { listed, root };
  const tree = asked && secret?.length === 32 ? new TreeHash() : null;
  const expected = new Set(bag.payload);
  const held = new Set(bag.payload);
  let before = null;
  let readable = true;
  try {
    for await (const { line, ended } of lines(bag.ref("inventory.jsonl"))) {
      const whole = ended ? join(line, new Uint8Array([10])) : line;
      if (tree && secret) tree.add(sha256(join(itemSalt(secret, items), whole)));
      if (ended) items++;
      if (!ended) {
        listed.fail("inventory-form", "the last line has no end");
        root.fail("items-root", "the last line has no end");
      }
      try {
        const one = readInventoryLine(line);
        const key = one.kind === "folder" ? `${one.path}/` : one.path;
        if (before !== null && byteOrder(before, key) >= 0) throw new Wrong("inventory-form", `${one.path}: order`);
        before = key;
        const path = `data/${one.path}`;
        if ("sha256" in one) {
          if (!expected.delete(path)) listed.fail("inventory-mismatch", one.path);
          else if (bag.sha256(path) !== one.sha256 || bag.ref(path).size !== one.size) listed.fail("inventory-mismatch", one.path);
        } else if (held.has(path)) listed.fail("inventory-mismatch", one.path);
      } catch (error) {
        listed.caught(error);
        readable = false;
      }
    }
    if (readable) for (const one of expected) listed.fail("inventory-mismatch", one);
  } catch (error) {
    listed.caught(error);
    if (asked) root.caught(error);
  }
  if (asked) {
    if (!tree) root.fail("items-root", "package-secret.bin");
    const form = /^rogatory\/items-root\/v1\n(0|[1-9][0-9]*)\n([0-9a-f]{64})\n$/.exec(latin1(written));
    if (!form) root.fail("items-root", "items-root.txt");
    else if (tree && (String(tree.count) !== form[1] || hex(tree.root()) !== form[2])) root.fail("items-root");
  }
  return { listed, root };
}
