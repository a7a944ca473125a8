// SPDX-License-Identifier: Apache-2.0
// Earlier records of a bag, and the conditions in each of its forms (13.7, 13.8).

import { Findings } from "../checks/findings.js";
import { lines } from "../files/tree.js";
import { lacking } from "./bag.js";
import { readConditions, weaker } from "./conditions.js";
import { readBagInfo } from "./info.js";
import { readManifest } from "./manifest.js";

/** @typedef {import("./bag.js").Bag} Bag */
/** @typedef {import("./info.js").BagInfo} BagInfo */

/** Files of a record that a later record may only add to. */
const KEPT = /^(manifest-[^/]*\.txt|inventory\.jsonl)$/;

/** The earlier records of a bag: their numbers, what is wrong with their names, and where each of their files lies. */
class EarlierRecords {
  /** @param {Bag} bag */
  constructor(bag) {
    this.bag = bag;
    this.found = new Findings();
    /** Files of each record. @type {Map<number, string[]>} */
    this.files = new Map();
    /** Records that have a file, by its path in the bag. @type {Map<string, number[]>} */
    this.having = new Map();
    for (const one of bag.files) {
      if (!one.startsWith("earlier/")) continue;
      const [, name, ...rest] = one.split("/");
      if (!rest.length || !/^[1-9][0-9]{0,3}$/.test(name)) {
        this.found.fail("earlier-record", one);
        continue;
      }
      const number = Number(name);
      listAt(this.files, number).push(one);
      listAt(this.having, rest.join("/")).push(number);
    }
    for (const one of this.having.values()) one.sort((a, b) => a - b);
    this.numbers = [...this.files.keys()].sort((a, b) => a - b);
    this.numbers.forEach((one, index) => {
      if (one !== index + 1) this.found.fail("earlier-record", `earlier/${one}`);
    });
  }

  /** Find the place of a file of record n: the first of earlier/n/, earlier/n+1/, … that has it, else the bag's own. @param {number} n @param {string} path */
  place(n, path) {
    const number = this.having.get(path)?.find((one) => one >= n);
    if (number !== undefined) return `earlier/${number}/${path}`;
    return this.bag.has(path) ? path : null;
  }
}

/** @template K, V @param {Map<K, V[]>} map @param {K} key @returns {V[]} */
function listAt(map, key) {
  const found = map.get(key) ?? [];
  map.set(key, found);
  return found;
}

/** Make the check `bag-earlier`; what is signed is asked by `signed`.
 * @param {Bag} bag
 * @param {(place: {bytes: Uint8Array | null, p256: Uint8Array | null, mldsa65: Uint8Array | null}, sender: string | null, where: string) => Findings} signed */
export async function judgeEarlier(bag, signed) {
  const records = new EarlierRecords(bag);
  const { found } = records;
  for (const n of records.numbers) {
    const where = `earlier/${n}`;
    const list = `${where}/tagmanifest-sha256.txt`;
    if (!bag.has(list)) {
      found.fail("earlier-record", list);
      continue;
    }
    try {
      await readManifest(bag.ref(list), 64, false, (path, value) => {
        const place = records.place(n, path);
        if (!place) found.fail("bag-file-missing", `${where}: ${path}`);
        else if (bag.sha256(place) !== value) found.fail("bag-digest", `${where}: ${path}`);
      });
    } catch (error) {
      found.caught(error, list);
    }
    const info = records.place(n, "bag-info.txt");
    let sender = null;
    if (info) found.try(() => (sender = readBagInfo(bag.bytes(info) ?? new Uint8Array()).sender), where);
    const p256 = bag.has(`${list}.p256.p7s`), mldsa65 = bag.has(`${list}.mldsa65.p7s`);
    if (p256 || mldsa65 || sender) {
      found.add(signed({ bytes: bag.bytes(list), p256: bag.bytes(`${list}.p256.p7s`), mldsa65: bag.bytes(`${list}.mldsa65.p7s`) }, sender, where));
    }
    for (const one of records.files.get(n) ?? []) {
      const path = one.slice(where.length + 1);
      if (!KEPT.test(path)) continue;
      const later = records.place(n + 1, path);
      try {
        if (!later || !(await keepsLines(bag.ref(one), bag.ref(later)))) found.fail("earlier-record", one);
      } catch (error) {
        found.caught(error, one);
      }
    }
  }
  if ((bag.tree.files.has(`${bag.prefix}earlier`) || bag.odd.includes("earlier")) && !found.fails.length) found.lack("bag-form", "earlier");
  return found;
}

/** Find where the conditions and the facts of each form of the package lie (13.7), the earliest first. @param {Bag} bag */
function formsOf(bag) {
  const records = new EarlierRecords(bag);
  return [...records.numbers, 0].map((n) => {
    const at = (/** @type {string} */ name) => (n ? records.place(n, name) : bag.has(name) ? name : null);
    return { n, conditions: at("conditions.json"), info: at("bag-info.txt") };
  });
}

/** Make the check `bag-conditions`. @param {Bag} bag */
export async function judgeConditions(bag) {
  const found = new Findings();
  if (!bag.has("conditions.json")) return lacking(found, "conditions.json");
  if (!bag.has("bag-info.txt")) return lacking(found, "bag-info.txt");
  /** @type {{where: string, conditions: any, info: BagInfo | null}[]} */
  const forms = [];
  for (const { n, conditions, info } of formsOf(bag)) {
    const where = n ? `earlier/${n}` : "";
    const one = { where, conditions: conditions ? found.try(() => readConditions(bag.bytes(conditions) ?? new Uint8Array()), where) : null, info: info ? found.try(() => readBagInfo(bag.bytes(info) ?? new Uint8Array()), where) ?? null : null };
    forms.push(one);
    if (!n) continue;
    const list = `earlier/${n}/tagmanifest-sha256.txt`;
    if (!bag.has(list)) {
      found.fail("earlier-record", list);
      continue;
    }
    const listed = new Map();
    try {
      await readManifest(bag.ref(list), 64, false, (path, value) => listed.set(path, value));
    } catch (error) {
      found.caught(error, list);
    }
    for (const [name, place] of [["conditions.json", conditions], ["bag-info.txt", info]]) if (place && listed.get(name) !== bag.sha256(place)) found.fail("bag-digest", `${where}: ${name}`);
  }
  if (found.fails.length) return found;
  for (const one of forms) if (one.info?.package !== bag.info?.package) found.fail("conditions-origin", one.where);
  for (let i = 1; i < forms.length; i++) for (const name of weaker(forms[i - 1].conditions, forms[i].conditions)) found.fail("conditions-weaker", name);
  return found;
}

/** Decide whether every line of one file occurs in another, in the same order. @param {import("../files/tree.js").Ref} kept @param {import("../files/tree.js").Ref} later */
async function keepsLines(kept, later) {
  const others = lines(later);
  for await (const { line, ended } of lines(kept)) {
    for (;;) {
      const { value, done } = await others.next();
      if (done) return false;
      if (value.ended === ended && value.line.length === line.length && value.line.every((/** @type {number} */ one, /** @type {number} */ index) => one === line[index])) break;
    }
  }
  return true;
}
