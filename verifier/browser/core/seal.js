// SPDX-License-Identifier: Apache-2.0
// Seals: their form, their chain, their timestamps and signatures (section 15).

import { Wrong, characters, digest, hex, isAuthority, isCount, isDigest, isUuid, members, moment, same, stateOf, text, unbase64 } from "./bytes.js";
import { Findings } from "./findings.js";
import { canonicalObject } from "./json.js";
import { CLOCK_TOLERANCE, LARGEST_AGE_HEADER, LARGEST_SEGMENT, MOST_EARLIER_SEALS, MOST_RECIPIENTS, SMALLEST_SEGMENT } from "./limits.js";
import { Tree as HashTree } from "./notes.js";
import { UNLISTED, eventMoment, signatureMoment, understood } from "./events.js";
import { askListed, signedBy } from "./trust.js";
import { judgeStamps } from "./stamps.js";
import { certificate, formCounts, issued, listedBy, pem, revocationList, TIME_STAMPING } from "./x509.js";

/** @typedef {import("./trust.js").Trust} Trust */
/** @typedef {import("./tree.js").Tree} Tree */
/** @typedef {import("./stamps.js").Stamps} Stamps */

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

/** @param {any} seal */
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
  const plain = (/** @type {any} */ one) => typeof one === "string" && characters(one) >= 1 && characters(one) <= 200 && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(one);
  demand(plain(value.tool.name) && (value.tool.version === null || plain(value.tool.version)), "tool");
  demand(value.settings === null || isDigest(value.settings), "settings");
  demand(typeof value.act === "string" && value.act.length <= 64 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value.act), "act");
}

/** The documents of a seal: below a folder of the tree. */
export class SealFolder {
  /** @param {Tree} tree @param {string} folder "" for the top */
  constructor(tree, folder) {
    this.tree = tree;
    this.folder = folder;
    this.prefix = folder ? `${folder}/` : "";
  }

  /** @param {string} path */
  bytes(path) {
    return this.tree.bytes(this.prefix + path);
  }

  /** The seal in its form, or null. */
  get seal() {
    if (this.cached === undefined) {
      /** @type {any} */
      this.cached = null;
      this.form = new Findings();
      const bytes = this.bytes("seal.json");
      if (!bytes) this.form.fail(this.tree.files.has(`${this.prefix}seal.json`) ? "seal-form" : "seal-file", "seal.json");
      else this.cached = this.form.try(() => readSeal(bytes)) ?? null;
    }
    return this.cached;
  }

  get digest() {
    const bytes = this.bytes("seal.json");
    return bytes ? digest(bytes) : null;
  }

  /** Files that are named in the folder itself. */
  get names() {
    return this.tree.fileNames(this.folder);
  }

  /** Numbers of the folders of earlier seals. */
  get earlier() {
    return this.tree.names(`${this.prefix}seals`);
  }

  get isReplacing() {
    return this.tree.folders.has(`${this.prefix}seals`) || this.tree.odd.has(`${this.prefix}seals`) || this.tree.files.has(`${this.prefix}seals`) || Boolean(this.seal?.replaces);
  }

  /** The earlier seals in order, where the folders are numbered without a gap; else null. @returns {EarlierSeal[] | null} */
  get chain() {
    const names = this.earlier;
    if (!names.length || names.length > MOST_EARLIER_SEALS) return null;
    const numbers = names.map(Number).sort((a, b) => a - b);
    if (!numbers.every((one, index) => one === index + 1) || !names.every((one) => /^[1-9][0-9]?$/.test(one))) return null;
    return numbers.map((one) => new EarlierSeal(this.tree, this, one));
  }

  /** The first seal (section 15). */
  get first() {
    const chain = this.chain;
    return chain && chain.every((one) => one.seal) ? chain[0] : this;
  }
}

/** An earlier seal: what lies in `seals/N/`, read as if it lay beside the certificates. */
class EarlierSeal extends SealFolder {
  /** @param {Tree} tree @param {SealFolder} newest @param {number} number */
  constructor(tree, newest, number) {
    super(tree, `${newest.prefix}seals/${number}`);
    this.newest = newest;
    this.number = number;
  }

