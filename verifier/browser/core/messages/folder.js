// SPDX-License-Identifier: Apache-2.0
// A message's folder in a bundle: attachments, approvals, receipt, journal (sections 6, 7, 9 and 11).

import { ecdsaHolds, ed25519Holds } from "../certificates/keys.js";
import { Findings } from "../checks/findings.js";
import { heldIn, judgeJournal, sortJournals } from "../custody/journals.js";
import { counts, logKeys, shown, verifyProof } from "../custody/proofs.js";
import { Wrong, base64url, digest, hex, join, members, moment, same, sha256, stateOf, unbase64url, unhex, utf8 } from "../encoding/bytes.js";
import { canonicalObject, plain } from "../encoding/json.js";
import { CLOCK_TOLERANCE, LARGEST_AUTHENTICATOR_DATA, LARGEST_CLIENT_DATA, MOST_APPROVALS } from "../encoding/limits.js";
import { readCheckpoint, verifyCheckpoint } from "../logs/notes.js";
import { leaf } from "../logs/tree_hash.js";
import { signedBy } from "../signatures/trust.js";
import { contentDigest, readMessage, readReceipt } from "./message.js";

/** @typedef {import("../files/tree.js").Tree} Tree */
/** @typedef {import("../signatures/trust.js").Trust} Trust */

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

  /** Judge it by 19.3, 9, but for its place in the thread. @param {Trust} trust @param {string} network @param {import("../signatures/trust.js").Listed} listed */
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

  /** @param {Trust} trust @param {Findings} found @param {import("../signatures/trust.js").Listed} listed */
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

  /** @param {any} one @param {string} content @param {Trust} trust @param {import("../directory/entry.js").Entry} entry @param {import("../signatures/trust.js").Listed} listed */
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

  /** Return the key of an officer who may approve. @param {any} one @param {Trust} trust @param {import("../directory/entry.js").Entry} entry @param {import("../signatures/trust.js").Listed} listed */
  #officer(one, trust, entry, listed) {
    const at = this.at;
    const proved = listed(stateOf(this.message.from));
    const inForce = (/** @type {import("../directory/entry.js").OfficerRecord} */ it) => it.from <= at && at < it.until && (!it.ended || at < it.ended.at);
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

  /** Judge its receipt by 19.3, 11, without comparing it. @param {Trust} trust @param {string} network @param {import("../signatures/trust.js").Listed} listed */
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

  /** Judge its journal. @param {Trust} trust @param {string} network @param {import("../signatures/trust.js").Listed} listed */
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
