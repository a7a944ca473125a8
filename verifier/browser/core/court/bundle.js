// SPDX-License-Identifier: Apache-2.0
// The checks of a bundle, in their order (19.3).

import { Bag } from "../bag/bag.js";
import { readConditions } from "../bag/conditions.js";
import { Findings } from "../checks/findings.js";
import { judgeCustody } from "../custody/custody.js";
import { heldIn, sortJournals } from "../custody/journals.js";
import { contradictions, shown } from "../custody/proofs.js";
import { moment, stateOf } from "../encoding/bytes.js";
import { CLOCK_TOLERANCE } from "../encoding/limits.js";
import { hash } from "../files/tree.js";
import { MessageFolder } from "../messages/folder.js";
import { followingOf } from "../messages/thread.js";
import { SealFolder } from "../seal/folder.js";
import { judgeSegmentList } from "../seal/segments.js";
import { judgeSeal } from "../seal/signed.js";
import { judgeStamps } from "../signatures/stamps.js";
import { Trust, signedBy } from "../signatures/trust.js";
import { judgeBag } from "./bundle_bag.js";
import { judgeCertificate } from "./certificate.js";
import { judgeExpected, judgeExported, judgeExporter } from "./exporter.js";
import { factsOf } from "./facts.js";
import { judgeIdentity, readInside } from "./inside.js";
import { judgeLayout } from "./layout.js";
import { judgeComplete, readListing } from "./listing.js";
import { addConsents, judgeBundleCertificates, judgeMessages, judgeRequest, judgeTogether } from "./together.js";

/** @typedef {import("../files/tree.js").Tree} Tree */

/** Make the checks of a bundle. @param {Tree} tree @param {import("../directory/given.js").Given} given @param {number} now
 * @param {import("../checks/checks.js").Checks} checks @param {(bytes: number) => void} progress */
export async function judgeBundle(tree, given, now, checks, progress) {
  const bag = new Bag(tree, "bag");
  await bag.hashAll(progress);
  for (const [path, ref] of tree.files) await hash(ref, /^certificate\/|^[^/]+$/.test(path) ? ["sha256", "sha512"] : ["sha256"], progress);
  const form = new Findings();
  const listingBytes = tree.bytes("bundle.json");
  if (!listingBytes) form.fail("bundle-listing-form", "bundle.json");
  const listing = listingBytes ? (form.try(() => readListing(listingBytes), "bundle.json") ?? null) : null;
  const complete = await judgeComplete(tree, listing);
  complete.add(form);
  checks.add("bundle-complete", complete);
  const sorted = sortJournals(tree.folders.has("custody") ? heldIn(tree, "custody") : [], "custody/");
  const rows = sortJournals(tree.folders.has("custody-node") ? heldIn(tree, "custody-node") : [], "custody-node/", { mixed: true });
  for (const [number, journal] of sorted) {
    journal.object = number === 0 ? bag.digest : bag.has(`earlier/${number}/tagmanifest-sha256.txt`) ? bag.sha256(`earlier/${number}/tagmanifest-sha256.txt`) : null;
    journal.objectKnown = journal.object !== null;
  }
  for (const journal of rows.values()) {
    journal.object = bag.digest;
    journal.objectKnown = journal.object !== null;
  }
  const journals = [...sorted.values(), ...rows.values()];
  const events = journals.flatMap((one) => one.items).filter((one) => one.event);
  const consents = new Set(events.filter((one) => one.event.version === 2).map((one) => one.event.fields.consent));
  checks.add("bundle-layout", judgeLayout(tree, consents));
  const seal = new SealFolder(tree, "seal");
  const inside = readInside(tree, given, seal, listing, now);
  const trust = Object.assign(new Trust(), { now, given: true, inside: true, first: inside.directory, newest: inside.newest, own: inside.copy });
  const context = { tree, bag, listing, journals, sorted, rows, events, seal, inside, trust, now };
  await judgeRest(context, given, checks, complete);
  return { root: inside.network, facts: factsOf(context, checks), exporter: /** @type {any} */ (context).exporter ?? null, basis: /** @type {any} */ (context).vouched ? "given" : "brought", moment: inside.at };
}