  /** @param {string} path */
  bytes(path) {
    const own = super.bytes(path);
    const beside = /^seals\/([0-9]+)\//.exec(path);
    if (own || !this.newest) return own;
    if (path.startsWith("certificates/") || path === "segments.b3" || (beside && Number(beside[1]) < this.number)) return this.newest.bytes(path);
    return null;
  }
}

/** What the judging of a seal's documents came to, for other checks. */
export class SealVerdict {
  constructor() {
    /** @type {Record<string, Findings>} */
    this.checks = {};
    /** @type {Stamps | null} */
    this.stamps = null;
    /** @type {Findings} */
    this.listed = new Findings();
    this.verified = false;
    this.chainVerified = false;
    /** @type {number | null} */
    this.text = null;
    /** Moments of the first seal. @type {number | null} */
    this.firstText = null;
    /** The moment of 4.2, 3(d). @type {number | null} */
    this.firstEvent = null;
    /** @type {any[]} */
    this.counting = [];
  }
}

/** Judge timestamps, signatures and chain of the seals in a folder.
 * @param {object} of @param {SealFolder} of.folder @param {Trust} of.trust @param {import("./events.js").Journal[]} of.journals
 * @param {number | null} of.fallback the moment of 18.9, or null: that of the check @param {import("./events.js").Listed} of.bundled
 * @param {boolean} of.dated whether `bundled` proves the text of an earlier seal, too @param {number[]} of.existed @param {boolean} of.listed whether rule 5 is a part of `seal-signed` */
export function judgeSeal({ folder, trust, journals, fallback, bundled, dated, existed, listed }) {
  const verdict = new SealVerdict();
  const { seal } = folder;
  const one = sealMoments(folder, trust, journals, bundled, true, existed);
  verdict.stamps = one.stamps;
  verdict.text = one.text;
  verdict.checks["seal-stamped"] = stamped(folder, one, journals);
  const at = one.text ?? fallback ?? trust.now;
  const signed = new Findings();
  const answer = sealSigned(folder, trust, at, one, listed, signed);
  verdict.verified = answer.certificates.length > 0 && answer.found.fails.length === 0;
  verdict.checks["seal-signed"] = signed;
  askSealListed(trust, answer.certificates, at, one.signed, verdict.listed);
  const chain = folder.chain;
  verdict.firstText = one.text;
  verdict.firstEvent = one.event;
  if (folder.isReplacing) verdict.checks["seal-chain"] = judgeChain({ folder, trust, journals, fallback, bundled, dated, existed, listed, verdict });
  const chainHolds = !folder.isReplacing || verdict.checks["seal-chain"].holds;
  if (signed.holds && chainHolds) verdict.counting = [...(chain ?? []).map((it) => it.seal), seal];
  return verdict;
}

/** @param {SealFolder} folder @param {Trust} trust @param {import("./events.js").Journal[]} journals @param {import("./events.js").Listed} bundled @param {boolean} dated @param {number[]} existed */
function sealMoments(folder, trust, journals, bundled, dated, existed) {
  const stamps = judgeStamps({ names: folder.names, read: (path) => folder.bytes(path), document: "seal.json", trust, existed });
  const sender = folder.seal.sender;
  const own = folder.digest;
  const list = bundled(stateOf(sender));
  /** @type {number[]} */
  const events = [];
  /** @type {number[]} */
  const texts = [stamps.text(), dated ? list : null].filter((it) => it !== null);
  let word = null;
  for (const journal of journals)
    for (const item of journal.items) {
      const { event } = item;
      if (!event || !understood(event) || event.authority !== sender || event.fields.seal !== own || !item.proof || !trust.newest) continue;
      if (!["sealed-under", "rewrapped-under", "timestamped", "timestamped-again"].includes(event.code)) continue;
      const met = eventMoment(trust, item, UNLISTED);
      if (!met || !genuine(trust, item)) continue;
      if (met.moment !== null) events.push(met.moment);
      else if (met.word) word ??= met.word;
    }
  const event = events.length ? Math.min(...events) : null;
  if (event !== null) texts.push(event);
  const moments = [stamps.signatures(), list, event].filter((it) => it !== null);
  return { stamps, text: texts.length ? Math.min(...texts) : null, signed: moments.length ? Math.min(...moments) : null, event, word };
}

