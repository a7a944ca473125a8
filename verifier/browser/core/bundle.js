// SPDX-License-Identifier: Apache-2.0
// The checks of a bundle (19.3).

import { Wrong, byteOrder, digest, isAuthority, isCount, isDigest, isOfficer, isText, isUuid, join, members, moment, plainTexts, same, sha256, stateOf, utf8 } from "./bytes.js";
import { Bag, readConditions } from "./bag.js";
import * as cms from "./cms.js";
import { judgeCertificate } from "./certificate.js";
import { judgeConsents } from "./consents.js";
import { heldIn, judgeCustody } from "./custody.js";
import { askRoot, readDirectory, walkRoots } from "./directory.js";
import { contradictions, shown, sortJournals, understood } from "./events.js";
import { Findings } from "./findings.js";
import { canonicalObject } from "./json.js";
import { judgeLayout } from "./layout.js";
import { CLOCK_TOLERANCE, LARGEST_LISTING, MOST_ACTS } from "./limits.js";
import { MessageFolder, followingOf } from "./messages.js";
import { SealFolder, judgeSeal, judgeSegmentList } from "./seal.js";
import { judgeStamps } from "./stamps.js";
import { hash, lines } from "./tree.js";
import { Trust, signedBy, vouches } from "./trust.js";
import { certificate, issued, listedBy, pem, revocationList } from "./x509.js";

/** @typedef {import("./tree.js").Tree} Tree */
/** @typedef {import("./directory.js").Directory} Directory */

const LISTING = ["authority", "officer", "bag", "event", "exported", "files", "network", "package", "reason", "seal", "version"];
const NOT_LISTED = /^bundle\.json(\.p256\.p7s|\.mldsa65\.p7s|\.(([2-9]|[1-9][0-9]{1,2})\.)?tst)?$|^archive\.[1-9][0-9]?\.json(\.(([2-9]|[1-9][0-9]{1,2})\.)?tst)?$/;
const APART = /^(custody\/|report\.|check\.sh$)/;

/** Read `bundle.json` in its form (19.0). @param {Uint8Array} bytes @returns {any} */
function readListing(bytes) {
  const found = canonicalObject(bytes, { limit: LARGEST_LISTING, most: Infinity });
  const code = "bundle-listing-form";
  members(found, LISTING, code);
  plainTexts(found.reason);
  let fits =
    found.version === 1 &&
    isAuthority(found.authority) &&
    (found.officer === null || isOfficer(found.officer)) &&
    isDigest(found.bag) &&
    isDigest(found.event) &&
    moment(found.exported) !== null &&
    isDigest(found.network) &&
    isUuid(found.package) &&
    isText(found.reason) &&
    isDigest(found.seal) &&
    Array.isArray(found.files);
  let before = null;
  for (const one of fits ? found.files : []) {
    fits &&= one && typeof one === "object" && Object.keys(one).length === 3 && typeof one.path === "string" && isDigest(one.sha256) && isCount(one.size);
    fits &&= one.path.split("/").every((/** @type {string} */ part) => part !== "" && part !== "." && part !== "..");
    fits &&= before === null || byteOrder(before, one.path) < 0;
    before = one.path;
  }
  if (!fits) throw new Wrong(code);
  return found;
}

/** @param {Tree} tree @param {any} listing */
async function judgeComplete(tree, listing) {
  const found = new Findings();
  if (!listing) return found;
  const expected = new Map(listing.files.map((/** @type {any} */ one) => [one.path, one]));
  for (const [path] of tree.odd) found.fail("bundle-not-a-file", path);
  for (const path of tree.folders) if (path !== "bag/data" && tree.isEmpty(path)) found.fail("bundle-file-unlisted", path);
  for (const [path, ref] of tree.files) {
    const one = expected.get(path);
    expected.delete(path);
    if (NOT_LISTED.test(path)) {
      if (one) found.fail("bundle-listing-form", path);
    } else if (!one) found.fail("bundle-file-unlisted", path);
    else if (one.sha256 !== ref.digests.sha256 || one.size !== ref.size) found.fail("bundle-digest", path);
  }
  for (const path of expected.keys()) found.fail("bundle-file-missing", path);
  const sums = tree.files.get("SHA256SUMS");
  if (sums) {
    const listed = listing.files.filter((/** @type {any} */ one) => one.path !== "SHA256SUMS");
    const written = utf8(listed.map((/** @type {any} */ one) => `${one.sha256}  ${one.path}\n`).join(""));
    if (digest(written) !== sums.digests.sha256) found.fail("bundle-sums-differ");
  } else if (!listing.files.some((/** @type {any} */ one) => one.path === "SHA256SUMS")) found.fail("bundle-file-missing", "SHA256SUMS");
  return found;
}

