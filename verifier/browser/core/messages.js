// SPDX-License-Identifier: Apache-2.0
// Messages, approvals and receipts (sections 6, 7, 9 and 11), as they lie in a bundle.

import { p256 } from "@noble/curves/nist.js";
import { LANGUAGE, Wrong, base64url, digest, hex, isAuthority, isCount, isDigest, isOfficer, isState, isUuid, join, members, moment, same, sha256, stateOf, text, unbase64url, unhex, utf8 } from "./bytes.js";
import { judgeJournal, counts, logKeys, shown, sortJournals, verifyProof } from "./events.js";
import { Findings } from "./findings.js";
import { canonicalObject, plain, write } from "./json.js";
import { CLOCK_TOLERANCE, LARGEST_ATTACHMENT, LARGEST_AUTHENTICATOR_DATA, LARGEST_CLIENT_DATA, LONGEST_CHAIN, MOST_APPROVALS, MOST_ATTACHMENTS, MOST_ELEMENTS_OF_MESSAGE, MOST_RELATED } from "./limits.js";
import { leaf, readCheckpoint, verifyCheckpoint } from "./notes.js";
import { heldIn } from "./custody.js";
import { signedBy } from "./trust.js";
import { ecdsaHolds, ed25519Holds } from "./x509.js";

/** @typedef {import("./tree.js").Tree} Tree */
/** @typedef {import("./trust.js").Trust} Trust */

const MEMBERS = ["version", "network", "id", "thread", "sequence", "previous", "seen", "kind", "from", "to", "issued", "language", "body", "attachments", "related"];
const KIND = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/;