/** @param {Trust} trust @param {import("./events.js").Item} item */
function genuine(trust, item) {
  const at = /** @type {number} */ (moment(item.event.occurred));
  return signedBy(trust, { document: item.bytes, p256: item.p256, mldsa65: item.mldsa65, use: "authority", holder: item.event.authority, at, signed: signatureMoment(trust, item, UNLISTED), demanded: true, listed: true }).found.holds;
}

/** @param {SealFolder} folder @param {ReturnType<typeof sealMoments>} moments @param {import("./events.js").Journal[]} journals */
function stamped(folder, moments, journals) {
  const found = new Findings();
  found.add(moments.stamps.found);
  if (moments.stamps.counting.length) return found;
  if (!moments.stamps.tokens.length && !moments.stamps.any) {
    const own = folder.digest;
    const announced = journals.some((journal) =>
      journal.items.some(({ event }) => event && event.action === "timestamped" && (event.version === 1 || !understood(event) || event.fields.seal === own)),
    );
    if (announced) found.fail("workstation-timestamp-gone");
  }
  if (!found.fails.length && !found.lacks.length) found.lack("seal-timestamp", "no timestamp counts");
  return found;
}

/** @param {SealFolder} folder @param {Trust} trust @param {number} at @param {ReturnType<typeof sealMoments>} moments @param {boolean} listed @param {Findings} found */
function sealSigned(folder, trust, at, moments, listed, found) {
  const { seal } = folder;
  if (Number(moment(seal.sealed)) > trust.now + CLOCK_TOLERANCE) found.fail("moment-ahead", "sealed");
  const answer = signedBy(trust, {
    document: folder.bytes("seal.json"),
    p256: folder.bytes("seal.json.p256.p7s"),
    mldsa65: folder.bytes("seal.json.mldsa65.p7s"),
    use: "authority",
    holder: seal.sender,
    at,
    unproved: moments.text === null,
    signed: moments.signed,
    demanded: true,
    listed,
  });
  found.add(answer.found);
  return answer;
}

/** @param {Trust} trust @param {any[]} certificates @param {number} at @param {number | null} signed @param {Findings} found */
export function askSealListed(trust, certificates, at, signed, found) {
  if (!trust.first) return;
  for (const one of certificates) {
    askListed(trust, one, at, signed, found);
    found.try(() => {
      const vouching = trust.vouching(stateOf(one.named.holder), one.family, { at, signed });
      if (!vouching.some((ca) => issued(ca, one, null))) throw new Wrong("certificate-chain");
    });
  }
}

const SAME = ["package", "thread", "network", "bag", "payload_size", "segment_size", "segments", "root"];

/** @param {any} of */
function judgeChain({ folder, trust, journals, fallback, bundled, dated, existed, listed, verdict }) {
  const found = new Findings();
  const { seal } = folder;
  const names = folder.earlier;
  if (seal.replaces === null) found.fail("seal-chain-extra");
  if (names.length > MOST_EARLIER_SEALS) found.fail("seal-chain-long");
  const below = folder.tree.below(`${folder.prefix}seals`);
  for (const one of [...below.files, ...below.odd]) if (!/^[1-9][0-9]?\/[^/]+$/.test(one)) found.fail("seal-chain-extra", one);
  for (const one of below.odd) found.fail("seal-chain-extra", one);
  const chain = folder.chain;
  if (!chain) {
    found.fail("seal-chain-missing");
    return found;
  }
  const seals = [...chain, folder];
  for (const one of chain) if (!one.seal) found.add(one.form, `seals/${one.number}`);
  if (chain[0].seal && chain[0].seal.replaces !== null) found.fail("seal-chain", "the first replaces another");
  for (let i = 1; i < seals.length; i++) {
    const one = seals[i].seal, before = seals[i - 1];
    if (!one || !before.seal) continue;
    if (one.replaces !== before.digest) found.fail("seal-chain", `seal ${i + 1}`);
    const first = chain[0].seal;
    if (first) {
      for (const name of SAME) if (one[name] !== first[name]) found.fail("seal-chain", name);
      if (JSON.stringify(one.derivative) !== JSON.stringify(first.derivative)) found.fail("seal-chain", "derivative");
    }
    const holders = [before.seal.sender, ...before.seal.recipients.map((/** @type {any} */ it) => it.authority)];
    if (!holders.includes(one.sender)) found.fail("seal-chain-stranger", one.sender);
  }
  for (const one of chain) {
    if (!one.seal) continue;
    const where = `seals/${one.number}`;
    const moments = sealMoments(one, trust, journals, bundled, dated, existed);
    if (one === chain[0]) Object.assign(verdict, { firstText: moments.text, firstEvent: moments.event });
    found.add(moments.stamps.found, where);
    const at = moments.text ?? fallback ?? trust.now;
    const signed = new Findings();
    const answer = sealSigned(one, trust, at, moments, listed, signed);
    found.add(signed, where);
    if (answer.certificates.length && !answer.found.fails.length) {
      verdict.chainVerified = true;
      askSealListed(trust, answer.certificates, at, moments.signed, verdict.listed);
    }
    if (moments.text === null) found.lack("seal-timestamp", where);
    if (!moments.stamps.any) {
      const own = one.digest;
      const announced = journals.some((/** @type {any} */ journal) => journal.items.some((/** @type {any} */ { event }) => event && event.action === "timestamped" && understood(event) && event.fields.seal === own));
      if (announced) found.fail("workstation-timestamp-gone", where);
    }
  }
  return found;
}

