// SPDX-License-Identifier: Apache-2.0
// The certificate of authenticity in a bundle (19.2).

import { caseGraph } from "../bag/form.js";
import { Findings } from "../checks/findings.js";
import { LANGUAGE, Wrong, characters, digest, isAuthority, isCount, isDigest, isOfficer, isUuid, members, moment, plainTexts, stateOf } from "../encoding/bytes.js";
import { Inexact, canonicalObject, plain } from "../encoding/json.js";
import { CLOCK_TOLERANCE, LARGEST_FORM, LARGEST_PAGE, LONGEST_ANSWER, MOST_STATEMENTS } from "../encoding/limits.js";
import { countLines } from "../files/tree.js";
import { judgeCertificates } from "../seal/layout.js";
import { judgeStamps } from "../signatures/stamps.js";
import { signedBy } from "../signatures/trust.js";

const CODE = "certificate-malformed";
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** @param {any} value */
const hasWords = (value) => typeof value === "string" && /[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]/u.test(value);
/** @param {any} value */
const isAnswer = (value) => hasWords(value) && characters(value) <= LONGEST_ANSWER;

/** @param {boolean} fits @param {string} detail @param {string} [code] */
function demand(fits, detail, code = CODE) {
  if (!fits) throw new Wrong(code, detail);
}

/** Read a form. @param {Uint8Array} bytes @returns {any} */
function readForm(bytes) {
  if (bytes.length > LARGEST_FORM) throw new Wrong("certificate-form-file");
  const found = plain(bytes, { limit: LARGEST_FORM });
  const code = "certificate-form-file";
  members(found, ["version", "id", "title", "statements"], code);
  const texts = (/** @type {any} */ value) => value && typeof value === "object" && !Array.isArray(value) && !(value instanceof Inexact) && Object.keys(value).length > 0 && Object.entries(value).every(([tag, one]) => LANGUAGE.test(tag) && hasWords(one) && String(one).normalize("NFC") === one);
  demand(found.version === 1 && typeof found.id === "string" && ID.test(found.id) && texts(found.title), "form", code);
  demand(Array.isArray(found.statements) && found.statements.length >= 1 && found.statements.length <= MOST_STATEMENTS, "statements", code);
  for (const one of found.statements) {
    members(one, ["id", "kind", "text"], code);
    demand(typeof one.id === "string" && ID.test(one.id) && ["statement", "question"].includes(one.kind) && texts(one.text), "statements", code);
  }
  demand(new Set(found.statements.map((/** @type {any} */ one) => one.id)).size === found.statements.length, "an id twice", code);
  return found;
}

const MEMBERS = ["acquired", "bag", "package", "certified", "form", "language", "network", "request", "seal", "officer", "authority", "renderings", "statements", "version"];

/** Read `certificate.json` in its form. @param {Uint8Array} bytes @returns {any} */
function readCertificate(bytes) {
  const found = canonicalObject(bytes);
  members(found, MEMBERS, CODE);
  plainTexts(found);
  const { acquired } = found;
  members(acquired, ["officer", "authority", "started", "ended", "tool", "case", "source", "place", "authorisation", "inventory", "items", "files", "size"], CODE);
  const nullOr = (/** @type {any} */ value, /** @type {(value: any) => boolean} */ fits) => value === null || fits(value);
  const text = (/** @type {any} */ value) => typeof value === "string";
  demand(isOfficer(acquired.officer) && isAuthority(acquired.authority) && stateOf(acquired.officer) === stateOf(acquired.authority), "acquired");
  demand(moment(acquired.started) !== null && moment(acquired.ended) !== null && Number(moment(acquired.started)) <= Number(moment(acquired.ended)), "acquired");
  demand(text(acquired.tool) && ["case", "source", "place", "authorisation"].every((name) => nullOr(acquired[name], text)), "acquired");
  demand(isDigest(acquired.inventory) && isCount(acquired.items) && isCount(acquired.files) && isCount(acquired.size), "acquired");
  demand(isDigest(found.bag) && isUuid(found.package) && moment(found.certified) !== null && isDigest(found.form), "members");
  demand(typeof found.language === "string" && LANGUAGE.test(found.language), "language");
  demand(nullOr(found.network, isDigest) && nullOr(found.request, isDigest) && nullOr(found.seal, isDigest), "members");
  demand(isOfficer(found.officer) && isAuthority(found.authority) && stateOf(found.officer) === stateOf(found.authority) && found.version === 1, "officer");
  const pages = found.renderings;
  demand(pages && typeof pages === "object" && "certificate.html" in pages && Object.entries(pages).every(([name, one]) => ["certificate.html", "certificate.pdf"].includes(name) && isDigest(one)), "renderings");
  demand(Array.isArray(found.statements), "statements");
  for (const one of found.statements) {
    members(one, ["id", "text", "answer", "declined"], CODE);
    demand(typeof one.id === "string" && isAnswer(one.text) && nullOr(one.answer, isAnswer) && nullOr(one.declined, isAnswer), "statements");
  }
  return found;
}