/** Read the directory inside, and find the moment as of which it is read (18.9).
 * @param {Tree} tree @param {import("./directory.js").Given} given @param {SealFolder} seal @param {any} listing @param {number} now */
function readInside(tree, given, seal, listing, now) {
  const read = (/** @type {string} */ path) => tree.bytes(`directory/${path}`);
  const endings = [...tree.files.keys()].map((path) => /\.([a-z]{2})(\.officers)?\.json$/.exec(path)?.[1]).filter(Boolean);
  const lies = (/** @type {string} */ state) => endings.includes(state.toLowerCase());
  const attempt = (/** @type {number | null} */ at) => {
    try {
      return { directory: readDirectory(read, { at, lies }), wrong: null };
    } catch (error) {
      if (error instanceof Wrong) return { directory: null, wrong: error };
      throw error;
    }
  };
  const published = attempt(null);
  /** @type {Directory | null} */
  let newest = published.directory;
  const copy = given.copy();
  const network = tree.bytes("directory/metadata/1.root.json") ? digest(/** @type {Uint8Array} */ (tree.bytes("directory/metadata/1.root.json"))) : null;
  if (copy && copy.network === network && (!newest || copy.version >= newest.version)) newest = copy;
  const trust = Object.assign(new Trust(), { now, given: true, inside: true, first: published.directory, newest });
  let at = null;
  let inside = null;
  if (tree.bytes("seal/seal.json")) {
    const stamps = judgeStamps({ names: seal.names, read: (path) => seal.bytes(path), document: "seal.json", trust });
    for (const token of stamps.counting) {
      const one = attempt(token.at);
      const listed = [...(one.directory?.entries.values() ?? [])].some((entry) =>
        entry.certificates.some((it) => it.use === "tsa" && same(it.certificate.bytes, /** @type {any} */ (token.certificate).bytes) && it.from <= Number(token.at) && Number(token.at) < it.until && (!it.ended || Number(token.at) < it.ended.at)),
      );
      if (one.directory && listed) {
        at = Number(token.at);
        inside = one;
        break;
      }
    }
  }
  if (at === null) {
    at = moment(listing?.exported) ?? now;
    inside = attempt(at);
  }
  return { directory: inside?.directory ?? null, wrong: inside?.wrong ?? null, newest, at, network, copy, lies, read };
}

/** @param {ReturnType<typeof readInside>} inside @param {import("./directory.js").Given} given @param {number} at */
function judgeIdentity(inside, given, at) {
  const found = new Findings();
  const chain = found.try(() => walkRoots(inside.read, at));
  if (!chain) return { found, vouched: false };
  let vouched = false;
  for (const one of given.fingerprints) {
    if (one !== chain.network) found.fail("bundle-identity", "the fingerprint is of another root");
    else vouched = true;
  }
  for (const one of given.copies) {
    if (one.network !== chain.network) found.fail("bundle-identity", "the copy is of another network");
    one.roots.forEach((root, index) => {
      const own = chain.roots[index];
      if (own && !same(own.bytes, root.bytes)) found.fail("bundle-identity", `root ${index + 1} is another`);
    });
    vouched ||= one.network === chain.network;
  }
  let asked = false;
  for (const one of given.roots)
    found.try(() => {
      asked = true;
      if (askRoot(chain.roots, chain.network, one)) vouched = true;
    });
  if (asked && !vouched && !given.copies.length && !found.fails.length) found.lack("bundle-identity", "no root that was given vouches");
  return { found, vouched };
}

