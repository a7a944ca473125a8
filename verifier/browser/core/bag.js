// SPDX-License-Identifier: Apache-2.0
// The checks of a bag (sections 13 and 15).

import { hmac } from "@noble/hashes/hmac.js";
import { Wrong, base64, byteOrder, characters, digest, hex, isAuthority, isCount, isDate, isDigest, isUuid, join, members, moment, plainTexts, sha256, stateOf, text, unbase64, utf8 } from "./bytes.js";
import { Findings } from "./findings.js";
import { canonicalObject } from "./json.js";
import { LARGEST_BAG_INFO, LARGEST_MEDIA, LONGEST_LINE, MOST_FACTS } from "./limits.js";
import { fold, isStoredName, isStoredPath } from "./names.js";
import { Tree as HashTree } from "./notes.js";
import { isRecipient } from "./seal.js";
import { hash, lines, whole } from "./tree.js";

/** @typedef {import("./tree.js").Tree} Tree */

export const BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const REQUIRED = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "case.jsonld", "conditions.json", "inventory.jsonl", "items-root.txt", "package-secret.bin", "tagmanifest-sha256.txt"];
const TABLE_FILES = [...REQUIRED, "manifest-sha512.txt", "manifest-sha3512.txt", "manifest-blake2b512.txt", "media.json", "members.jsonl", "tagmanifest-sha256.txt.p256.p7s", "tagmanifest-sha256.txt.mldsa65.p7s", "offsets"];
const MANIFESTS = /** @type {Record<string, [string, number]>} */ ({
  "manifest-sha256.txt": ["sha256", 64],
  "manifest-sha512.txt": ["sha512", 128],
  "manifest-sha3512.txt": ["sha3512", 128],
  "manifest-blake2b512.txt": ["blake2b512", 128],
});
const NOT_LISTED = new Set(["tagmanifest-sha256.txt", "tagmanifest-sha256.txt.p256.p7s", "tagmanifest-sha256.txt.mldsa65.p7s", "offsets"]);

/** @typedef {object} BagInfo
 * @property {string} package
 * @property {string} oxum
 * @property {string | null} sender
 * @property {string | null} thread
 * @property {string | null} network
 * @property {{authority: string, recipient: string}[]} recipients
 */

/** Read `bag-info.txt` in its form (13.3). @param {Uint8Array} bytes @returns {BagInfo} */
export function readBagInfo(bytes) {
  const wrong = new Wrong("bag-payload-oxum", "bag-info.txt is not in its form");
  if (bytes.length > LARGEST_BAG_INFO) throw wrong;
  let source;
  try {
    source = text(bytes);
  } catch {
    throw wrong;
  }
  if (!source.endsWith("\n") || source.startsWith("\ufeff")) throw wrong;
  const order = ["Bagging-Date", "Bag-Software-Agent", "Payload-Oxum", "External-Identifier", "Rogatory-Sender", "Rogatory-Thread", "Rogatory-Network", "Rogatory-Recipient"];
  /** @type {Record<string, string[]>} */
  const held = {};
  let place = 0;
  for (const line of source.slice(0, -1).split("\n")) {
    const at = line.indexOf(": ");
    const label = line.slice(0, at), value = line.slice(at + 2);
    const index = order.indexOf(label);
    if (at < 1 || index < place || !value || /[\u0000-\u001f\u007f]/.test(value)) throw wrong;
    if (index === place && held[label] && label !== "Rogatory-Recipient") throw wrong;
    place = index;
    (held[label] ??= []).push(value);
  }
  const one = (/** @type {string} */ label) => held[label]?.[0] ?? null;
  const [date, agent, oxum, id] = order.slice(0, 4).map(one);
  const sender = one("Rogatory-Sender"), thread = one("Rogatory-Thread"), network = one("Rogatory-Network");
  const fits =
    isDate(date) && agent && oxum && /^(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,15})$/.test(oxum) && isUuid(id) && (sender === null || isAuthority(sender)) && (thread === null || isUuid(thread)) && (network === null || isDigest(network));
  if (!fits) throw wrong;
  const recipients = (held["Rogatory-Recipient"] ?? []).map((value) => {
    const at = value.indexOf(" ");
    const found = { authority: value.slice(0, at), recipient: value.slice(at + 1) };
    if (!isAuthority(found.authority) || !isRecipient(found.recipient)) throw wrong;
    return found;
  });
  return { package: /** @type {string} */ (id), oxum, sender, thread, network, recipients };
}