/** Make the check `certificate` of a bundle. @param {any} of */
export async function judgeCertificate({ tree, folder, trust, bag, seals, network, listed }) {
  const found = new Findings();
  const at = (/** @type {string} */ name) => `${folder}/${name}`;
  const bytes = tree.bytes(at("certificate.json"));
  layout(tree, folder, found);
  const certificate = bytes ? found.try(() => readCertificate(bytes), "certificate.json") : void found.fail(CODE, "certificate.json");
  if (!bag.info) found.lack("needs", "bag-size");
  const graph = graphOf(bag);
  if (!graph || !bag.has("inventory.jsonl") || bag.digest === null) found.lack("needs", "bag-form");
  if (!certificate || !bytes) return found;
  const formBytes = tree.bytes(at("form.json"));
  const form = formBytes ? found.try(() => readForm(formBytes), "form.json") : void found.fail("certificate-form-file", "form.json");
  if (formBytes && digest(formBytes) !== certificate.form) found.fail("certificate-form-file", "digest");
  for (const [name, value] of Object.entries(certificate.renderings)) if (tree.files.get(at(name))?.digests.sha256 !== value) found.fail(CODE, name);
  for (const name of ["certificate.html", "certificate.pdf"]) {
    const ref = tree.files.get(at(name));
    if (ref && !(name in certificate.renderings)) found.fail(CODE, name);
    if (ref && ref.size > LARGEST_PAGE) found.fail(CODE, name);
  }
  const stamps = judgeStamps({ names: tree.fileNames(folder), read: (path) => tree.bytes(at(path)), sha512: (path) => tree.files.get(at(path))?.digests.sha512 ?? null, document: "certificate.json", trust });
  for (const one of stamps.found.fails) found.fail(one.code, one.detail);
  const bundled = listed(stateOf(certificate.officer));
  const first = (/** @type {(number | null)[]} */ moments) => moments.reduce((best, one) => (one !== null && (best === null || one < best) ? one : best), null);
  const text = first([stamps.text(), bundled]), signed = first([stamps.signatures(), bundled]);
  const claimed = Number(moment(certificate.certified));
  const m = text ?? claimed;
  if (claimed > trust.now + CLOCK_TOLERANCE) found.fail("moment-ahead", "certified");
  found.add(signedBy(trust, { document: bytes, p256: tree.bytes(at("certificate.json.p256.p7s")), mldsa65: tree.bytes(at("certificate.json.mldsa65.p7s")), use: "officer", holder: certificate.officer, at: m, signed, demanded: true, listed: true }).found);
  const { acquired } = certificate;
  if (certificate.officer !== acquired.officer || certificate.authority !== acquired.authority) found.fail("certificate-not-collector");
  if (claimed < Number(moment(acquired.ended))) found.fail("certificate-early");
  if (form) statements(certificate, form, found);
  register(trust, certificate, m, signed, found);
  if (bag.info && bag.digest !== null && bag.has("inventory.jsonl") && graph) await compare(certificate, bag, graph, seals, network, found);
  return found;
}

/** @param {any} tree @param {string} folder @param {Findings} found */
function layout(tree, folder, found) {
  const below = tree.below(folder);
  const own = /^certificate\.json(\.p256\.p7s|\.mldsa65\.p7s|\.(([2-9]|[1-9][0-9]{1,2})\.)?tst)?$|^archive\.[1-9][0-9]?\.json(\.(([2-9]|[1-9][0-9]{1,2})\.)?tst)?$|^form\.json$|^certificate\.(html|pdf)$/;
  for (const one of below.odd) found.fail("certificate-file", one);
  for (const one of below.files) if (!own.test(one) && !/^certificates\/[^/]+$/.test(one)) found.fail("certificate-file", one);
  for (const one of below.folders) if (tree.isEmpty(`${folder}/${one}`) || own.test(one)) found.fail("certificate-file", one);
  judgeCertificates(tree, `${folder}/certificates`, false, found, "seal-layout");
}

/** @param {any} certificate @param {any} form @param {Findings} found */
function statements(certificate, form, found) {
  const code = "certificate-statements";
  if (certificate.statements.map((/** @type {any} */ one) => one.id).join("\n") !== form.statements.map((/** @type {any} */ one) => one.id).join("\n")) {
    found.fail(code, "ids");
    return;
  }
  certificate.statements.forEach((/** @type {any} */ one, /** @type {number} */ index) => {
    const asked = form.statements[index];
    if (!Object.values(asked.text).includes(one.text)) found.fail(code, `${one.id}: text`);
    const answered = asked.kind === "question" ? (one.answer === null) !== (one.declined === null) : one.answer === null;
    if (!answered) found.fail(code, `${one.id}: answer`);
  });
}