/** Make the checks of a bundle. @param {Tree} tree @param {import("./directory.js").Given} given @param {number} now
 * @param {import("./verify.js").Checks} checks @param {(bytes: number) => void} progress */
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
  const trust = Object.assign(new Trust(), { now, given: true, inside: true, first: inside.directory, newest: inside.newest });
  const context = { tree, bag, listing, journals, sorted, rows, events, seal, inside, trust, now };
  await judgeRest(context, given, checks, complete);
  return { root: inside.network, facts: factsOf(context, checks), exporter: /** @type {any} */ (context).exporter ?? null, basis: /** @type {any} */ (context).vouched ? "given" : "brought", moment: inside.at };
}

/** @param {any} context @param {import("./directory.js").Given} given @param {import("./verify.js").Checks} checks @param {Findings} complete */
async function judgeRest(context, given, checks, complete) {
  const { tree, bag, listing, journals, sorted, rows, events, seal, inside, trust, now } = context;
  const { directory, network } = inside;
  const withDirectory = (/** @type {string} */ id, /** @type {() => Findings} */ step, counts = true) => (directory ? checks.add(id, step(), counts) : checks.needs(id, "directory", counts));
  // The timestamps of bundle.json give the moments of everything that it lists.
  const stamps = directory && listing ? judgeStamps({ names: tree.fileNames(""), read: (path) => tree.bytes(path), sha512: (path) => tree.files.get(path)?.digests.sha512 ?? null, document: "bundle.json", trust }) : null;
  const exporter = listing ? stateOf(listing.authority) : null;
  const listed = (/** @type {string} */ state) => (stamps && complete.holds ? stamps.text(state === exporter ? null : exporter) : null);
  const existed = stamps && complete.holds ? stamps.counting.map((one) => Number(one.at)) : [];
  const { seal: sealed } = seal;
  if (!listing || !directory) {
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
  const folders = tree.names("messages").filter((/** @type {string} */ name) => /^[0-9]{4,5}$/.test(name) && tree.folders.has(`messages/${name}`)).map((/** @type {string} */ name) => new MessageFolder(tree, `messages/${name}`));
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
  const late = new Map();
  const lateAdd = (/** @type {string} */ id, /** @type {Findings | null} */ found, /** @type {string} */ needed, counts = true) => late.set(id, { found, needed, counts });
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
  for (const id of ["custody-journal", "custody-logged"]) withDirectory(id, () => custody[id]);
  if (custody?.["custody-destroyed"]) checks.add("custody-destroyed", custody["custody-destroyed"]);
  else if (journals.some((/** @type {any} */ one) => one.items.some((/** @type {any} */ it) => it.destroyed))) checks.needs("custody-destroyed", "directory");
  consentsOf(context, checks, listed);
  withDirectory("certificates", () => judgeCertificates(tree, directory));
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

/** @param {MessageFolder} request @param {Findings} judged */
function judgeRequest(request, judged) {
  const found = new Findings();
  found.add(judged);
  if (request.message && (request.message.previous !== null || request.message.seen !== null)) found.fail("bundle-not-together", "request");
  return found;
}

/** @param {Tree} tree @param {MessageFolder[]} folders @param {Map<MessageFolder, Findings>} judged @param {ReturnType<typeof followingOf>} following @param {MessageFolder | null} request */
function judgeMessages(tree, folders, judged, following, request) {
  const found = new Findings();
  for (const one of folders) found.add(/** @type {Findings} */ (judged.get(one)));
  found.add(following.found);
  if (request?.message) {
    const threads = new Set([request.message.thread]);
    const readable = folders.filter((one) => one.message);
    for (let grows = true; grows; ) {
      grows = false;
      for (const one of [request, ...readable])
        if (threads.has(one.message.thread))
          for (const related of one.message.related)
            if (!threads.has(related)) {
              threads.add(related);
              grows = true;
            }
    }
    for (const one of readable) if (!threads.has(one.message.thread)) found.fail("bundle-not-together", one.folder);
  }
  if (!tree.folders.has("messages") && (tree.files.has("messages") || tree.odd.has("messages")) && !found.fails.length) found.lack("bundle-place", "messages");
  for (const name of tree.names("messages")) if (!tree.folders.has(`messages/${name}`) && !found.fails.length) found.lack("bundle-place", `messages/${name}`);
  return found;
}

const DELIVERIES = ["delivery", "partial_delivery"];

/** @param {any} context @param {any[]} counting @param {Findings} found @param {boolean} messages */
function judgeExporter(context, counting, found, messages) {
  const { authority } = context.listing;
  const digests = sealDigests(context);
  for (const [index, seal] of counting.entries()) if (seal.sender === authority) return void (context.exporter = { authority, as: "sender", seal: digests[index] });
  for (const [index, seal] of counting.entries()) if (seal.recipients.some((/** @type {any} */ one) => one.authority === authority)) return void (context.exporter = { authority, as: "recipient", seal: digests[index] });
  const holders = new Set(counting.flatMap((one) => [one.sender, ...one.recipients.map((/** @type {any} */ it) => it.authority)]));
  if (messages)
    for (const one of context.messages) {
      const { kind, to, from, body } = one.message;
      if (DELIVERIES.includes(kind) && to === authority && digests.includes(body.seal) && holders.has(from)) return void (context.exporter = { authority, as: "addressee", seal: body.seal });
    }
  found.fail("bundle-exporter", authority);
}

/** Digests of the seals of the chain, in order. @param {any} context */
function sealDigests(context) {
  return [...(context.seal.chain ?? []), context.seal].map((one) => one.digest);
}

/** @param {Tree} tree @param {any} listing @param {Map<number, import("./events.js").Journal>} sorted */
function judgeExported(tree, listing, sorted) {
  const found = new Findings();
  if (!listing) {
    found.lack("needs", "bundle-complete");
    return found;
  }
  const item = sorted.get(0)?.items.find((one) => one.event && one.digest === listing.event);
  const code = "bundle-export-event";
  if (!item) {
    found.fail(code, "it does not lie in custody/");
    return found;
  }
  const { event } = item;
  if (!understood(event) || event.code !== "bundle-exported") found.fail(code, "code");
  if (event.object !== listing.bag) found.fail(code, "object");
  if (event.authority !== listing.authority) found.fail(code, "authority");
  if (event.officer !== listing.officer) found.fail(code, "officer");
  if (understood(event) && event.code === "bundle-exported") {
    const listed = listing.files.filter((/** @type {any} */ one) => one.path !== "SHA256SUMS" && !APART.test(one.path));
    const content = digest(utf8(listed.map((/** @type {any} */ one) => `${one.sha256}  ${one.path}\n`).join("")));
    if (event.fields.content !== content) found.fail(code, "content");
    if (event.fields.purpose !== listing.reason) found.fail(code, "purpose");
  }
  return found;
}

/** @param {any} context @param {any[]} counting @param {Findings} found */
function judgeExpected(context, counting, found) {
  const { listing, sorted, rows } = context;
  const events = [...(sorted.get(0)?.items ?? []), ...[...rows.values()].flatMap((one) => one.items)].filter((one) => one.event?.object === listing.bag).map((one) => one.event);
  const has = (/** @type {string} */ action, /** @type {(authority: string) => boolean} */ by) => events.some((one) => one.action === action && by(one.authority));
  for (const seal of counting) if (!has("sealed", (one) => one === seal.sender)) found.fail("bundle-event-missing", `sealed: ${seal.sender}`);
  const first = counting[0];
  if (first.sender !== listing.authority && !has("opened", (one) => one === listing.authority)) found.fail("bundle-event-missing", `opened: ${listing.authority}`);
  if (!has("exported", (one) => one === listing.authority)) found.fail("bundle-event-missing", `exported: ${listing.authority}`);
  const state = stateOf(listing.authority);
  const digests = sealDigests(context);
  const came = context.messages.some((/** @type {MessageFolder} */ one) => DELIVERIES.includes(one.message.kind) && digests.includes(one.message.body.seal) && stateOf(one.message.to) === state && stateOf(one.message.from) !== state);
  if (came && !has("received", (one) => stateOf(one) === state)) found.fail("bundle-event-missing", `received: ${state}`);
}

/** @param {any} context @param {import("./verify.js").Checks} checks @param {any} verdict @param {import("./events.js").Listed} listed */
async function judgeBag(context, checks, verdict, listed) {
  const { bag, inside, trust, seal } = context;
  checks.add("bag-form", bag.form());
  checks.add("bag-size", bag.size());
  checks.add("bag-tags", await bag.tagList());
  const at = verdict?.firstText ?? inside.at;
  const unproved = verdict?.firstText == null;
  const first = seal.first;
  const sender = bag.info?.sender ?? null;
  if (!bag.has("bag-info.txt") || !bag.info) checks.needs("bag-signed", "bag-size");
  else if (bag.digest === null) checks.needs("bag-signed", "bag-tags");
  else if (!inside.directory) checks.needs("bag-signed", "directory");
  else {
    const found = new Findings();
    const name = "tagmanifest-sha256.txt";
    const p256 = bag.bytes(`${name}.p256.p7s`), mldsa65 = bag.bytes(`${name}.mldsa65.p7s`);
    const moments = [listed(sender ? stateOf(sender) : ""), verdict?.firstEvent ?? null].filter((/** @type {number | null} */ one) => one !== null);
    const signed = moments.length ? Math.min(...moments) : null;
    if (!sender && !p256 && !mldsa65) found.lack("signature-missing");
    else found.add(signedBy(trust, { document: bag.bytes(name), p256, mldsa65, use: "authority", holder: sender, at, unproved, signed, demanded: true, listed: true }).found);
    checks.add("bag-signed", found);
  }
  checks.add("bag-files", await bag.payloadLists());
  const inventory = await bag.inventory();
  checks.add("bag-inventory", inventory.listed);
  checks.add("bag-items-root", inventory.root);
  if (!inside.directory) checks.needs("bag-earlier", "directory");
  else checks.add("bag-earlier", await bag.earlier((place, by, where) => judgeRecord(trust, place, by, where, at, (/** @type {string} */ state) => earliest(listed(state), verdict?.firstEvent ?? null))));
  checks.add("bag-conditions", await bag.conditions());
  checks.add("bag-sealed", bag.sealed(first.seal));
  if (bag.isExamined) checks.add("bag-examined", await bag.examined());
}

/** @param {number | null} one @param {number | null} two */
const earliest = (one, two) => (one === null ? two : two === null ? one : Math.min(one, two));

/** Judge the signatures of an earlier record (section 15, 8). @param {Trust} trust @param {any} place @param {string | null} sender @param {string} where @param {number} at @param {import("./events.js").Listed} listed */
function judgeRecord(trust, place, sender, where, at, listed) {
  const found = new Findings();
  const holder = sender;
  const named = signedBy(
    // What is signed is asked first, without the State CA.
    Object.assign(new Trust(), { now: trust.now, given: true }),
    { document: place.bytes, p256: place.p256, mldsa65: place.mldsa65, use: "authority", holder, at, unproved: true, demanded: true },
  );
  for (const one of named.found.fails) found.fail(one.code, `${where}: ${one.detail}`);
  if (named.found.lacks.some((one) => one.code === "certificate-expired")) found.lack("certificate-expired", where);
  for (const family of /** @type {("p256" | "mldsa65")[]} */ (["p256", "mldsa65"])) {
    const signature = place[family];
    if (!signature || named.found.fails.length) continue;
    const holderName = named.holder ?? sender;
    const state = holderName ? stateOf(holderName) : "";
    const directory = /** @type {Directory} */ (trust.first);
    if (directory.held.has(state)) {
      found.lack("trust-state-held-back", `${where}: ${state}`);
      continue;
    }
    const records = (directory.entries.get(state)?.certificates ?? []).filter((one) => one.use === "state-ca" && one.certificate.family === family);
    const signed = listed(state);
    const signer = signerOf(place, family);
    const under = records.filter((one) => signer && issued(one.certificate, signer, null));
    if (under.some((one) => vouches(one, at, signed) && at >= one.certificate.notBefore && at <= one.certificate.notAfter)) continue;
    if (under.length || !records.length) found.lack("certificate-chain", `${where}: ${family}`);
    else found.fail("certificate-chain", `${where}: ${family}`);
  }
  return found;
}

/** The certificate by which a record was signed, or null. @param {any} place @param {"p256" | "mldsa65"} family */
function signerOf(place, family) {
  try {
    return cms.verify(place[family], place.bytes, family);
  } catch (error) {
    if (error instanceof Wrong) return null;
    throw error;
  }
}

/** @param {any} context @param {any[]} counting */
function judgeTogether(context, counting) {
  const { seal, inside, request, bag } = context;
  const found = new Findings();
  const { seal: sealed } = seal;
  if (!sealed) {
    found.lack("needs", "seal-form");
    return found;
  }
  const code = "bundle-not-together";
  if (sealed.network !== inside.network) found.fail(code, "network of the seal");
  if (request && sealed.thread !== request.message.thread) found.fail(code, "thread of the seal");
  if (bag.has("request/message.json")) {
    const own = bag.sha256("request/message.json");
    if (context.tree.bytes("request/message.json") && request && own !== request.digest) found.fail(code, "request in the bag");
  }
  const digests = sealDigests(context);
  const senders = new Set(counting.map((one) => one.sender));
  const naming = context.messages.filter((/** @type {MessageFolder} */ one) => DELIVERIES.includes(one.message.kind) && digests.includes(one.message.body.seal));
  context.deliveries = naming;
  for (const one of naming) {
    if (one.message.thread !== sealed.thread) found.fail(code, `${one.folder}: thread`);
    if (!senders.has(one.message.from) && !(request && stateOf(one.message.from) === stateOf(request.message.to))) found.fail(code, `${one.folder}: sender`);
  }
  if (!naming.length || !request) found.lack(code, request ? "no delivery names the seal" : "no request");
  return found;
}

/** @param {any} context @param {import("./verify.js").Checks} checks @param {import("./events.js").Listed} listed */
function consentsOf(context, checks, listed) {
  const { tree, bag, journals, trust, inside } = context;
  const lies = new Map();
  for (const name of tree.names("consents"))
    if (tree.folders.has(`consents/${name}`)) {
      /** @type {Record<string, Uint8Array | null>} */
      const held = {};
      for (const file of tree.fileNames(`consents/${name}`)) held[file] = tree.bytes(`consents/${name}/${file}`);
      lies.set(name, held);
    }
  let items = null;
  if (bag.has("conditions.json"))
    try {
      items = readConditions(bag.bytes("conditions.json") ?? new Uint8Array()).protected_items;
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
    }
  const forced = tree.folders.has("consents");
  const found = judgeConsents({ journals, trust, lies, protectedItems: items, bag: bag.digest, register: inside.newest, at: null, forced });
  if (!found) return;
  if (!inside.directory) checks.needs("custody-consents", "directory", false);
  else checks.add("custody-consents", found, found.lacks.some((one) => one.code === "consent-unread"));
}

/** @param {Tree} tree @param {Directory} directory */
function judgeCertificates(tree, directory) {
  const found = new Findings();
  const listed = [...directory.entries.values()].flatMap((entry) => entry.certificates.map((one) => one.certificate));
  if (!tree.folders.has("certificates") && (tree.files.has("certificates") || tree.odd.has("certificates"))) found.lack("bundle-place", "certificates");
  for (const name of tree.fileNames("certificates"))
    found.try(() => {
      const bytes = tree.bytes(`certificates/${name}`);
      if (!bytes) throw new Wrong("bundle-certificates");
      if (name.endsWith(".crl")) {
        const list = revocationList(pem(bytes, "X509 CRL", 1)[0]);
        if (!listed.some((one) => one.named?.use === "state-ca" && listedBy(one, list))) throw new Wrong("bundle-certificates");
      } else
        for (const one of pem(bytes, "CERTIFICATE")) {
          certificate(one);
          if (!listed.some((it) => same(it.bytes, one))) throw new Wrong("bundle-certificates");
        }
    }, name);
  return found;
}

/** State what the checks that hold found (19.3). @param {any} context @param {import("./verify.js").Checks} checks */
function factsOf(context, checks) {
  const holds = (/** @type {string[]} */ ...ids) => ids.every((id) => checks.holds(id) || (id === "seal-chain" && !checks.list.some((one) => one.id === id)));
  const { request, counting, listing, bag, seal } = context;
  const sealed = holds("seal-signed", "seal-chain");
  const message = holds("request") ? request?.message : null;
  const acts = new Map();
  if (holds("custody-journal"))
    for (const item of context.events) {
      const { action, authority, occurred, officer, code = null } = item.event;
      acts.set(item.digest, { action, authority, code, occurred, officer });
    }
  const ordered = [...acts].sort(([a, one], [b, two]) => Number(moment(one.occurred)) - Number(moment(two.occurred)) || (a < b ? -1 : 1)).map(([, one]) => one);
  return {
    case: typeof message?.body.case_number === "string" ? message.body.case_number : null,
    asked_by: message?.from ?? null,
    asked: message?.to ?? null,
    thread: message?.thread ?? null,
    sealed_by: sealed ? (counting[0]?.sender ?? null) : null,
    seal: sealed ? seal.digest : null,
    exported_by: holds("bundle-signed") ? listing.authority : null,
    officer: holds("bundle-signed") ? listing.officer : null,
    bag: holds("bag-tags") ? bag.digest : null,
    files: holds("bag-tags", "bag-files") ? bag.payload.length : null,
    bytes: holds("bag-tags", "bag-files") ? bag.payload.reduce((/** @type {number} */ sum, /** @type {string} */ one) => sum + bag.ref(one).size, 0) : null,
    conditions: holds("conditions", "bag-tags") ? Object.fromEntries(Object.entries(context.conditions).filter(([name]) => name !== "version")) : null,
    delivered: holds("conditions", "bag-tags", "request", "messages", "seal-signed", "seal-chain") ? delivered(context) : [],
    acts: ordered.slice(0, MOST_ACTS),
    more_acts: Math.max(0, ordered.length - MOST_ACTS),
  };
}

/** Conditions of deliveries that differ from the bag's. @param {any} context */
function delivered(context) {
  const own = context.conditions;
  const found = [];
  for (const one of context.deliveries ?? []) {
    const written = one.message.body.conditions ?? null;
    const held = written && typeof written === "object" && !Array.isArray(written) ? written : {};
    const absent = (/** @type {string} */ name) => !(name in held);
    const text = (/** @type {string} */ name) => typeof held[name] === "string";
    const same_ = /** @type {Record<string, boolean>} */ ({
      purpose: absent("purpose") ? own.purpose === null : held.purpose === own.purpose && own.purpose !== null,
      proceedings: absent("proceedings") ? own.proceedings === null : held.proceedings === own.proceedings && own.proceedings !== null,
      onward_transfer: absent("onward_transfer")
        ? own.onward_transfer === "free"
        : (held.onward_transfer === "forbidden" && own.onward_transfer === "forbidden") || (["with_authorisation", "in_writing_only"].includes(held.onward_transfer) && own.onward_transfer === "with-consent"),
      secrecy: absent("secrecy") ? !own.secrecy : text("secrecy") && own.secrecy,
      retention: absent("retention") ? own.retention_until === null : text("retention") && own.retention_until !== null,
      police_information_only: held.police_information_only === own.police_information_only,
      sensitive_material: (held.sensitive_material === true && own.protected_items.length > 0) || (held.sensitive_material === false && !own.protected_items.length),
    });
    const differs = Object.keys(same_).filter((name) => !same_[name]);
    if (differs.length) found.push({ conditions: written, differs, from: one.message.from, message: one.digest });
  }
  return found;
}

export { join, lines, sha256 };