/** Read `conditions.json` in its form (13.7). @param {Uint8Array} bytes @returns {any} */
export function readConditions(bytes) {
  const found = canonicalObject(bytes);
  conditionsForm(found, true);
  return found;
}

/** Demand the form of conditions. @param {any} found @param {boolean} versioned */
export function conditionsForm(found, versioned) {
  const names = ["purpose", "proceedings", "onward_transfer", "secrecy", "retention_until", "police_information_only", "protected_items"];
  members(found, versioned ? ["version", ...names] : names, "conditions-form");
  plainTexts(found);
  const words = (/** @type {any} */ value) => value === null || (typeof value === "string" && characters(value) >= 1 && characters(value) <= 2000);
  const fits =
    (!versioned || found.version === 1) &&
    words(found.purpose) &&
    words(found.proceedings) &&
    ["free", "with-consent", "forbidden"].includes(found.onward_transfer) &&
    typeof found.secrecy === "boolean" &&
    typeof found.police_information_only === "boolean" &&
    (found.retention_until === null || moment(found.retention_until) !== null) &&
    Array.isArray(found.protected_items) &&
    found.protected_items.every((/** @type {any} */ one) => typeof one === "string" && one !== "");
  if (!fits) throw new Wrong("conditions-form");
}

/** A line of a manifest. @param {string} line @param {number} digits @returns {[string, string] | null} digest and path */
function manifestLine(line, digits) {
  const found = new RegExp(`^([0-9a-f]{${digits}})  (.+)$`, "s").exec(line);
  return found ? [found[2], found[1]] : null;
}

/** Read a manifest in its form (13.4), as a stream. @param {import("./tree.js").Ref} ref @param {number} digits @param {boolean} payload @param {(path: string, digest: string) => void} each */
async function readManifest(ref, digits, payload, each) {
  let before = null;
  for await (const { line, ended } of lines(ref)) {
    const found = ended ? manifestLine(text(line), digits) : null;
    if (!found) throw new Wrong("bag-form", "a line of a manifest is not in its form");
    const [path, value] = found;
    if (before !== null && byteOrder(before, path) >= 0) throw new Wrong("bag-form", `${path}: order`);
    if (!isStoredPath(path) || payload !== path.startsWith("data/")) throw new Wrong("evidence-name", path);
    before = path;
    each(path, value);
  }
}

/** A bag in a folder of the tree. */
export class Bag {
  /** @param {Tree} tree @param {string} folder */
  constructor(tree, folder) {
    this.tree = tree;
    this.prefix = `${folder}/`;
    this.folder = folder;
    const below = tree.below(folder);
    /** Names that break a rule of 13.1. @type {string[]} */
    this.badNames = [];
    const bad = this.#names(below);
    const under = (/** @type {string} */ path) => [...bad].some((one) => path === one || path.startsWith(`${one}/`));
    this.odd = below.odd;
    /** @type {string[]} */
    this.files = bad.size ? below.files.filter((one) => !under(one)) : below.files;
    this.payload = this.files.filter((one) => one.startsWith("data/"));
    this.tags = this.files.filter((one) => !one.startsWith("data/"));
    this.infoWrong = new Findings();
    const bytes = this.bytes("bag-info.txt");
    /** @type {BagInfo | null} */
    this.info = null;
    if (this.has("bag-info.txt")) this.info = this.infoWrong.try(() => readBagInfo(bytes ?? new Uint8Array())) ?? null;
  }