/** @param {any} context @param {import("../directory/given.js").Given} given @param {import("../checks/checks.js").Checks} checks @param {Findings} complete */
async function judgeRest(context, given, checks, complete) {
  const { tree, bag, listing, journals, sorted, seal, inside, trust, now } = context;
  const { directory, network } = inside;
  const withDirectory = (/** @type {string} */ id, /** @type {() => Findings} */ step, counts = true) => (directory ? checks.add(id, step(), counts) : checks.needs(id, "directory", counts));
  // The timestamps of bundle.json give the moments of everything that it lists.
  const stamps = directory && listing ? judgeStamps({ names: tree.fileNames(""), read: (path) => tree.bytes(path), sha512: (path) => tree.files.get(path)?.digests.sha512 ?? null, document: "bundle.json", trust }) : null;
  const exporter = listing ? stateOf(listing.authority) : null;
  const listed = (/** @type {string} */ state) => (stamps && complete.holds ? stamps.text(state === exporter ? null : exporter) : null);
  const existed = stamps && complete.holds ? stamps.counting.map((one) => Number(one.at)) : [];
  const { seal: sealed } = seal;
  if (!listing || !directory || !stamps) {
    const found = new Findings();
    if (!listing) found.fail("bundle-listing-form");
    found.lack("needs", "directory");
    if (directory || !listing) checks.add("bundle-signed", directory ? found : onlyLacking("directory"));
    else checks.needs("bundle-signed", "directory");
  } else {
    const found = new Findings();
    found.add(stamps.found);
    if (Number(moment(listing.exported)) > now + CLOCK_TOLERANCE) found.fail("moment-ahead", "exported");
    const at = stamps.text() ?? Number(moment(listing.exported));
    found.add(signedBy(trust, { document: tree.bytes("bundle.json"), p256: tree.bytes("bundle.json.p256.p7s"), mldsa65: tree.bytes("bundle.json.mldsa65.p7s"), use: "authority", holder: listing.authority, at, signed: stamps.signatures(), listed: true }).found);
    if (listing.network !== network) found.fail("bundle-not-together", "network");
    if (listing.package !== sealed?.package) found.fail("bundle-not-together", "package");
    if (listing.bag !== bag.digest) found.fail("bundle-not-together", "bag");
    if (listing.seal !== seal.digest) found.fail("bundle-not-together", "seal");
    checks.add("bundle-signed", found);
  }
  // Messages.
  const request = tree.folders.has("request") ? new MessageFolder(tree, "request") : null;
  // Whatever its name: a folder that has no place fails bundle-layout, and is read here as each other judge reads it.
  const folders = tree.names("messages").filter((/** @type {string} */ name) => tree.folders.has(`messages/${name}`)).map((/** @type {string} */ name) => new MessageFolder(tree, `messages/${name}`));
  const all = [...(request ? [request] : []), ...folders];
  const judged = new Map(all.map((one) => [one, directory ? one.judge(trust, network, listed) : new Findings()]));
  const receipts = new Map(all.map((one) => [one, directory && one.hasReceipt ? one.judgeReceipt(trust, network, listed) : new Findings()]));
  const following = followingOf(all, (one) => one.hasReceipt && Boolean(one.receipt) && /** @type {Findings} */ (receipts.get(one)).holds);
  context.messages = all.filter((one) => one.message && !following.abandoned.has(one.digest));
  context.request = request && request.message && !following.abandoned.has(request.digest) ? request : null;
  const sealVerdict = sealed && directory ? judgeSeal({ folder: seal, trust, journals, fallback: inside.at, bundled: listed, dated: false, existed, listed: true }) : null;
  const counting = sealVerdict?.counting ?? [];
  context.counting = counting;
  const custody = directory ? judgeCustody({ trust, journals, network, listed }) : null;
  const requestFound = request ? judgeRequest(request, /** @type {Findings} */ (judged.get(request))) : null;
  const messagesFound = judgeMessages(tree, folders, judged, following, request);
  // exporter, custody-exported, custody-expected
  const exporterFound = new Findings();
  if (!listing) exporterFound.lack("needs", "bundle-complete");
  else if (!sealed) exporterFound.lack("needs", "seal-form");
  else if (sealed.thread === null) exporterFound.lack("bundle-exporter", "the seal names no thread");
  else if (!counting.length) exporterFound.lack("needs", "seal-signed");
  else judgeExporter(context, counting, exporterFound, Boolean(requestFound?.holds && messagesFound.holds && directory));
  checks.add("exporter", exporterFound);
  checks.add("custody-exported", judgeExported(tree, listing, sorted));
  const expected = new Findings();
  if (!listing) expected.lack("needs", "bundle-complete");
  else if (!counting.length) expected.lack("needs", "seal-signed");
  else if (!custody || !custody["custody-journal"].holds) expected.lack("needs", "custody-journal");
  else judgeExpected(context, counting, expected);
  checks.add("custody-expected", expected);
  // identity, directory
  const identity = judgeIdentity(inside, given, inside.at);
  context.vouched = identity.vouched && identity.found.holds;
  checks.add("identity", identity.found);
  const directoryFound = new Findings();
  if (!tree.folders.has("directory")) directoryFound.fail("directory-incomplete", "directory");
  if (inside.wrong) directoryFound.fail(inside.wrong.code, inside.wrong.detail);
  for (const [state, reasons] of directory?.held ?? []) for (const one of reasons) directoryFound.fail(one.code, `${state}: ${one.detail}`);
  checks.add("directory", directoryFound);
  // messages
  if (!request && !tree.files.has("request") && !tree.odd.has("request")) checks.add("request", onlyLacking("request/"));
  else withDirectory("request", () => requestFound ?? onlyLacking("request/"));
  withDirectory("messages", () => messagesFound);
  const receiptFound = new Findings(), eventFound = new Findings();
  if (directory) {
    for (const one of all) {
      if (!one.message) continue;
      receiptFound.add(/** @type {Findings} */ (receipts.get(one)));
      if (!one.hasReceipt && (tree.folders.has(`${one.prefix}receipt.json`) || tree.odd.has(`${one.prefix}receipt.json`))) receiptFound.lack("bundle-receipt", one.folder);
      eventFound.add(one.judgeEvents(trust, network, listed));
    }
    const shownBag = journals.flatMap((/** @type {any} */ journal) => journal.items.flatMap(shown));
    const shownEvents = all.flatMap((one) => one.shownEvents);
    const shownReceipts = all.flatMap((one) => (one.shownReceipt ? [one.shownReceipt] : []));
    for (const [one, two] of contradictions(shownEvents, [...shownEvents, ...shownBag])) eventFound.fail("log-contradicts", `${one.name}, ${two.name}`);
    for (const [one, two] of contradictions(shownReceipts, [...shownReceipts, ...shownEvents, ...shownBag])) receiptFound.fail("log-contradicts", `${one.name}, ${two.name}`);
  }
  withDirectory("receipts", () => receiptFound);
  withDirectory("message-events", () => eventFound);
  // seal
  checks.add("seal-form", seal.form);
  if (sealed && directory && sealVerdict) {
    checks.add("seal-stamped", sealVerdict.checks["seal-stamped"]);
    checks.add("seal-signed", sealVerdict.checks["seal-signed"]);
  } else for (const id of ["seal-stamped", "seal-signed"]) checks.needs(id, sealed ? "directory" : "seal-form");
  if (sealed) checks.add("seal-segment-list", judgeSegmentList(seal));
  else checks.needs("seal-segment-list", "seal-form");
  if (seal.isReplacing) {
    if (sealVerdict?.checks["seal-chain"]) checks.add("seal-chain", sealVerdict.checks["seal-chain"]);
    else checks.needs("seal-chain", sealed ? "directory" : "seal-form");
  }
  await judgeBag(context, checks, sealVerdict, listed);
  // together, conditions
  checks.add("together", judgeTogether(context, counting));
  const conditions = new Findings();
  if (!bag.has("conditions.json")) conditions.lack("bag-file-missing", "conditions.json");
  else context.conditions = conditions.try(() => readConditions(bag.bytes("conditions.json") ?? new Uint8Array()));
  checks.add("conditions", conditions);
  // custody
  for (const id of ["custody-journal", "custody-logged"]) withDirectory(id, () => /** @type {Record<string, Findings>} */ (custody)[id]);
  if (custody?.["custody-destroyed"]) checks.add("custody-destroyed", custody["custody-destroyed"]);
  else if (journals.some((/** @type {any} */ one) => one.items.some((/** @type {any} */ it) => it.destroyed))) checks.needs("custody-destroyed", "directory");
  addConsents(context, checks, listed);
  withDirectory("certificates", () => judgeBundleCertificates(tree, directory));
  if (tree.folders.has("certificate")) {
    if (directory && sealed) checks.add("certificate", await judgeCertificate({ tree, folder: "certificate", trust, bag, seals: [...(seal.chain ?? []), seal], network, listed }));
    else checks.needs("certificate", directory ? "seal-form" : "directory");
  }
  if (custody?.["custody-witnessed"]) checks.add("custody-witnessed", custody["custody-witnessed"], false);
  if (custody?.["custody-officers"]) checks.add("custody-officers", custody["custody-officers"]);
  const reports = new Findings();
  reports.lack("not-checked", "reports");
  checks.add("reports", reports, false);
}

/** @param {string} what */
function onlyLacking(what) {
  const found = new Findings();
  found.lack("needs", what);
  return found;
}
