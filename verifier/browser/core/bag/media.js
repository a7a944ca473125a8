// SPDX-License-Identifier: Apache-2.0
// `media.json` (13.9).

import { Wrong, isCount, isDigest } from "../encoding/bytes.js";
import { isString } from "./inventory.js";

/** @typedef {import("./bag.js").Bag} Bag */
/** @typedef {import("../checks/findings.js").Findings} Findings */

const DIGESTS = /** @type {Record<string, number>} */ ({ sha256: 64, md5: 32, sha1: 40 });
/** Decide whether a value is an object with exactly these members. @param {any} value @param {string[]} names */
export const isExactly = (value, names) => value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).sort().join() === [...names].sort().join();
/** @param {any} value */
const areDigests = (value) => value && typeof value === "object" && !Array.isArray(value) && Object.entries(value).every(([name, one]) => DIGESTS[name] && typeof one === "string" && one.length === DIGESTS[name] && /^[0-9a-f]+$/.test(one));
/** @param {any} value */
const areRuns = (value) =>
  isExactly(value, ["complete", "ranges", "sectors"]) &&
  typeof value.complete === "boolean" &&
  isCount(value.sectors) &&
  Array.isArray(value.ranges) &&
  value.ranges.every((/** @type {any} */ one) => Array.isArray(one) && one.length === 2 && one.every(isCount)) &&
  areInOrder(value.ranges) &&
  isCounted(value);

/** @param {[number, number][]} ranges */
const areInOrder = (ranges) => ranges.every(([first], index) => !index || ranges[index - 1][0] + ranges[index - 1][1] <= first);

/** Decide whether the runs that are listed come to the sectors counted, or to fewer where not all are. @param {{complete: boolean, ranges: [number, number][], sectors: number}} runs */
function isCounted({ complete, ranges, sectors }) {
  const listed = ranges.reduce((sum, [, count]) => sum + count, 0);
  return complete ? listed === sectors : listed <= sectors;
}

/** Read `media.json` in its form, and compare it with the payload. @param {any} value @param {Bag} bag @param {Findings} found */
export function readMedia(value, bag, found) {
  if (!isExactly(value, ["images", "version"]) || value.version !== 1 || !Array.isArray(value.images)) throw new Wrong("media-form");
  const names = ["files", "format", "media", "digests", "stored", "agreement", "bad_sectors", "differing_sectors", "errors", "header", "scheme", "partitions", "file_systems", "remarks", "tools"];
  for (const one of value.images) {
    const file = (/** @type {any} */ it) => isExactly(it, ["path", "sha256", "size"]) && isString(it.path) && isDigest(it.sha256) && isCount(it.size);
    const fits =
      isExactly(one, names) &&
      Array.isArray(one.files) &&
      one.files.length > 0 &&
      one.files.every(file) &&
      ["raw", "ewf-1", "ewf-2", "ewf-logical"].includes(one.format) &&
      (one.media === null || (isExactly(one.media, ["bytes_per_sector", "size"]) && isCount(one.media.size) && (one.media.bytes_per_sector === null || isCount(one.media.bytes_per_sector)))) &&
      areDigests(one.digests) &&
      areDigests(one.stored) &&
      ["equal", "different", "none-stored", "not-compared"].includes(one.agreement) &&
      areRuns(one.bad_sectors) &&
      areRuns(one.differing_sectors) &&
      Array.isArray(one.errors) &&
      one.errors.every((/** @type {any} */ it) => Array.isArray(it) && it.length === 2 && it.every(isCount)) &&
      one.header &&
      typeof one.header === "object" &&
      Object.values(one.header).every(isString) &&
      (one.scheme === null || (isExactly(one.scheme, ["name", "sector_size"]) && isString(one.scheme.name) && isCount(one.scheme.sector_size))) &&
      Array.isArray(one.partitions) &&
      one.partitions.every((/** @type {any} */ it) => isExactly(it, ["length", "start", "type"]) && isCount(it.length) && isCount(it.start) && isString(it.type)) &&
      Array.isArray(one.file_systems) &&
      one.file_systems.every((/** @type {any} */ it) => isExactly(it, ["block_size", "label", "size", "start", "type"]) && isCount(it.block_size) && isCount(it.size) && isCount(it.start) && isString(it.type) && (it.label === null || isString(it.label))) &&
      Array.isArray(one.remarks) &&
      one.remarks.every((/** @type {any} */ it) => isExactly(it, ["code", "what"]) && isString(it.code) && isString(it.what)) &&
      Array.isArray(one.tools) &&
      one.tools.every((/** @type {any} */ it) => isExactly(it, ["name", "version"]) && isString(it.name) && isString(it.version));
    if (!fits) throw new Wrong("media-form");
    for (const it of one.files) if (!bag.isPayload(it.path) || bag.sha256(it.path) !== it.sha256 || bag.ref(it.path).size !== it.size) found.fail("media-disagrees", it.path);
    if (one.format === "raw") {
      const [own] = one.files;
      if (one.files.length !== 1 || one.digests.sha256 !== own.sha256 || one.media?.size !== own.size) found.fail("media-disagrees", own.path);
    }
    if (agreement(one) !== one.agreement) found.fail("media-disagrees", `${one.files[0].path}: agreement`);
  }
}

/** @param {any} image */
function agreement(image) {
  if (!Object.keys(image.digests).length || image.format === "raw") return "not-compared";
  const stored = Object.entries(image.stored);
  if (!stored.length) return "none-stored";
  return stored.every(([name, value]) => image.digests[name] === value) ? "equal" : "different";
}