/** Decide whether `segments.b3` leads to the root. @param {SealFolder} folder */
export function judgeSegmentList(folder) {
  const found = new Findings();
  const bytes = folder.bytes("segments.b3");
  if (!bytes) {
    if (folder.tree.files.has(`${folder.prefix}segments.b3`)) found.fail("seal-segment-list", "too large");
    else found.lack("seal-segment-list", "segments.b3 does not lie here");
    return found;
  }
  if (bytes.length !== 32 * folder.seal.segments || segmentRoot(bytes) !== folder.seal.root) found.fail("seal-segment-list");
  return found;
}

/** @param {Uint8Array} bytes digests of 32 bytes each */
export function segmentRoot(bytes) {
  const tree = new HashTree();
  for (let i = 0; i < bytes.length; i += 32) tree.add(bytes.subarray(i, i + 32));
  return hex(tree.root());
}

const DOCUMENTS = /^seal\.json(\.p256\.p7s|\.mldsa65\.p7s)?$|^seal\.json\.(([2-9]|[1-9][0-9]{1,2})\.)?tst$|^archive\.[1-9][0-9]?\.json(\.(([2-9]|[1-9][0-9]{1,2})\.)?tst)?$/;
export const CA_FILE = /^([a-z]{2})-ca(-[1-9][0-9]?)?\.(p256|mldsa65)\.(pem|crl)$/;
const TSA_FILE = /^tsa\.[1-9][0-9]?\.pem$/;

/** Judge names and contents of a folder of certificates by `seal-layout`. @param {Tree} tree @param {string} folder @param {boolean} stampers whether `tsa.N.pem` may lie there @param {Findings} found
 * @param {string} [code] @param {Set<string> | null} [only] files of a list, which alone are asked */
export function judgeCertificates(tree, folder, stampers, found, code = "seal-layout", only = null) {
  const below = tree.below(folder);
  if (!only) for (const one of [...below.odd, ...below.folders]) found.fail(code, `${folder}/${one}`);
  for (const one of only ?? []) if (one.startsWith(`${folder}/`) && !tree.files.has(one)) found.fail(code, one);
  for (const name of below.files) {
    if (only && !only.has(`${folder}/${name}`)) continue;
    const bytes = tree.bytes(`${folder}/${name}`);
    const ca = CA_FILE.exec(name);
    const where = `${folder}/${name}`;
    if (!ca && !(stampers && TSA_FILE.test(name))) {
      found.fail(code, where);
      continue;
    }
    found.try(() => {
      if (!bytes) throw new Wrong(code, "cannot be read");
      if (ca && ca[4] === "crl") {
        const list = revocationList(pem(bytes, "X509 CRL", 1)[0]);
        const beside = tree.bytes(`${folder}/${name.slice(0, -3)}pem`);
        if (beside && !listedBy(certificate(pem(beside, "CERTIFICATE", 1)[0]), list)) throw new Wrong("crl-chain");
        return;
      }
      const one = certificate(pem(bytes, "CERTIFICATE", 1)[0]);
      if (ca) {
        formCounts(one, "state-ca", ca[1]);
        if (one.publicKey.kind !== ca[3]) throw new Wrong("certificate-algorithm");
      } else if (one.rogatory.length) formCounts(one, "tsa", null);
      else {
        const extended = one.extensions.get("2.5.29.37");
        const stamping = extended?.critical && one.extendedUsage?.length === 1 && one.extendedUsage[0] === TIME_STAMPING;
        if (!stamping && one.isCa !== true) throw new Wrong("certificate-use");
      }
    }, where);
  }
  if (!only && tree.folders.has(folder) && tree.isEmpty(folder)) found.fail(code, folder);
}

