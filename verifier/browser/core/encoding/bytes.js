// SPDX-License-Identifier: Apache-2.0
// Bytes, digests and the words of section 1.

import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { LONGEST_AUTHORITY, LONGEST_TEXT } from "./limits.js";

export { sha1, sha256, sha384, sha512 };

/** What is judged is otherwise than the specification says. */
export class Wrong extends Error {
  /** @param {string} code @param {string} [detail] */
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
    this.detail = detail;
  }
}

/** Something is lacking, and nothing is contradicted. */
export class Lacking extends Wrong {}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

/** @param {Uint8Array} bytes @returns {string} */
export function text(bytes) {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new Wrong("json-not-utf8");
  }
}

const LONGEST_SHORT_FILE = 4096;

/** Read each byte of a short file as one character, to compare it with a form of ASCII: no byte is refused, and a longer file is empty. @param {Uint8Array | null} bytes */
export const latin1 = (bytes) => (bytes && bytes.length <= LONGEST_SHORT_FILE ? String.fromCharCode(...bytes) : "");

/** @param {string} value @returns {Uint8Array} */
export const utf8 = (value) => ENCODER.encode(value);

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  let found = "";
  for (const one of bytes) found += one.toString(16).padStart(2, "0");
  return found;
}

/** @param {string} value */
export function unhex(value) {
  if (!/^([0-9a-f]{2})*$/.test(value)) throw new Wrong("digest-malformed");
  const found = new Uint8Array(value.length / 2);
  for (let i = 0; i < found.length; i++) found[i] = parseInt(value.slice(2 * i, 2 * i + 2), 16);
  return found;
}

/** @param {...Uint8Array} parts */
export function join(...parts) {
  const found = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of parts) {
    found.set(one, at);
    at += one.length;
  }
  return found;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export function same(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export function order(a, b) {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** Compare two texts in byte order of UTF-8, which is the order of code points. */
export function byteOrder(/** @type {string} */ a, /** @type {string} */ b) {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const one = a.charCodeAt(i), two = b.charCodeAt(i);
    if (one !== two) {
      const high = (/** @type {number} */ unit) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
      return high(one) - high(two);
    }
  }
  return a.length - b.length;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...BASE64].map((one, index) => [one, index]));

/** Read base64 in its one spelling. @param {string} value */
export function unbase64(value) {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) throw new Wrong("directory-base64");
  const bare = value.replace(/=+$/, "");
  const found = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let held = 0, bits = 0, at = 0;
  for (const one of bare) {
    held = ((held << 6) | /** @type {number} */ (VALUES.get(one))) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      found[at++] = (held >> bits) & 0xff;
    }
  }
  if (held & ((1 << bits) - 1)) throw new Wrong("directory-base64");
  return found;
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  let found = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const value = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    found += BASE64[value >> 18] + BASE64[(value >> 12) & 63];
    found += i + 1 < bytes.length ? BASE64[(value >> 6) & 63] : "=";
    found += i + 2 < bytes.length ? BASE64[value & 63] : "=";
  }
  return found;
}

/** @param {string} value */
export function unbase64url(value) {
  if (!/^[A-Za-z0-9_-]*$/.test(value) || value.length % 4 === 1) throw new Wrong("directory-base64");
  return unbase64(value.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (value.length % 4)) % 4));
}

/** @param {Uint8Array} bytes */
export const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** @param {Uint8Array} bytes */
export const digest = (bytes) => hex(sha256(bytes));

const DIGEST = /^[0-9a-f]{64}$/;
const AUTHORITY = /^[a-z]{2}\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const OFFICER = /^([a-z]{2})-[0-9]{4,8}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;

// ISO 3166-1 alpha-2 as assigned, and the user-assigned codes; and EU.
const STATES = new Set(
  ("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK " +
    "CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS " +
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV " +
    "LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM " +
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR " +
    "TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW AA ZZ EU").split(" "),
);
/** @param {string} code */
export function isState(code) {
  return STATES.has(code) || /^(Q[M-Z]|X[A-Z])$/.test(code);
}
/** @param {unknown} value @returns {value is string} */
export function isAuthority(value) {
  return typeof value === "string" && value.length <= LONGEST_AUTHORITY && AUTHORITY.test(value) && isState(value.slice(0, 2).toUpperCase());
}
/** @param {unknown} value @returns {value is string} */
export function isOfficer(value) {
  return typeof value === "string" && OFFICER.test(value) && isState(value.slice(0, 2).toUpperCase());
}
/** @param {unknown} value @returns {value is string} */
export const isDigest = (value) => typeof value === "string" && DIGEST.test(value);
/** @param {unknown} value @returns {value is string} */
export const isUuid = (value) => typeof value === "string" && UUID.test(value);
/** @param {string} name State of an authority or officer, in capitals. */
export const stateOf = (name) => name.slice(0, 2).toUpperCase();

/** Return the seconds of a moment, or null of what is none. @param {unknown} value @returns {number | null} */
export function moment(value) {
  if (typeof value !== "string") return null;
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/.exec(value);
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
  return seconds(year, month, day, hour, minute, second);
}

/** @returns {number | null} */
export function seconds(/** @type {number} */ year, /** @type {number} */ month, /** @type {number} */ day, hour = 0, minute = 0, second = 0) {
  if (year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / 1000 : null;
}

/** @param {unknown} value */
export function isDate(value) {
  const found = typeof value === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return Boolean(found) && seconds(Number(/** @type {any} */ (found)[1]), Number(/** @type {any} */ (found)[2]), Number(/** @type {any} */ (found)[3])) !== null;
}

/** @param {unknown} value @returns {value is number} */
export const isCount = (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
/** Count code points. @param {string} value */
export const characters = (value) => [...value].length;

const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** Refuse a character that is not seen or turns about what is read (section 1, signed texts). @param {unknown} value */
export function plainTexts(value) {
  if (typeof value === "string") {
    if (UNSEEN.test(value)) throw new Wrong("text-character");
  } else if (Array.isArray(value)) value.forEach(plainTexts);
  else if (value && typeof value === "object")
    for (const [name, inner] of Object.entries(value)) {
      plainTexts(name);
      plainTexts(inner);
    }
}

/** Decide whether this is a *text* of 16.1. @param {unknown} value @returns {value is string} */
export function isText(value) {
  return (
    typeof value === "string" &&
    characters(value) >= 1 &&
    characters(value) <= LONGEST_TEXT &&
    !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(value)
  );
}

/** Refuse an object that has not exactly these members. @param {any} value @param {readonly string[]} names @param {string} code */
export function members(value, names, code) {
  if (!value || typeof value !== "object" || Array.isArray(value)) throw new Wrong(code);
  for (const one of names) if (!(one in value)) throw new Wrong(code, `${one} is missing`);
  for (const one of Object.keys(value)) if (!names.includes(one)) throw new Wrong(code, `${one} is unknown`);
}
