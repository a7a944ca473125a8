// SPDX-License-Identifier: Apache-2.0
// The verdict on a folder: its kind, all its checks, and what they come to (15.2, 15.3).

import { Wrong, digest, hex, same, unbase64 } from "./bytes.js";
import { judgeBundle } from "./bundle.js";
import { judgeCustody, heldIn } from "./custody.js";
import { judgeDisclosure } from "./disclosure.js";
import { Given } from "./directory.js";
import { UNLISTED, sortJournals } from "./events.js";
import { Findings } from "./findings.js";
import { SealFolder, broughtAlong, headerOf, judgeSeal, judgeSealLayout, judgeSegmentList, segmentRoot } from "./seal.js";
import { Segments } from "./tree.js";
import { Trust } from "./trust.js";
import { CONSENTS_APART, judgeConsents } from "./consents.js";

/** @typedef {import("./tree.js").Tree} Tree */
/** @typedef {{id: string, outcome: string, reasons: import("./findings.js").Reason[], lacks: import("./findings.js").Reason[], counts: boolean, made: boolean}} Check */

/** Nothing that this program judges lies in the folder. */
export class NothingJudged extends Error {}

/** Determine the kind of a folder (15.2). @param {Tree} tree */
export function kindOf(tree) {
  const file = (/** @type {string} */ name) => tree.files.has(name);
  const folder = (/** @type {string} */ name) => tree.folders.has(name);
  if (file("certificate.json")) return "certificate";
  if (file("bundle.json") || ["bag", "seal", "directory"].filter(folder).length >= 2) return "bundle";
  if (file("disclosure.json") || (file("items.jsonl") && folder("package"))) return "disclosure";
  if (file("seal.json") || file("package.age")) return "sealed";
  if (file("bagit.txt") || file("tagmanifest-sha256.txt")) return "bag";
  return null;
}

/** The checks of one verification, in order. */
export class Checks {
  constructor() {
    /** @type {Check[]} */
    this.list = [];
  }

  /** @param {string} id @param {Findings} found @param {boolean} [counts] whether *undecided* counts in the outcome */
  add(id, found, counts = true) {
    this.list.push({ id, outcome: found.outcome, reasons: found.fails, lacks: found.lacks, counts, made: true });
    return found;
  }

  /** Name a check that this program does not make: it is undecided, and counts. @param {string} id */
  notMade(id) {
    this.list.push({ id, outcome: "undecided", reasons: [], lacks: [{ code: "not-checked", detail: "" }], counts: true, made: false });
  }

  /** @param {string} id @param {string} needed */
  needs(id, needed, counts = true) {
    const found = new Findings();
    found.lack("needs", needed);
    return this.add(id, found, counts);
  }

  /** @param {string} id */
  holds(id) {
    return this.list.some((one) => one.id === id && one.outcome === "holds");
  }

  get outcome() {
    if (this.list.some((one) => one.outcome === "fails")) return "fails";
    return this.list.some((one) => one.outcome === "undecided" && one.counts) ? "undecided" : "holds";
  }
}

/** Verify what lies in a folder.
 * @param {Tree} tree @param {Given} given @param {number} now seconds
 * @param {{progress?: (bytes: number) => void}} [how] */
export async function verify(tree, given, now, { progress = () => {} } = {}) {
  const kind = kindOf(tree);
  if (kind === null) throw new NothingJudged();
  given.copy();
  await tree.hold();
  const result = { kind, checks: /** @type {Check[]} */ ([]), outcome: "undecided", facts: /** @type {any} */ (null), root: /** @type {string | null} */ (null), basis: given.anything ? "given" : "brought", exporter: /** @type {any} */ (null) };
  const checks = new Checks();
  if (kind === "sealed") Object.assign(result, await judgeSealed(tree, given, now, checks, progress));
  else if (kind === "bundle") Object.assign(result, await judgeBundle(tree, given, now, checks, progress));
  else if (kind === "disclosure") Object.assign(result, await judgeDisclosure(tree, given, now, checks, progress));
  else checks.notMade(kind === "bag" ? "bag-form" : "certificate");
  result.checks = checks.list;
  result.outcome = checks.outcome;
  return result;
}

/** What signatures of a package are judged by. @param {Given} given @param {number} now @param {ReturnType<typeof broughtAlong>} brought */
export function trustOf(given, now, brought) {
  const trust = new Trust();
  const copy = given.copy();
  return Object.assign(trust, { now, given: given.anything, first: copy, newest: copy }, given.anything ? { lists: copy ? [] : brought.lists } : brought);
}