/** @param {any} trust @param {any} certificate @param {number} m @param {number | null} signed @param {Findings} found */
function register(trust, certificate, m, signed, found) {
  const state = stateOf(certificate.officer);
  for (const copy of trust.copies)
    found.try(() => {
      const entry = trust.entry(copy, state);
      const records = entry.officers.filter((/** @type {any} */ one) => one.number === certificate.officer);
      if (!records.length) throw new Wrong("officer-not-listed", certificate.officer);
      const own = records.filter((/** @type {any} */ one) => one.authorities.includes(certificate.authority));
      if (!own.length) throw new Wrong("certificate-officer-authority");
      const counts = own.some((/** @type {any} */ one) => one.from <= m && m < one.until && (!one.ended || (m < one.ended.at && (one.ended.reason !== "compromised" || (signed !== null && signed < one.ended.at)))));
      if (!counts) throw new Wrong("officer-not-listed", certificate.officer);
    });
}

/** Return the nodes of the bag's `case.jsonld`, or null where it is not there or not in its form: that is for `bag-form`. @param {any} bag @returns {any[] | null} */
function graphOf(bag) {
  try {
    return bag.has("case.jsonld") ? caseGraph(bag) : null;
  } catch (error) {
    if (error instanceof Wrong) return null;
    throw error;
  }
}

/** Compare it with the package (19.2, 2(d)). @param {any} certificate @param {any} bag @param {any[]} nodes of `case.jsonld` @param {any[]} seals @param {string} network @param {Findings} found */
async function compare(certificate, bag, nodes, seals, network, found) {
  const code = "certificate-other";
  const differs = (/** @type {boolean} */ yes, /** @type {string} */ name) => {
    if (yes) found.fail(code, name);
  };
  const { acquired } = certificate;
  differs(certificate.package !== bag.info.package, "package");
  differs(certificate.bag !== bag.digest, "bag");
  differs(certificate.network !== bag.info.network, "network");
  differs(certificate.network !== null && certificate.network !== network, "network");
  differs(certificate.request !== (bag.has("request/message.json") ? bag.sha256("request/message.json") : null), "request");
  differs(!seals.some((one) => one.digest === certificate.seal), "seal");
  differs(acquired.inventory !== bag.sha256("inventory.jsonl"), "inventory");
  differs(acquired.items !== (await countLines(bag.ref("inventory.jsonl"))), "items");
  differs(acquired.files !== bag.payload.length, "files");
  differs(acquired.size !== bag.payload.reduce((/** @type {number} */ sum, /** @type {string} */ one) => sum + bag.ref(one).size, 0), "size");
  const value = (/** @type {any} */ one) => (one && typeof one === "object" && !Array.isArray(one) ? one["@value"] : one);
  const act = nodes.find((one) => one["uco-core:name"] === "acquire" && value(one["uco-action:startTime"]) !== undefined && value(one["uco-action:endTime"]) !== undefined && performer(one, nodes));
  if (!act) found.fail("certificate-no-collector");
  else {
    differs(value(act["uco-action:startTime"]) !== acquired.started, "started");
    differs(value(act["uco-action:endTime"]) !== acquired.ended, "ended");
    differs(performer(act, nodes) !== `officer ${acquired.officer} of ${acquired.authority}`, "officer");
  }
  for (const [name, prefix] of [["case", "investigation"], ["source", "source"], ["place", "place"], ["authorisation", "authorization"]]) {
    /** @type {string[]} */
    const texts = [];
    for (const one of nodes)
      if (typeof one["@id"] === "string" && one["@id"].startsWith(`kb:${prefix}-`))
        for (const member of ["uco-core:name", "uco-core:description"]) {
          const held = one[member];
          for (const it of Array.isArray(held) ? held : [held]) if (typeof it === "string" && !["Investigation", "The source"].includes(it) && !texts.includes(it)) texts.push(it);
        }
    differs(acquired[name] !== (texts.length ? texts.join("; ") : null), name);
  }
}

/** @param {any} act @param {any[]} nodes */
function performer(act, nodes) {
  const held = act["uco-action:performer"];
  const id = held && typeof held === "object" ? held["@id"] : held;
  const name = nodes.find((one) => one["@id"] === id)?.["uco-core:name"];
  return typeof name === "string" && /^officer \S+ of \S+$/.test(name) ? name : null;
}