  /** @param {{files: string[], folders: string[], odd: string[]}} below */
  #names(below) {
    const bad = new Set();
    /** @type {Map<string, Map<string, string>>} */
    const folded = new Map();
    const paths = [...new Set([...below.files, ...below.folders, ...below.odd])].sort(byteOrder);
    for (const path of paths) {
      const at = path.lastIndexOf("/");
      const parent = at < 0 ? "" : path.slice(0, at), name = path.slice(at + 1);
      if ([...bad].some((one) => path.startsWith(`${one}/`))) continue;
      const held = folded.get(parent) ?? new Map();
      folded.set(parent, held);
      const key = fold(name);
      if (!isStoredName(name) || utf8(path).length > 3800 || held.has(key)) {
        bad.add(path);
        this.badNames.push(path);
      } else held.set(key, name);
    }
    return bad;
  }

  /** @param {string} name */
  has(name) {
    return this.files.includes(name);
  }

  /** @param {string} name @returns {Uint8Array | null} */
  bytes(name) {
    return this.tree.bytes(this.prefix + name);
  }

  /** @param {string} name */
  ref(name) {
    return /** @type {import("./tree.js").Ref} */ (this.tree.files.get(this.prefix + name));
  }

  /** Digest of a file that lies there. @param {string} name */
  sha256(name) {
    return this.ref(name)?.digests.sha256 ?? null;
  }

  /** The bag's digest, or null. */
  get digest() {
    return this.has("tagmanifest-sha256.txt") ? this.sha256("tagmanifest-sha256.txt") : null;
  }

  /** `bag-form`. */
  form() {
    const found = new Findings();
    const { tree, prefix } = this;
    if (!tree.folders.has(this.folder)) found.fail("bag-form", this.folder);
    for (const one of this.badNames) found.fail("evidence-name", one);
    for (const one of this.odd) found.fail("bag-form", one);
    for (const one of REQUIRED) if (!this.has(one)) found.fail("bag-file-missing", one);
    if (!tree.folders.has(`${prefix}data`)) found.fail("bag-file-missing", "data");
    for (const one of TABLE_FILES) if (tree.folders.has(prefix + one)) found.fail("bag-form", one);
    for (const one of ["data", "request", "earlier"]) if (tree.files.has(prefix + one)) found.fail("bag-form", one);
    if (this.has("bagit.txt") && text(this.bytes("bagit.txt") ?? new Uint8Array([0])) !== BAGIT) found.fail("bag-form", "bagit.txt");
    for (const one of this.tags) {
      if (one === "fetch.txt") found.fail("bag-form", one);
      if (/^manifest-[^/]*\.txt$/.test(one) && !MANIFESTS[one]) found.fail("bag-form", one);
      if (/^tagmanifest-[^/]*\.txt$/.test(one) && one !== "tagmanifest-sha256.txt") found.fail("bag-form", one);
    }
    if (this.has("case.jsonld"))
      found.try(() => {
        const value = canonicalObject(this.bytes("case.jsonld") ?? new Uint8Array());
        const graph = value["@graph"];
        if (!Array.isArray(graph) || !graph.every((one) => one && typeof one === "object" && !Array.isArray(one) && typeof one["@id"] === "string")) throw new Wrong("bag-form", "@graph");
      }, "case.jsonld");
    return found;
  }

  /** `bag-size`. */
  size() {
    const found = new Findings();
    if (!this.has("bag-info.txt")) return lacking(found, "bag-info.txt");
    found.add(this.infoWrong);
    if (this.info) {
      const bytes = this.payload.reduce((sum, one) => sum + this.ref(one).size, 0);
      if (this.info.oxum !== `${bytes}.${this.payload.length}`) found.fail("bag-payload-oxum", this.info.oxum);
    }
    return found;
  }

  /** `bag-tags`. */
  async tagList() {
    const found = new Findings();
    if (!this.has("tagmanifest-sha256.txt")) return lacking(found, "tagmanifest-sha256.txt");
    const expected = new Set(this.tags.filter((one) => !NOT_LISTED.has(one)));
    /** @type {Map<string, string>} */
    this.listed = new Map();
    try {
      await readManifest(this.ref("tagmanifest-sha256.txt"), 64, false, (path, value) => {
        this.listed?.set(path, value);
        if (!expected.delete(path)) found.fail("bag-file-missing", path);
        else if (this.sha256(path) !== value) found.fail("bag-digest", path);
      });
      for (const one of expected) found.fail("bag-file-unlisted", one);
    } catch (error) {
      found.caught(error, "tagmanifest-sha256.txt");
    }
    return found;
  }

  /** Algorithms of the payload manifests that lie here. */
  get algorithms() {
    return Object.entries(MANIFESTS).filter(([name]) => this.tree.files.has(this.prefix + name)).map(([, [algorithm]]) => algorithm);
  }

  /** `bag-files`. */
  async payloadLists() {
    const found = new Findings();
    if (!this.has("manifest-sha256.txt")) return lacking(found, "manifest-sha256.txt");
    for (const [name, [algorithm, digits]] of Object.entries(MANIFESTS)) {
      if (!this.has(name)) continue;
      const expected = new Set(this.payload);
      try {
        await readManifest(this.ref(name), digits, true, (path, value) => {
          if (!expected.delete(path)) found.fail("bag-file-missing", path);
          else if (this.ref(path).digests[algorithm] !== value) found.fail("bag-digest", path);
        });
        for (const one of expected) found.fail("bag-file-unlisted", one);
      } catch (error) {
        found.caught(error, name);
      }
    }
    if (this.tree.folders.has(`${this.prefix}offsets`) || this.odd.includes("offsets")) {
      if (!found.fails.length) found.lack("bag-form", "offsets");
    } else if (this.has("offsets") && !found.fails.length) {
      if (!this.info) found.lack("needs", "bag-size");
      else if (!(await this.#offsetsHold(this.info.package))) found.fail("tar-offsets");
    }
    return found;
  }

  /** Decide whether `offsets` is the table of the bag's stream (section 14). @param {string} id */
  async #offsetsHold(id) {
    const manifests = this.tags.filter((one) => /^manifest-/.test(one));
    const last = ["tagmanifest-sha256.txt", "tagmanifest-sha256.txt.mldsa65.p7s", "tagmanifest-sha256.txt.p256.p7s"];
    const first = ["bagit.txt", "bag-info.txt"];
    const rest = this.tags.filter((one) => !first.includes(one) && !manifests.includes(one) && !last.includes(one) && one !== "offsets");
    const ordered = [...first, null, ...this.payload, ...manifests, ...rest, ...last.filter((one) => this.has(one))];
    let at = 0;
    const table = lines(this.ref("offsets"));
    for (const one of ordered) {
      const path = one === null ? `${id}/data/` : `${id}/${one}`;
      const size = one === null ? 0 : this.ref(one).size;
      at += headerSize(path, size);
      if (one === null) continue;
      const { value, done } = await table.next();
      if (done || !value.ended || text(value.line) !== `${at} ${size} ${one}`) return false;
      at += Math.ceil(size / 512) * 512;
    }
    return Boolean((await table.next()).done);
  }

  /** `bag-inventory` and `bag-items-root`, in one reading of the inventory. */
  async inventory() {
    const listed = new Findings(), root = new Findings();
    const secret = this.bytes("package-secret.bin"), written = this.bytes("items-root.txt");
    const asked = this.has("package-secret.bin") && this.has("items-root.txt") && this.has("inventory.jsonl");
    if (!this.has("inventory.jsonl")) lacking(listed, "inventory.jsonl");
    if (!asked) lacking(root, "inventory.jsonl, items-root.txt or package-secret.bin");
    this.items = 0;
    if (!this.has("inventory.jsonl")) return { listed, root };
    const tree = asked && secret?.length === 32 ? new HashTree() : null;
    const expected = new Set(this.payload);
    const held = new Set(this.payload);
    let before = null;
    let readable = true;
    try {
      for await (const { line, ended } of lines(this.ref("inventory.jsonl"))) {
        const whole = ended ? join(line, new Uint8Array([10])) : line;
        if (tree && secret) tree.add(sha256(join(itemSalt(secret, this.items), whole)));
        if (ended) this.items++;
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
            else if (this.sha256(path) !== one.sha256 || this.ref(path).size !== one.size) listed.fail("inventory-mismatch", one.path);
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
      const form = /^rogatory\/items-root\/v1\n(0|[1-9][0-9]*)\n([0-9a-f]{64})\n$/.exec(written ? text(written) : "");
      if (!form) root.fail("items-root", "items-root.txt");
      else if (tree && (String(tree.count) !== form[1] || hex(tree.root()) !== form[2])) root.fail("items-root");
    }
    return { listed, root };
  }

  /** Numbers of the earlier records, and what is otherwise. @returns {{numbers: number[], found: Findings}} */
  earlierNumbers() {
    const found = new Findings();
    const names = new Set();
    for (const one of this.files)
      if (one.startsWith("earlier/")) {
        const [, name, ...rest] = one.split("/");
        if (!rest.length || !/^[1-9][0-9]{0,3}$/.test(name)) found.fail("earlier-record", one);
        else names.add(Number(name));
      }
    const numbers = [...names].sort((a, b) => a - b);
    numbers.forEach((one, index) => {
      if (one !== index + 1) found.fail("earlier-record", `earlier/${one}`);
    });
    return { numbers, found };
  }

  /** The place of a file of record n: the first of earlier/n/, earlier/n+1/, … that has it, else the bag's own. @param {number} n @param {number[]} numbers @param {string} path */
  place(n, numbers, path) {
    for (const one of numbers) if (one >= n && this.has(`earlier/${one}/${path}`)) return `earlier/${one}/${path}`;
    return this.has(path) ? path : null;
  }

  /** `bag-earlier` but for signatures; these are asked by `signed`.
   * @param {(place: {bytes: Uint8Array | null, p256: Uint8Array | null, mldsa65: Uint8Array | null}, sender: string | null, where: string) => Findings} signed */
  async earlier(signed) {
    const { numbers, found } = this.earlierNumbers();
    for (const n of numbers) {
      const where = `earlier/${n}`;
      const list = `${where}/tagmanifest-sha256.txt`;
      if (!this.has(list)) {
        found.fail("earlier-record", list);
        continue;
      }
      try {
        await readManifest(this.ref(list), 64, false, (path, value) => {
          const place = this.place(n, numbers, path);
          if (!place) found.fail("bag-file-missing", `${where}: ${path}`);
          else if (this.sha256(place) !== value) found.fail("bag-digest", `${where}: ${path}`);
        });
      } catch (error) {
        found.caught(error, list);
      }
      const info = this.place(n, numbers, "bag-info.txt");
      let sender = null;
      if (info) found.try(() => (sender = readBagInfo(this.bytes(info) ?? new Uint8Array()).sender), where);
      const p256 = this.has(`${list}.p256.p7s`), mldsa65 = this.has(`${list}.mldsa65.p7s`);
      if (p256 || mldsa65 || sender) {
        found.add(signed({ bytes: this.bytes(list), p256: this.bytes(`${list}.p256.p7s`), mldsa65: this.bytes(`${list}.mldsa65.p7s`) }, sender, where));
      }
      for (const one of this.files) {
        const kept = new RegExp(`^${where}/(manifest-[^/]*\\.txt|inventory\\.jsonl)$`).exec(one);
        if (!kept) continue;
        const later = this.place(n + 1, numbers, kept[1]);
        if (!later || !(await keepsLines(this.ref(one), this.ref(later)))) found.fail("earlier-record", one);
      }
    }
    if ((this.tree.files.has(`${this.prefix}earlier`) || this.odd.includes("earlier")) && !found.fails.length) found.lack("bag-form", "earlier");
    return found;
  }

  /** The forms of the package (13.7), as far as they can be read. */
  forms() {
    const { numbers } = this.earlierNumbers();
    return [...numbers, 0].map((n) => {
      const at = (/** @type {string} */ name) => (n ? this.place(n, numbers, name) : this.has(name) ? name : null);
      return { n, conditions: at("conditions.json"), info: at("bag-info.txt") };
    });
  }

  /** `bag-conditions`. */
  async conditions() {
    const found = new Findings();
    if (!this.has("conditions.json")) return lacking(found, "conditions.json");
    if (!this.has("bag-info.txt")) return lacking(found, "bag-info.txt");
    /** @type {{where: string, conditions: any, info: BagInfo | null}[]} */
    const forms = [];
    for (const { n, conditions, info } of this.forms()) {
      const where = n ? `earlier/${n}` : "";
      const one = { where, conditions: conditions ? found.try(() => readConditions(this.bytes(conditions) ?? new Uint8Array()), where) : null, info: info ? found.try(() => readBagInfo(this.bytes(info) ?? new Uint8Array()), where) ?? null : null };
      forms.push(one);
      if (!n) continue;
      const list = `earlier/${n}/tagmanifest-sha256.txt`;
      if (!this.has(list)) {
        found.fail("earlier-record", list);
        continue;
      }
      const listed = new Map();
      try {
        await readManifest(this.ref(list), 64, false, (path, value) => listed.set(path, value));
      } catch (error) {
        found.caught(error, list);
      }
      for (const [name, place] of [["conditions.json", conditions], ["bag-info.txt", info]]) if (place && listed.get(name) !== this.sha256(place)) found.fail("bag-digest", `${where}: ${name}`);
    }
    if (found.fails.length) return found;
    for (const one of forms) if (one.info?.package !== this.info?.package) found.fail("conditions-origin", one.where);
    for (let i = 1; i < forms.length; i++) for (const name of weaker(forms[i - 1].conditions, forms[i].conditions)) found.fail("conditions-weaker", name);
    return found;
  }

  /** The giver (13.7), or null. */
  get giver() {
    for (const { info } of this.forms()) {
      if (!info) continue;
      try {
        const { sender } = readBagInfo(this.bytes(info) ?? new Uint8Array());
        if (sender) return sender;
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
      }
    }
    return null;
  }

  /** `bag-sealed`: what `bag-info.txt` says is what the first seal says. @param {any} seal */
  sealed(seal) {
    const found = new Findings();
    if (!seal) found.lack("needs", "seal-form");
    if (this.digest === null) found.lack("needs", "bag-tags");
    if (!this.info) found.lack("needs", "bag-size");
    if (found.lacks.length || !this.info) return found;
    if (seal.bag !== this.digest) found.fail("seal-bag");
    const differs = (/** @type {boolean} */ yes, /** @type {string} */ name) => {
      if (yes) found.fail("seal-bag-info", name);
    };
    differs(seal.package !== this.info.package, "package");
    differs(seal.sender !== this.info.sender, "sender");
    differs(seal.thread !== this.info.thread, "thread");
    differs(seal.network !== this.info.network, "network");
    const pairs = (/** @type {any[]} */ list) => list.map((one) => `${one.authority} ${one.recipient}`).join("\n");
    differs(pairs(seal.recipients) !== pairs(this.info.recipients), "recipients");
    return found;
  }

  /** Whether `bag-examined` is made. */
  get isExamined() {
    return ["media.json", "members.jsonl"].some((one) => this.files.includes(one) || this.odd.includes(one) || this.tree.folders.has(this.prefix + one));
  }

  /** `bag-examined`. */
  async examined() {
    const found = new Findings();
    if (this.has("media.json"))
      try {
        const bytes = await whole(this.ref("media.json"), LARGEST_MEDIA);
        if (!bytes) throw new Wrong("media-form", "too large");
        readMedia(canonicalObject(bytes, { limit: LARGEST_MEDIA, most: MOST_FACTS }), this, found);
      } catch (error) {
        found.caught(error, "media.json");
      }
    if (this.has("members.jsonl"))
      try {
        await readMembers(this, found);
      } catch (error) {
        found.caught(error, "members.jsonl");
      }
    for (const one of ["media.json", "members.jsonl"]) if (!this.has(one) && (this.odd.includes(one) || this.tree.folders.has(this.prefix + one)) && !found.fails.length) found.lack("bag-form", one);
    return found;
  }

  /** Hash all that checks compare. @param {(bytes: number) => void} progress */
  async hashAll(progress) {
    const algorithms = [...new Set(["sha256", ...this.algorithms])];
    for (const one of this.files) await hash(this.ref(one), one.startsWith("data/") ? algorithms : ["sha256"], progress);
  }
}

/** @param {Findings} found @param {string} what */
function lacking(found, what) {
  found.lack("bag-file-missing", what);
  return found;
}

/** @param {Uint8Array} secret @param {number} index */
export const itemSalt = (secret, index) => hmac(sha256, secret, utf8(`rogatory/item/v1\n${index}`));

/** @param {string} path @param {number} size */
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

/** Decide whether every line of one file occurs in another, in the same order. @param {import("./tree.js").Ref} kept @param {import("./tree.js").Ref} later */
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

const KINDS = ["file", "folder", "link", "socket", "fifo", "character-device", "block-device", "unknown"];
/** @param {any} value */
const isBase64 = (value) => {
  if (typeof value !== "string") return false;
  try {
    unbase64(value);
    return true;
  } catch {
    return false;
  }
};
const isText = (/** @type {any} */ value) => typeof value === "string";
const isNanoseconds = (/** @type {any} */ value) => typeof value === "string" && /^(0|-?[1-9][0-9]*)$/.test(value);
const INVENTORY = /** @type {Record<string, (value: any) => boolean>} */ ({
  path: (value) => isText(value) && isStoredPath(value),
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
  inode: isText,
  device: isText,
  device_number: (value) => isText(value) && /^[0-9]+:[0-9]+$/.test(value),
  allocated: isCount,
  extents: (value) => Array.isArray(value) && value.length <= 1000 && value.every((one) => Array.isArray(one) && one.length === 2 && one.every(isCount)),
  xattrs: (value) => value && typeof value === "object" && !Array.isArray(value) && Object.values(value).every(isBase64),
  changed: (value) => Array.isArray(value) && value.every(isText),
  unreadable: isText,
});

/** Read a line of the inventory in its form (13.5). @param {Uint8Array} line @returns {any} */
export function readInventoryLine(line) {
  const found = canonicalObject(line, { limit: LONGEST_LINE });
  for (const [name, value] of Object.entries(found)) if (!Object.hasOwn(INVENTORY, name) || !INVENTORY[name](value)) throw new Wrong("inventory-form", name);
  if (!("path" in found) || !("kind" in found)) throw new Wrong("inventory-form", "path or kind is missing");
  if ("sha256" in found && !("size" in found)) throw new Wrong("inventory-form", "size is missing");
  return found;
}

const TRANSFER = ["free", "with-consent", "forbidden"];

/** Name what is weaker in a later form (13.7). @param {any} before @param {any} later @returns {string[]} */
function weaker(before, later) {
  const found = [];
  for (const name of ["purpose", "proceedings"]) if (before[name] !== null && later[name] !== before[name]) found.push(name);
  if (TRANSFER.indexOf(later.onward_transfer) < TRANSFER.indexOf(before.onward_transfer)) found.push("onward_transfer");
  for (const name of ["secrecy", "police_information_only"]) if (before[name] && !later[name]) found.push(name);
  const one = moment(before.retention_until), two = moment(later.retention_until);
  if (one !== null && (two === null || two > one)) found.push("retention_until");
  const bare = (/** @type {string} */ path) => path.replace(/^data\//, "").replace(/\/+$/, "");
  const held = new Set(later.protected_items.map(bare));
  for (const path of before.protected_items) {
    const parts = bare(path).split("/");
    if (!parts.some((/** @type {string} */ _, /** @type {number} */ index) => held.has(parts.slice(0, index + 1).join("/")))) found.push(`protected_items: ${path}`);
  }
  return found;
}

const DIGESTS = /** @type {Record<string, number>} */ ({ sha256: 64, md5: 32, sha1: 40 });
/** @param {any} value @param {string[]} names */
const isExactly = (value, names) => value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).sort().join() === [...names].sort().join();
/** @param {any} value */
const areDigests = (value) => value && typeof value === "object" && !Array.isArray(value) && Object.entries(value).every(([name, one]) => DIGESTS[name] && typeof one === "string" && one.length === DIGESTS[name] && /^[0-9a-f]+$/.test(one));
/** @param {any} value */
const areRuns = (value) =>
  isExactly(value, ["complete", "ranges", "sectors"]) && typeof value.complete === "boolean" && isCount(value.sectors) && Array.isArray(value.ranges) && value.ranges.length <= 1000 && value.ranges.every((/** @type {any} */ one) => Array.isArray(one) && one.length === 2 && one.every(isCount));

/** @param {any} value @param {Bag} bag @param {Findings} found */
function readMedia(value, bag, found) {
  if (!isExactly(value, ["images", "version"]) || value.version !== 1 || !Array.isArray(value.images)) throw new Wrong("media-form");
  const names = ["files", "format", "media", "digests", "stored", "agreement", "bad_sectors", "differing_sectors", "errors", "header", "scheme", "partitions", "file_systems", "remarks", "tools"];
  for (const one of value.images) {
    const file = (/** @type {any} */ it) => isExactly(it, ["path", "sha256", "size"]) && isText(it.path) && isDigest(it.sha256) && isCount(it.size);
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
      Object.values(one.header).every(isText) &&
      (one.scheme === null || (isExactly(one.scheme, ["name", "sector_size"]) && isText(one.scheme.name) && isCount(one.scheme.sector_size))) &&
      Array.isArray(one.partitions) &&
      one.partitions.every((/** @type {any} */ it) => isExactly(it, ["length", "start", "type"]) && isCount(it.length) && isCount(it.start) && isText(it.type)) &&
      Array.isArray(one.file_systems) &&
      one.file_systems.every((/** @type {any} */ it) => isExactly(it, ["block_size", "label", "size", "start", "type"]) && isCount(it.block_size) && isCount(it.size) && isCount(it.start) && isText(it.type) && (it.label === null || isText(it.label))) &&
      Array.isArray(one.remarks) &&
      one.remarks.every((/** @type {any} */ it) => isExactly(it, ["code", "what"]) && isText(it.code) && isText(it.what)) &&
      Array.isArray(one.tools) &&
      one.tools.every((/** @type {any} */ it) => isExactly(it, ["name", "version"]) && isText(it.name) && isText(it.version));
    if (!fits) throw new Wrong("media-form");
    for (const it of one.files) if (!bag.payload.includes(it.path) || bag.sha256(it.path) !== it.sha256 || bag.ref(it.path).size !== it.size) found.fail("media-disagrees", it.path);
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

const MEMBER_KINDS = ["file", "folder", "link", "hard-link", "fifo", "character-device", "block-device", "unknown"];
const PROBLEMS = ["absolute", "escapes", "target-escapes", "nul-in-name", "duplicate", "duplicate-by-form", "duplicate-by-case", "names-differ", "differs-from-local", "overlaps", "readers-differ", "size-differs", "damaged", "method-unknown", "needs-memory", "too-large"];
const MEMBER = ["archive", "index", "name", "kind", "size", "compressed", "sha256", "modified", "mode", "encrypted", "method", "target", "problems"];
const ARCHIVE = ["archive", "kind", "format", "sha256", "size", "members", "expanded", "notes", "stopped"];

/** @param {Bag} bag @param {Findings} found */
async function readMembers(bag, found) {
  let archive = null, count = 0;
  for await (const { line, ended } of lines(bag.ref("members.jsonl"))) {
    const one = ended ? canonicalObject(line, { limit: LONGEST_LINE }) : null;
    if (!one || typeof one.archive !== "string") throw new Wrong("members-form");
    if (archive !== null && one.archive !== archive) throw new Wrong("members-form", one.archive);
    archive = one.archive;
    const nullOr = (/** @type {any} */ value, /** @type {(value: any) => boolean} */ fits) => value === null || fits(value);
    if (one.kind === "archive") {
      const fits = isExactly(one, ARCHIVE) && isText(one.format) && isDigest(one.sha256) && isCount(one.size) && one.members === count && isCount(one.expanded) && Array.isArray(one.notes) && one.notes.every(isText) && nullOr(one.stopped, isText);
      if (!fits) throw new Wrong("members-form", one.archive);
      if (!bag.payload.includes(archive) || bag.sha256(archive) !== one.sha256 || bag.ref(archive).size !== one.size) found.fail("media-disagrees", archive);
      archive = null;
      count = 0;
      continue;
    }
    const names = "name_bytes" in one ? [...MEMBER, "name_bytes"] : MEMBER;
    const fits =
      isExactly(one, names) &&
      (!("name_bytes" in one) || isBase64(one.name_bytes)) &&
      one.index === count &&
      isText(one.name) &&
      MEMBER_KINDS.includes(one.kind) &&
      nullOr(one.size, isCount) &&
      nullOr(one.compressed, isCount) &&
      nullOr(one.sha256, isDigest) &&
      nullOr(one.modified, (value) => isText(value) && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?$/.test(value)) &&
      nullOr(one.mode, isCount) &&
      typeof one.encrypted === "boolean" &&
      nullOr(one.method, isText) &&
      nullOr(one.target, isText) &&
      Array.isArray(one.problems) &&
      one.problems.every((/** @type {any} */ it) => PROBLEMS.includes(it)) &&
      one.problems.every((/** @type {any} */ it, /** @type {number} */ index) => !index || one.problems[index - 1] < it);
    if (!fits) throw new Wrong("members-form", `${one.archive} ${count}`);
    count++;
  }
  if (archive !== null) throw new Wrong("members-form", "the last archive has no line");
}

export { base64, digest, stateOf };