/** Make the checks of a sealed package (section 15). @param {Tree} tree @param {Given} given @param {number} now @param {Checks} checks @param {(bytes: number) => void} progress */
async function judgeSealed(tree, given, now, checks, progress) {
  const folder = new SealFolder(tree, "");
  const trust = trustOf(given, now, broughtAlong(tree, ["certificates"]));
  const { seal } = folder;
  checks.add("seal-form", /** @type {Findings} */ (folder.form));
  const sorted = sortJournals(tree.folders.has("custody") ? heldIn(tree, "custody") : [], "");
  for (const [form, journal] of sorted) {
    journal.label = "custody/";
    journal.object = form === 0 && seal ? seal.bag : null;
    journal.objectKnown = form !== 0 || Boolean(seal);
  }
  const journals = [...sorted.values()];
  const network = trust.first?.network ?? null;
  const custody = judgeCustody({ trust, journals, network, listed: UNLISTED });
  let verdict = null;
  const segments = seal ? await readPackage(tree, seal, progress) : null;
  if (seal) {
    verdict = judgeSeal({ folder, trust, journals, fallback: null, bundled: UNLISTED, dated: true, existed: [], listed: false });
    const faded = Boolean(verdict.stamps?.faded);
    checks.add("seal-stamped", verdict.checks["seal-stamped"], !faded);
    checks.add("seal-signed", verdict.checks["seal-signed"]);
    checks.add("seal-package", judgePackage(seal, segments));
    checks.add("seal-segment-list", judgeSegmentList(folder));
    if (verdict.checks["seal-chain"]) checks.add("seal-chain", verdict.checks["seal-chain"]);
    checks.add("seal-segments", judgeSegments(folder, seal, segments));
  } else {
    for (const id of ["seal-stamped", "seal-signed", "seal-package", "seal-segment-list"]) checks.needs(id, "seal-form");
    if (folder.isReplacing) checks.needs("seal-chain", "seal-form");
    checks.needs("seal-segments", "seal-form");
  }
  checks.needs("bag-sealed", "package.age is encrypted", false);
  for (const id of ["custody-journal", "custody-logged"]) checks.add(id, custody[id], false);
  if (custody["custody-destroyed"]) checks.add("custody-destroyed", custody["custody-destroyed"], custody["custody-destroyed"].lacks.some((one) => one.code === "tombstone-by-others"));
  const consents = judgeConsents({ journals, trust, lies: CONSENTS_APART, protectedItems: null, bag: null, register: trust.newest, at: null });
  if (consents) checks.add("custody-consents", consents, false);
  if (custody["custody-witnessed"]) checks.add("custody-witnessed", custody["custody-witnessed"], false);
  if (custody["custody-officers"]) checks.add("custody-officers", custody["custody-officers"]);
  if (trust.first) {
    const listed = new Findings();
    if (!seal) listed.lack("needs", "seal-form");
    else if (!verdict?.verified) {
      const state = seal.sender.slice(0, 2).toUpperCase();
      if (!trust.first.held.has(state) && !trust.first.entries.get(state)?.authorities.has(seal.sender)) listed.fail("authority-not-listed", seal.sender);
      else listed.lack("needs", "seal-signed");
    } else {
      listed.add(verdict.listed);
      if (seal.network !== null && seal.network !== trust.first.network) listed.fail("workstation-other-network");
      if (!checks.holds("seal-signed")) listed.lack("needs", "seal-signed");
    }
    checks.add("seal-listed", listed);
  }
  checks.add("seal-layout", judgeSealLayout(folder, { whole: true }));
  return {
    root: trust.first?.network ?? null,
    facts: {
      package: seal?.package ?? null,
      bag: seal?.bag ?? null,
      sealed_by: checks.holds("seal-signed") ? seal.sender : null,
      seal: checks.holds("seal-signed") ? folder.digest : null,
      proved_at: verdict?.text ?? null,
    },
  };
}

/** Hash the segments of `package.age`, as a stream. @param {Tree} tree @param {any} seal @param {(bytes: number) => void} progress */
async function readPackage(tree, seal, progress) {
  const ref = tree.files.get("package.age");
  if (!ref) return null;
  const segments = new Segments(headerOf(seal).length, seal.payload_size, seal.segment_size, seal.segments);
  await segments.read(ref, progress);
  return segments;
}

/** @param {any} seal @param {Segments | null} segments */
function judgePackage(seal, segments) {
  const found = new Findings();
  if (!segments) found.lack("seal-file", "package.age");
  else {
    if (!same(segments.head, headerOf(seal))) found.fail("seal-header", "package.age");
    if (segments.total !== segments.header + seal.payload_size) found.fail("seal-payload-size", "package.age");
  }
  return found;
}

/** @param {SealFolder} folder @param {any} seal @param {Segments | null} segments */
function judgeSegments(folder, seal, segments) {
  const found = new Findings();
  if (!segments) {
    found.lack("seal-file", "package.age");
    return found;
  }
  const list = folder.bytes("segments.b3");
  const whole = new Uint8Array(segments.digests.length * 32);
  segments.digests.forEach((one, index) => whole.set(one, index * 32));
  if (list) {
    for (let i = 0; i < Math.max(seal.segments, 0); i++) {
      const own = segments.digests[i], listed = list.subarray(32 * i, 32 * i + 32);
      if (!own || !same(own, listed)) found.fail("seal-segment", String(i));
    }
  } else if (segmentRoot(whole) !== seal.root) found.fail("seal-some-segment");
  return found;
}

export { Given, Wrong, digest, hex, unbase64 };
