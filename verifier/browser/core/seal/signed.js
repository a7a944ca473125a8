// SPDX-License-Identifier: Apache-2.0
// Timestamps, signatures and chain of a seal (section 15).

import { issued } from "../certificates/x509.js";
import { Findings } from "../checks/findings.js";
import { understood } from "../custody/events.js";
import { eventMoment, signatureMoment } from "../custody/proofs.js";
import { Wrong, moment, stateOf } from "../encoding/bytes.js";
import { CLOCK_TOLERANCE, MOST_EARLIER_SEALS } from "../encoding/limits.js";
import { judgeStamps } from "../signatures/stamps.js";
import { UNLISTED, askListed, signedBy } from "../signatures/trust.js";

/** @typedef {import("./folder.js").SealFolder} SealFolder */
/** @typedef {import("../signatures/stamps.js").Stamps} Stamps */
/** @typedef {import("../signatures/trust.js").Trust} Trust */

/** What the judging of a seal's documents came to, for other checks. */
class SealVerdict {
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
 * @param {object} of @param {SealFolder} of.folder @param {Trust} of.trust @param {import("../custody/journals.js").Journal[]} of.journals
 * @param {number | null} of.fallback the moment of 18.9, or null: that of the check @param {import("../signatures/trust.js").Listed} of.bundled
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
  verdict.verified = signed.holds;
  verdict.checks["seal-signed"] = signed;
  if (verdict.verified) askSealListed(trust, answer.certificates, at, one.signed, verdict.listed);
  const chain = folder.chain;
  verdict.firstText = one.text;
  verdict.firstEvent = one.event;
  if (folder.isReplacing) verdict.checks["seal-chain"] = judgeChain({ folder, trust, journals, fallback, bundled, dated, existed, listed, verdict });
  const chainHolds = !folder.isReplacing || verdict.checks["seal-chain"].holds;
  if (signed.holds && chainHolds) verdict.counting = [...(chain ?? []).map((it) => it.seal), seal];
  return verdict;
}

/** @param {SealFolder} folder @param {Trust} trust @param {import("../custody/journals.js").Journal[]} journals @param {import("../signatures/trust.js").Listed} bundled @param {boolean} dated @param {number[]} existed */
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

/** @param {Trust} trust @param {import("../custody/journals.js").Item} item */
function genuine(trust, item) {
  const at = /** @type {number} */ (moment(item.event.occurred));
  return signedBy(trust, { document: item.bytes, p256: item.p256, mldsa65: item.mldsa65, use: "authority", holder: item.event.authority, at, signed: signatureMoment(trust, item, UNLISTED), demanded: true, listed: true }).found.holds;
}

/** @param {SealFolder} folder @param {ReturnType<typeof sealMoments>} moments @param {import("../custody/journals.js").Journal[]} journals */
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

/** Ask rule 5 of 4.2 of the certificates that signed, and whether a State CA vouches for each at that moment. @param {Trust} trust @param {any[]} certificates @param {number} at @param {number | null} signed @param {Findings} found */
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
  for (const one of below.files) if (!/^[1-9][0-9]?\/./.test(one)) found.fail("seal-chain-extra", one);
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
    if (signed.holds) {
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