/** Read a message in its form (section 7). @param {Uint8Array} bytes @returns {any} */
export function readMessage(bytes) {
  const found = canonicalObject(bytes, { most: MOST_ELEMENTS_OF_MESSAGE });
  if (found.version !== 1) throw new Wrong("message-version");
  for (const one of MEMBERS) if (!(one in found)) throw new Wrong("message-field-missing", one);
  for (const one of Object.keys(found)) if (!MEMBERS.includes(one)) throw new Wrong("message-field-unknown", one);
  const field = (/** @type {boolean} */ fits, /** @type {string} */ name) => {
    if (!fits) throw new Wrong("message-field", name);
  };
  field(isDigest(found.network), "network");
  field(isUuid(found.id), "id");
  field(isUuid(found.thread), "thread");
  field(isCount(found.sequence) && found.sequence >= 1 && found.sequence <= LONGEST_CHAIN, "sequence");
  field(found.previous === null || isDigest(found.previous), "previous");
  field(found.seen === null || isDigest(found.seen), "seen");
  field(typeof found.kind === "string" && found.kind.length <= 64 && KIND.test(found.kind), "kind");
  field(isAuthority(found.from) && isAuthority(found.to), "from, to");
  field(moment(found.issued) !== null, "issued");
  field(typeof found.language === "string" && LANGUAGE.test(found.language), "language");
  field(found.body && typeof found.body === "object" && !Array.isArray(found.body), "body");
  field(Array.isArray(found.related) && found.related.length <= MOST_RELATED && found.related.every(isUuid), "related");
  if ((found.previous === null) !== (found.sequence === 1)) throw new Wrong("message-chain");
  if (stateOf(found.from) === stateOf(found.to)) throw new Wrong("message-same-state");
  const { attachments } = found;
  field(Array.isArray(attachments) && attachments.length <= MOST_ATTACHMENTS, "attachments");
  for (const one of attachments) {
    members(one, ["name", "media_type", "size", "sha256"], "message-field");
    const name = typeof one.name === "string" && utf8(one.name).length >= 1 && utf8(one.name).length <= 240 && !/[\p{C}/\\%:*?"<>|]/u.test(one.name) && !/^[. ]|[. ]$/.test(one.name);
    field(name && typeof one.media_type === "string" && MEDIA_TYPE.test(one.media_type) && isCount(one.size) && one.size <= LARGEST_ATTACHMENT && isDigest(one.sha256), "attachments");
  }
  if (new Set(attachments.map((/** @type {any} */ one) => one.name)).size !== attachments.length) throw new Wrong("message-attachment-twice");
  return found;
}

/** The content digest, which approvals cover. @param {any} message */
export function contentDigest(message) {
  const held = Object.create(null);
  for (const name of ["network", "kind", "from", "to", "thread", "language", "body", "attachments"]) held[name] = message[name];
  return digest(utf8(write(held)));
}

/** Read a receipt in its form (section 11). @param {Uint8Array} bytes @returns {any} */
export function readReceipt(bytes) {
  const found = canonicalObject(bytes);
  members(found, ["version", "network", "message", "node", "received", "directory", "snapshot", "verdict", "codes", "log"], "receipt-malformed");
  const { log, codes } = found;
  let fits =
    found.version === 1 &&
    isDigest(found.network) &&
    isDigest(found.message) &&
    typeof found.node === "string" &&
    isState(found.node) &&
    moment(found.received) !== null &&
    isCount(found.directory) &&
    found.directory >= 1 &&
    isDigest(found.snapshot) &&
    Array.isArray(codes) &&
    codes.every((/** @type {any} */ one) => typeof one === "string" && one.length >= 1 && one.length <= 60) &&
    new Set(codes).size === codes.length;
  if (found.verdict === "kept") {
    fits &&= codes.length === 0 && log && typeof log === "object";
    if (fits) {
      members(log, ["checkpoint", "commitment", "index", "origin", "salt"], "receipt-malformed");
      fits = typeof log.checkpoint === "string" && isDigest(log.commitment) && isCount(log.index) && typeof log.origin === "string" && isDigest(log.salt);
    }
  } else fits &&= found.verdict === "refused" && codes.length > 0 && log === null;
  if (!fits) throw new Wrong("receipt-malformed");
  return found;
}

/** A message's folder in a bundle. */
export class MessageFolder {
  /** @param {Tree} tree @param {string} folder */
  constructor(tree, folder) {
    this.tree = tree;
    this.folder = folder;
    this.prefix = `${folder}/`;
    this.form = new Findings();
    const bytes = this.bytes("message.json");
    /** @type {any} */
    this.message = null;
    if (!bytes) this.form.fail("bundle-message", `${folder}/message.json`);
    else this.message = this.form.try(() => readMessage(bytes), folder) ?? null;
    this.digest = bytes ? digest(bytes) : "";
    /** @type {any} */
    this.receipt = null;
    this.receiptForm = new Findings();
    this.hasReceipt = tree.files.has(`${this.prefix}receipt.json`);
    if (this.hasReceipt) this.receipt = this.receiptForm.try(() => readReceipt(this.bytes("receipt.json") ?? new Uint8Array()), folder) ?? null;
    this.journals = [...sortJournals(tree.folders.has(`${this.prefix}custody`) ? heldIn(tree, `${this.prefix}custody`) : [], `${this.prefix}custody/`).entries()];
  }

  /** @param {string} name */
  bytes(name) {
    return this.tree.bytes(this.prefix + name);
  }

  /** The moment at which it is judged (4.2, 4). */
  get at() {
    return Number(moment(this.receipt?.received ?? this.message.issued));
  }

  /** Judge it by 19.3, 9, but for its place in the thread. @param {Trust} trust @param {string} network @param {import("./events.js").Listed} listed */
  judge(trust, network, listed) {
    const found = new Findings();
    found.add(this.form);
    const { message } = this;
    if (!message) return found;
    if (message.network !== network) found.fail("message-network", this.folder);
    if (Number(moment(message.issued)) > trust.now + CLOCK_TOLERANCE) found.fail("moment-ahead", `${this.folder}: issued`);
    const signed = signedBy(trust, { document: this.bytes("message.json"), p256: this.bytes("message.json.p256.p7s"), mldsa65: this.bytes("message.json.mldsa65.p7s"), use: "authority", holder: message.from, at: this.at, signed: listed(stateOf(message.from)), listed: true });
    found.add(signed.found, this.folder);
    this.#attachments(found);
    found.try(() => this.#approvals(trust, found, listed), this.folder);
    return found;
  }

  /** @param {Findings} found */
  #attachments(found) {
    const named = new Map(this.message.attachments.map((/** @type {any} */ one) => [one.sha256, one]));
    const folder = `${this.prefix}attachments`;
    for (const name of this.tree.names(folder)) {
      const ref = this.tree.files.get(`${folder}/${name}`);
      if (!named.has(name)) found.fail("attachment-surplus", `${folder}/${name}`);
      else if (!ref || ref.digests.sha256 !== name) found.fail("attachment-digest", `${folder}/${name}`);
    }
    for (const one of this.message.attachments) {
      const ref = this.tree.files.get(`${folder}/${one.sha256}`);
      if (!ref) found.fail("attachment-missing", one.name);
      else if (ref.size !== one.size) found.fail("attachment-digest", one.name);
    }
  }

  /** @param {Trust} trust @param {Findings} found @param {import("./events.js").Listed} listed */
  #approvals(trust, found, listed) {
    const { message } = this;
    const state = stateOf(message.from);
    const entry = trust.entry(/** @type {any} */ (trust.first), state);
    const demanded = entry.approvals.get(message.kind) ?? 1;
    const bytes = this.bytes("approvals.json");
    if (!bytes) {
      if (this.tree.files.has(`${this.prefix}approvals.json`)) throw new Wrong("approval-malformed");
      if (demanded > 0) throw new Wrong("approvals-too-few");
      return;
    }
    const document = canonicalObject(bytes);
    members(document, ["approvals", "version"], "approval-malformed");
    if (document.version !== 1 || !Array.isArray(document.approvals) || document.approvals.length > MOST_APPROVALS) throw new Wrong("approval-malformed");
    const content = contentDigest(message);
    const officers = new Set();
    for (const one of document.approvals) {
      officers.add(one?.officer);
      found.try(() => this.#approval(one, content, trust, entry, listed), this.folder);
    }
    if (officers.size < demanded) found.fail("approvals-too-few", this.folder);
  }

  /** @param {any} one @param {string} content @param {Trust} trust @param {import("./entry.js").Entry} entry @param {import("./events.js").Listed} listed */
  #approval(one, content, trust, entry, listed) {
    members(one, ["authenticator_data", "client_data", "credential", "officer", "signature", "verdict"], "approval-malformed");
    if (!Object.values(one).every((it) => typeof it === "string")) throw new Wrong("approval-malformed");
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(one.officer) || one.verdict.length > 32 || !/^[a-z]+(-[a-z]+)*$/.test(one.verdict)) throw new Wrong("approval-malformed");
    if (one.verdict !== "approve") throw new Wrong("approval-other-matter", one.verdict);
    const data = malformedBase64(one.authenticator_data), client = malformedBase64(one.client_data), signature = malformedBase64(one.signature);
    malformedBase64(one.credential);
    if (data.length > LARGEST_AUTHENTICATOR_DATA || client.length > LARGEST_CLIENT_DATA) throw new Wrong("approval-malformed");
    const key = this.#officer(one, trust, entry, listed);
    const parsed = plain(client);
    if (!parsed || typeof parsed !== "object" || Array.isArray(parsed)) throw new Wrong("approval-malformed");
    if (parsed.type !== "webauthn.get") throw new Wrong("approval-kind");
    const challenge = base64url(sha256(utf8(`rogatory/approval/v1\n${one.verdict}\n${content}`)));
    if (parsed.challenge !== challenge) throw new Wrong("approval-other-matter");
    if (!entry.relyingParty?.origins.includes(parsed.origin)) throw new Wrong("approval-origin");
    if (("crossOrigin" in parsed && parsed.crossOrigin !== false) || "topOrigin" in parsed) throw new Wrong("approval-cross-origin");
    if (data.length < 37 || (!(data[32] & 0xc0) && data.length !== 37) || (data[32] & 0xc0 && data.length === 37)) throw new Wrong("approval-malformed");
    if (!same(data.subarray(0, 32), sha256(utf8(entry.relyingParty.id)))) throw new Wrong("approval-relying-party");
    if (!(data[32] & 1)) throw new Wrong("approval-not-present");
    if (!(data[32] & 4)) throw new Wrong("approval-not-verified");
    const covered = join(data, sha256(client));
    const holds = key.kind === "es256" ? ecdsaHolds("p256", key.point, sha256(covered), signature) : ed25519Holds(key.point, covered, signature);
    if (!holds) throw new Wrong("approval-signature", one.officer);
  }

  /** Return the key of an officer who may approve. @param {any} one @param {Trust} trust @param {import("./entry.js").Entry} entry @param {import("./events.js").Listed} listed */
  #officer(one, trust, entry, listed) {
    const at = this.at;
    const proved = listed(stateOf(this.message.from));
    const inForce = (/** @type {import("./entry.js").OfficerRecord} */ it) => it.from <= at && at < it.until && (!it.ended || at < it.ended.at);
    const records = entry.officers.filter((it) => it.number === one.officer && it.credential === one.credential);
    if (!entry.officers.some((it) => it.number === one.officer)) throw new Wrong("officer-not-listed", one.officer);
    if (!records.length) throw new Wrong("approval-credential", one.officer);
    const counting = records.filter((it) => inForce(it) && it.authorities.includes(this.message.from) && it.roles.includes("approver"));
    if (!counting.length) throw new Wrong("officer-not-listed", `${one.officer} may not approve`);
    for (const copy of trust.copies) {
      const other = copy.entries.get(stateOf(this.message.from));
      const ends = (other?.officers ?? []).filter((it) => it.credential === one.credential && it.ended?.reason === "compromised").map((it) => Number(it.ended?.at));
      if (ends.length && !(proved !== null && proved < Math.min(...ends))) throw new Wrong("bundle-approval-ended", one.officer);
    }
    if (trust.newest && trust.newest !== trust.first) {
      const own = trust.entry(trust.newest, stateOf(this.message.from)).officers.filter((it) => it.number === one.officer);
      if (!own.some(inForce) && !own.some((it) => it.ended?.reason === "compromised")) throw new Wrong("officer-not-listed", one.officer);
    }
    return counting[0].key;
  }

  /** Judge its receipt by 19.3, 11, without comparing it. @param {Trust} trust @param {string} network @param {import("./events.js").Listed} listed */
  judgeReceipt(trust, network, listed) {
    const found = new Findings();
    found.add(this.receiptForm);
    const { receipt, message } = this;
    if (!receipt || !message) return found;
    const where = `${this.folder}/receipt.json`;
    const state = stateOf(message.to);
    if (receipt.network !== network || receipt.message !== this.digest || receipt.node !== state) found.fail("receipt-other", where);
    if (receipt.verdict !== "kept") found.fail("bundle-receipt", where);
    const received = Number(moment(receipt.received));
    if (received > trust.now + CLOCK_TOLERANCE) found.fail("moment-ahead", where);
    const signed = signedBy(trust, { document: this.bytes("receipt.json"), p256: this.bytes("receipt.json.p256.p7s"), mldsa65: this.bytes("receipt.json.mldsa65.p7s"), use: "receipts", holder: state.toLowerCase(), at: received, signed: listed(state), listed: true });
    found.add(signed.found, where);
    if (receipt.verdict === "kept")
      found.try(() => {
        const { log } = receipt;
        const keys = logKeys(trust, state, log.origin);
        const checkpoint = readCheckpoint(log.checkpoint);
        const held = verifyCheckpoint(checkpoint, log.origin, keys);
        if (checkpoint.size <= BigInt(log.index)) throw new Wrong("receipt-unlogged");
        this.shownReceipt = { origin: log.origin, size: checkpoint.size, root: hex(checkpoint.root), index: BigInt(log.index), leaf: hex(leaf(unhex(log.commitment))), name: where };
        const verdict = { found: new Findings(), known: true, verifies: true, checkpoint, index: BigInt(log.index), leaf: null, keys: held.map((one) => one.line), origin: log.origin };
        if (!counts(trust, verdict, received, listed)) throw new Wrong("log-key-compromised");
      }, where);
    return found;
  }

  /** Judge its journal. @param {Trust} trust @param {string} network @param {import("./events.js").Listed} listed */
  judgeEvents(trust, network, listed) {
    const found = new Findings();
    if (!this.message) return found;
    const all = this.journals.map(([, journal]) => journal);
    let proved = false;
    for (const [form, journal] of this.journals) {
      journal.object = form === 0 ? this.digest : null;
      journal.objectKnown = form === 0;
      if (form !== 0) found.fail("journal-stray", journal.label);
      for (const item of journal.items) if (item.proof) item.proved = verifyProof(trust, item);
      found.add(judgeJournal({ trust, journal, all, network, objects: new Set([this.digest]), listed }));
      for (const item of journal.items) {
        if (!item.proved?.verifies) continue;
        if (!counts(trust, item.proved, item.event ? moment(item.event.occurred) : null, listed)) found.fail("log-key-compromised", item.name);
        if (item.event) proved = true;
      }
    }
    if (!proved && !found.fails.length) found.lack("log-entry-without-event", this.folder);
    return found;
  }

  /** Proofs of its journal that verify. */
  get shownEvents() {
    return this.journals.flatMap(([, journal]) => journal.items.flatMap(shown));
  }
}

/** @param {string} value */
function malformedBase64(value) {
  try {
    return unbase64url(value);
  } catch {
    throw new Wrong("approval-malformed");
  }
}

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

export { isOfficer, p256, text };
