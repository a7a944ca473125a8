// SPDX-License-Identifier: Apache-2.0
// The form of a seal (section 15).

import { Wrong, characters, isAuthority, isCount, isDigest, isUuid, members, moment, text, unbase64 } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LARGEST_AGE_HEADER, LARGEST_SEGMENT, LONGEST_TOOL, LONGEST_WORD, MOST_RECIPIENTS, SMALLEST_SEGMENT } from "../encoding/limits.js";

const MEMBERS = ["version", "network", "package", "thread", "sender", "sealed", "recipients", "suite", "bag", "header", "payload_size", "segment_size", "segments", "root", "replaces", "derivative"];
const CHUNK = 65552, NONCE = 16, TAG = 16;

/** @param {boolean} fits @param {string} detail @param {string} [code] */
function demand(fits, detail, code = "seal-form") {
  if (!fits) throw new Wrong(code, detail);
}

/** Read a seal in its form. @param {Uint8Array} bytes @returns {any} */
export function readSeal(bytes) {
  const found = canonicalObject(bytes);
  members(found, MEMBERS, "seal-form");
  demand(found.version === 1, "version");
  demand(found.network === null || isDigest(found.network), "network");
  demand(isUuid(found.package), "package");
  demand(found.thread === null || isUuid(found.thread), "thread");
  demand(isAuthority(found.sender), "sender");
  demand(moment(found.sealed) !== null, "sealed");
  demand(found.suite === "age-mlkem768x25519+sha256+blake3", "suite");
  demand(isDigest(found.bag) && isDigest(found.root), "digests");
  demand(found.replaces === null || isDigest(found.replaces), "replaces");
  const { recipients } = found;
  demand(Array.isArray(recipients) && recipients.length >= 1 && recipients.length <= MOST_RECIPIENTS, "recipients");
  for (const one of recipients) {
    members(one, ["authority", "recipient"], "seal-form");
    demand(isAuthority(one.authority) && isRecipient(one.recipient), "recipients");
  }
  demand(new Set(recipients.map((/** @type {any} */ one) => one.recipient)).size === recipients.length, "a recipient twice");
  const { payload_size: size, segment_size: segment, segments } = found;
  const rest = isCount(size) ? (size - NONCE) % CHUNK : -1;
  demand(isCount(size) && size >= NONCE + TAG && (rest === 0 || rest > TAG || size === NONCE + TAG), "payload_size", "seal-payload-size");
  demand(isCount(segment) && segment >= SMALLEST_SEGMENT && segment <= LARGEST_SEGMENT && Number.isInteger(Math.log2(segment)), "segment_size");
  demand(segments === Math.ceil(size / segment), "segments");
  demand(typeof found.header === "string", "header", "seal-header");
  readHeader(headerOf(found), recipients.length);
  derivative(found.derivative);
  return found;
}

/** Return the bytes of the age header. @param {any} seal */
export function headerOf(seal) {
  try {
    return unbase64(seal.header);
  } catch {
    throw new Wrong("seal-header", "base64");
  }
}

/** Demand the one form of an age header, with stanzas of one kind. @param {Uint8Array} bytes @param {number} stanzas */
function readHeader(bytes, stanzas) {
  const fits = (/** @type {boolean} */ yes) => demand(yes, "", "seal-header");
  fits(bytes.length <= LARGEST_AGE_HEADER && bytes.every((one) => one === 10 || (one >= 0x20 && one < 0x7f)));
  const lines = text(bytes).split("\n");
  fits(lines.pop() === "" && lines.shift() === "age-encryption.org/v1");
  const mac = /^--- ([A-Za-z0-9+/]{43})$/.exec(lines.pop() ?? "");
  fits(Boolean(mac) && bare(/** @type {any} */ (mac)[1]).length === 32 && lines.length === 2 * stanzas);
  for (let i = 0; i < lines.length; i += 2) {
    const share = /^-> mlkem768x25519 ([A-Za-z0-9+/]+)$/.exec(lines[i]);
    fits(Boolean(share) && bare(/** @type {any} */ (share)[1]).length === 1120 && lines[i + 1].length === 43 && bare(lines[i + 1]).length === 32);
  }
}

/** @param {string} value base64 without padding */
function bare(value) {
  try {
    return unbase64(value + "=".repeat((4 - (value.length % 4)) % 4));
  } catch {
    throw new Wrong("seal-header");
  }
}

const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/** Decide whether this is a hybrid recipient: Bech32 of 1,216 bytes under `age1pq`. @param {unknown} value */
export function isRecipient(value) {
  if (typeof value !== "string" || !value.startsWith("age1pq1")) return false;
  const values = [...value.slice(7)].map((one) => BECH32.indexOf(one));
  if (values.includes(-1)) return false;
  const prefix = [..."age1pq"].map((one) => one.charCodeAt(0));
  let check = 1;
  for (const one of [...prefix.map((it) => it >> 5), 0, ...prefix.map((it) => it & 31), ...values]) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ one;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((generator, index) => {
      if ((top >> index) & 1) check ^= generator;
    });
  }
  const data = values.slice(0, -6);
  const spare = (data.length * 5) % 8;
  return check === 1 && Math.floor((data.length * 5) / 8) === 1216 && spare < 5 && (data[data.length - 1] & ((1 << spare) - 1)) === 0;
}

/** @param {any} value */
function derivative(value) {
  if (value === null) return;
  members(value, ["parent", "items", "tool", "settings", "act"], "seal-form");
  members(value.parent, ["bag", "seal"], "seal-form");
  demand(isDigest(value.parent.bag) && (value.parent.seal === null || isDigest(value.parent.seal)), "parent");
  members(value.items, ["count", "digest"], "seal-form");
  demand(isCount(value.items.count) && value.items.count >= 1 && isDigest(value.items.digest), "items");
  members(value.tool, ["name", "version"], "seal-form");
  const plain = (/** @type {any} */ one) => typeof one === "string" && characters(one) >= 1 && characters(one) <= LONGEST_TOOL && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(one);
  demand(plain(value.tool.name) && (value.tool.version === null || plain(value.tool.version)), "tool");
  demand(value.settings === null || isDigest(value.settings), "settings");
  demand(typeof value.act === "string" && value.act.length <= LONGEST_WORD && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value.act), "act");
}