/** Judge names and contents of a sealed package's folder (`seal-layout`). @param {SealFolder} folder @param {{whole: boolean, only?: Set<string> | null}} how `only`: files of a list, which alone are asked */
export function judgeSealLayout(folder, { whole, only = null }) {
  const found = new Findings();
  const { tree, prefix } = folder;
  const names = folder.folder ? tree.below(folder.folder) : { files: [...tree.files.keys()], folders: [...tree.folders], odd: [...tree.odd.keys()] };
  const code = "seal-layout";
  for (const one of only ? [] : names.odd) if (!(whole && one.startsWith("custody/"))) found.fail(code, one);
  for (const one of names.files) {
    if (only && !only.has(prefix + one)) continue;
    const [top, ...rest] = one.split("/");
    if (!rest.length) {
      if (!(DOCUMENTS.test(one) || one === "segments.b3" || (whole && one === "package.age"))) found.fail(code, one);
    } else if (top === "certificates" && rest.length === 1) continue;
    else if (top === "custody" && whole) continue;
    else if (top === "seals" && rest.length === 2 && /^[1-9][0-9]?$/.test(rest[0]) && DOCUMENTS.test(rest[1])) continue;
    else found.fail(code, one);
  }
  for (const one of only ? [] : names.folders) {
    if (tree.isEmpty(prefix + one) && !(whole && /^custody(\/|$)/.test(one))) found.fail(code, one);
    if (DOCUMENTS.test(one) || one === "segments.b3" || one === "package.age") found.fail(code, one);
  }
  for (const at of ["", ...folder.earlier.map((one) => `seals/${one}/`)])
    for (const one of tree.fileNames((prefix + at).replace(/\/$/, ""))) {
      if (only && !only.has(prefix + at + one)) continue;
      if (/^archive\.[0-9]+\.json$/.test(one) && !tree.files.has(`${prefix}${at}${one}.tst`)) found.fail(code, `${one}.tst`);
      const list = /^(archive\.[0-9]+\.json)\..*tst$/.exec(one);
      if (list && !tree.files.has(`${prefix}${at}${list[1]}`)) found.fail(code, one);
    }
  judgeCertificates(tree, `${prefix}certificates`, true, found, code, only);
  return found;
}

/** Certificates and lists that came along in folders (section 15). @param {Tree} tree @param {string[]} folders */
export function broughtAlong(tree, folders) {
  const found = { authorities: /** @type {any[]} */ ([]), stampers: /** @type {any[]} */ ([]), lists: /** @type {any[]} */ ([]) };
  const attempt = (/** @type {() => void} */ step) => {
    try {
      step();
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
    }
  };
  for (const folder of folders)
    for (const name of tree.fileNames(folder)) {
      const bytes = tree.bytes(`${folder}/${name}`);
      if (!bytes) continue;
      const ca = CA_FILE.exec(name);
      if (ca && ca[4] === "pem") attempt(() => found.authorities.push(...pem(bytes, "CERTIFICATE").map(certificate)));
      else if (ca) attempt(() => found.lists.push(revocationList(pem(bytes, "X509 CRL", 1)[0])));
      else if (TSA_FILE.test(name)) attempt(() => found.stampers.push(...pem(bytes, "CERTIFICATE").map(certificate)));
    }
  return found;
}

export { same };
