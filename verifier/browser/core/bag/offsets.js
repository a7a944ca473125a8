// SPDX-License-Identifier: Apache-2.0
// `offsets`: the table of the bag's stream (section 14).

import { same, utf8 } from "../encoding/bytes.js";
import { lines } from "../files/tree.js";

/** @typedef {import("./bag.js").Bag} Bag */

/** Decide whether `offsets` is the table of the bag's stream (section 14). @param {Bag} bag @param {string} id of the package */
export async function offsetsHold(bag, id) {
  const manifests = bag.tags.filter((one) => /^manifest-/.test(one));
  const last = ["tagmanifest-sha256.txt", "tagmanifest-sha256.txt.mldsa65.p7s", "tagmanifest-sha256.txt.p256.p7s"];
  const first = ["bagit.txt", "bag-info.txt"];
  const rest = bag.tags.filter((one) => !first.includes(one) && !manifests.includes(one) && !last.includes(one) && one !== "offsets");
  const ordered = [...first, null, ...bag.payload, ...manifests, ...rest, ...last.filter((one) => bag.has(one))];
  let at = 0;
  const table = lines(bag.ref("offsets"));
  for (const one of ordered) {
    const path = one === null ? `${id}/data/` : `${id}/${one}`;
    const size = one === null ? 0 : bag.ref(one).size;
    at += headerSize(path, size);
    if (one === null) continue;
    const { value, done } = await table.next();
    if (done || !value.ended || !same(value.line, utf8(`${at} ${size} ${one}`))) return false;
    at += Math.ceil(size / 512) * 512;
  }
  return Boolean((await table.next()).done);
}

/** Count the bytes of a file's header in the stream. @param {string} path @param {number} size */
function headerSize(path, size) {
  const bytes = utf8(path);
  let records = 0;
  const record = (/** @type {string} */ name, /** @type {number} */ length) => {
    const rest = name.length + 3 + length;
    let total = rest + String(rest).length;
    if (String(total).length !== String(rest).length) total = rest + String(total).length;
    records += total;
  };
  if (bytes.length > 100 || bytes.some((one) => one > 0x7f)) record("path", bytes.length);
  if (size > 8 ** 11 - 1) record("size", String(size).length);
  return 512 + (records ? 512 + Math.ceil(records / 512) * 512 : 0);
}
