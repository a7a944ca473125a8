// SPDX-License-Identifier: Apache-2.0
// The checks of a partial disclosure (19.1).

import { readConditions } from "../bag/conditions.js";
import { readBagInfo } from "../bag/info.js";
import { Findings } from "../checks/findings.js";
import { officerListed } from "../custody/custody.js";
import { Wrong, byteOrder, digest, join, latin1, moment, same, sha256, stateOf, text, unhex, utf8 } from "../encoding/bytes.js";
import { CLOCK_TOLERANCE } from "../encoding/limits.js";
import { hash } from "../files/tree.js";
import { leaf, rootOf } from "../logs/tree_hash.js";
import { SealFolder } from "../seal/folder.js";
import { CA_FILE, broughtAlong, judgeCertificates, judgeSealLayout } from "../seal/layout.js";
import { askSealListed, judgeSeal } from "../seal/signed.js";
import { judgeStamps } from "../signatures/stamps.js";
import { Trust, signedBy } from "../signatures/trust.js";
import { FORM_CODE, judgeForm, readDisclosure, readItems } from "./disclosure_form.js";

/** @typedef {import("./disclosure_form.js").Item} Item */
/** @typedef {import("../files/tree.js").Tree} Tree */

/** @param {any} document @param {Item[]} items @param {Findings} form */
function judgeProved(document, items, form) {
  const found = new Findings();
  found.add(form);
  for (const one of items)
    found.try(() => {
      const entry = sha256(join(one.salt, one.bytes));
      if (!same(rootOf(leaf(entry), BigInt(one.index), BigInt(document.count), one.proof), unhex(document.root))) throw new Wrong("disclosure-not-proved");
    }, String(one.index));
  if (form.fails.length) return found;
  const files = items.filter((one) => "sha256" in one.line);
  if (document.items !== items.length || document.files !== files.length || document.size !== files.reduce((sum, one) => sum + one.line.size, 0)) found.fail("disclosure-differs", "numbers");
  return found;
}

/** @param {Tree} tree @param {Item[]} items */
function judgeFiles(tree, items) {
  const found = new Findings();
  const below = new Set(tree.below("items").files);
  const files = items.filter((one) => "sha256" in one.line);
  for (const { line } of files) {
    const ref = tree.files.get(`items/${line.path}`);
    below.delete(line.path);
    if (!ref) found.fail("disclosure-file-missing", line.path);
    else if (ref.size !== line.size || ref.digests.sha256 !== line.sha256) found.fail("disclosure-file-changed", line.path);
  }
  for (const one of below) found.fail("disclosure-file-extra", one);
  for (const one of tree.below("items").odd) found.fail("disclosure-file-extra", one);
  const sums = files.map(({ line }) => `${line.sha256}  items/${line.path}\n`).join("");
  if (tree.files.get("SHA256SUMS")?.digests.sha256 !== digest(utf8(sums))) found.fail("disclosure-differs", "SHA256SUMS");
  return found;
}

/** Make the checks of a disclosure. @param {Tree} tree @param {import("../directory/given.js").Given} given @param {number} now
 * @param {import("../checks/checks.js").Checks} checks @param {(bytes: number) => void} progress */
export async function judgeDisclosure(tree, given, now, checks, progress) {
  for (const ref of tree.files.values()) await hash(ref, ["sha256"], progress);
  const copy = given.copy();
  const base = Object.assign(new Trust(), { now, given: given.anything, first: copy, newest: copy });
  const beside = (/** @type {string[]} */ folders) => (given.anything ? base : base.with(broughtAlong(tree, folders)));
  const bytes = tree.bytes("disclosure.json");
  const form = new Findings();
  if (!bytes) form.fail(FORM_CODE, "disclosure.json");
  const document = bytes ? (form.try(() => readDisclosure(bytes), "disclosure.json") ?? null) : null;
  form.add(judgeForm(tree, document));
  checks.add("disclosure-form", form);
  const needs = (/** @type {string} */ id) => checks.needs(id, "disclosure-form");
  // Who discloses.
  const own = beside(["certificates"]);
  const stamps = judgeStamps({ names: tree.fileNames(""), read: (path) => tree.bytes(path), document: "disclosure.json", trust: own });
  const text_ = document ? stamps.text() : null;
  const discloser = document ? stateOf(document.authority) : null;
  const listed = (/** @type {string} */ state) => (document && form.holds ? stamps.text(state === discloser ? null : discloser) : null);
  /** @type {any[]} */
  let verified = [];
  const listedFound = new Findings();
  if (!document || !bytes) needs("disclosure-signed");
  else {
    const found = new Findings();
    for (const one of stamps.found.fails) found.fail(one.code, one.detail);
    if (Number(moment(document.disclosed)) > now + CLOCK_TOLERANCE) found.fail("moment-ahead", "disclosed");
    const at = text_ ?? now;
    const answer = signedBy(own, { document: bytes, p256: tree.bytes("disclosure.json.p256.p7s"), mldsa65: tree.bytes("disclosure.json.mldsa65.p7s"), use: "authority", holder: document.authority, at, unproved: text_ === null, signed: stamps.signatures(), demanded: true });
    found.add(answer.found);
    if (found.holds) {
      verified.push(...answer.certificates);
      askSealListed(own, answer.certificates, text_ ?? Number(moment(document.disclosed)), stamps.signatures(), listedFound);
    }
    checks.add("disclosure-signed", found);
  }
  // The seal.
  const hasSeal = tree.folders.has("seal");
  const seal = new SealFolder(tree, "seal");
  const { seal: sealed } = seal;
  const sealTrust = beside(["seal/certificates"]);
  let verdict = null;
  let chainOnly = false;
  if (hasSeal) {
    checks.add("seal-form", /** @type {Findings} */ (seal.form));
    if (sealed) {
      verdict = judgeSeal({ folder: seal, trust: sealTrust, journals: [], fallback: null, bundled: listed, dated: true, existed: [], listed: false });
      checks.add("seal-stamped", verdict.checks["seal-stamped"], false);
      checks.add("seal-signed", verdict.checks["seal-signed"]);
      if (verdict.checks["seal-chain"]) {
        const chain = verdict.checks["seal-chain"];
        checks.add("seal-chain", chain, !chain.lacks.every((one) => one.code === "seal-timestamp"));
      }
      listedFound.add(verdict.listed);
      if (verdict.verified) verified.push(sealed);
      else if (verdict.chainVerified) chainOnly = true;
    } else {
      checks.needs("seal-stamped", "seal-form", false);
      checks.needs("seal-signed", "seal-form");
      if (seal.isReplacing) checks.needs("seal-chain", "seal-form");
    }
  }
  const sealedFound = new Findings();
  if (!document) sealedFound.lack("needs", "disclosure-form");
  else if (!sealed) sealedFound.lack("needs", "seal-form");
  else {
    const differs = (/** @type {boolean} */ yes, /** @type {string} */ name) => {
      if (yes) sealedFound.fail("disclosure-differs", name);
    };
    differs(sealed.bag !== document.bag, "bag");
    differs(sealed.package !== document.package, "package");
    differs(sealed.network !== document.network, "network");
    differs(document.giver === null, "giver");
    if (!verdict?.counting.length) sealedFound.lack("needs", "seal-signed");
    else differs(verdict.counting[0].sender !== document.sender, "sender");
  }
  checks.add("disclosure-sealed", sealedFound, false);
  // The package.
  if (!document) {
    needs("disclosure-package-signed");
    needs("disclosure-package");
  } else {
    const packageTrust = beside(sealed ? ["seal/certificates"] : ["certificates"]);
    const found = new Findings();
    const name = "package/tagmanifest-sha256.txt";
    const tags = tree.bytes(name);
    const e = listed(stateOf(document.sender));
    const text = [verdict?.text ?? null, e].filter((one) => one !== null);
    const m = text.length ? Math.min(...text) : null;
    if (!tags) found.fail("disclosure-file-missing", name);
    else {
      if (digest(tags) !== document.bag) found.fail("disclosure-differs", "bag");
      const answer = signedBy(packageTrust, { document: tags, p256: tree.bytes(`${name}.p256.p7s`), mldsa65: tree.bytes(`${name}.mldsa65.p7s`), use: "authority", holder: document.sender, at: m ?? now, unproved: m === null, signed: e, demanded: true });
      found.add(answer.found);
      if (found.holds) {
        verified.push(...answer.certificates);
        askSealListed(packageTrust, answer.certificates, m ?? now, e, listedFound);
      }
    }
    checks.add("disclosure-package-signed", found);
    checks.add("disclosure-package", judgePackage(tree, document));
  }
  // The items.
  const itemBytes = tree.bytes("items.jsonl");
  const read = itemBytes ? readItems(itemBytes) : null;
  if (!document) needs("disclosure-proved");
  else if (!read) {
    const found = new Findings();
    found.fail(FORM_CODE, "items.jsonl");
    checks.add("disclosure-proved", found);
  } else checks.add("disclosure-proved", judgeProved(document, read.items, read.found));
  if (!document) needs("disclosure-files");
  else if (!read || read.found.fails.some((one) => one.detail !== "no item")) checks.needs("disclosure-files", "disclosure-proved");
  else checks.add("disclosure-files", judgeFiles(tree, read.items));
  if (!document) {
    needs("disclosure-conditions");
    needs("disclosure-party");
    checks.needs("seal-layout", "disclosure-form");
  } else {
    checks.add("disclosure-conditions", judgeConditions(tree, document, read && !read.found.fails.length ? read.items : null));
    checks.add("disclosure-party", judgeParty(tree, document, seal));
    checks.add("seal-layout", judgeLayout(tree, document, seal));
  }
  if (copy) {
    const found = new Findings();
    if (!document) found.lack("needs", "disclosure-form");
    else if (!verified.length) {
      if (chainOnly) {
        found.add(listedFound);
        if (document.network !== null && document.network !== copy.network) found.fail("workstation-other-network");
      }
      found.lack("needs", "disclosure-signed");
    } else {
      found.add(listedFound);
      if (document.network !== null && document.network !== copy.network) found.fail("workstation-other-network");
    }
    checks.add("disclosure-listed", found);
    if (document?.officer) {
      const found_ = new Findings();
      if (!officerListed(own, document.officer, document.authority, Number(moment(document.disclosed)))) found_.lack("disclosure-officer-unlisted", document.officer);
      checks.add("disclosure-officer", found_);
    }
  }
  return {
    root: copy?.network ?? null,
    facts: {
      disclosed_by: checks.holds("disclosure-signed") ? document?.authority : null,
      officer: checks.holds("disclosure-signed") ? document?.officer : null,
      sealed_by: verdict?.counting.length ? verdict.counting[0].sender : null,
      bag: checks.holds("disclosure-package-signed") ? document?.bag : null,
      items: checks.holds("disclosure-proved") ? document?.items : null,
      files: checks.holds("disclosure-files") ? document?.files : null,
      bytes: checks.holds("disclosure-files") ? document?.size : null,
      conditions: checks.holds("disclosure-conditions") ? document?.conditions : null,
    },
  };
}

/** @param {Tree} tree @param {any} document */
function judgePackage(tree, document) {
  const found = new Findings();
  const code = "disclosure-package";
  const tags = tree.bytes("package/tagmanifest-sha256.txt");
  const listed = new Map();
  if (!tags) found.fail("disclosure-file-missing", "package/tagmanifest-sha256.txt");
  else
    found.try(() => {
      const source = text(tags);
      if (!source.endsWith("\n")) throw new Wrong(code);
      let before = null;
      for (const line of source.slice(0, -1).split("\n")) {
        const one = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
        if (!one || (before !== null && byteOrder(before, one[2]) >= 0)) throw new Wrong(code, "tag manifest");
        before = one[2];
        listed.set(one[2], one[1]);
      }
    }, "package/tagmanifest-sha256.txt");
  const names = ["items-root.txt", ...["bag-info.txt", "conditions.json"].filter((one) => !document.withheld.includes(one))];
  for (const one of names) {
    const ref = tree.files.get(`package/${one}`);
    if (!ref) found.fail("disclosure-file-missing", `package/${one}`);
    else if (tags && listed.get(one) !== ref.digests.sha256) found.fail(code, one);
  }
  const root = tree.bytes("package/items-root.txt");
  if (root) {
    const form = /^rogatory\/items-root\/v1\n(0|[1-9][0-9]*)\n([0-9a-f]{64})\n$/.exec(latin1(root));
    if (!form || form[1] !== String(document.count) || form[2] !== document.root) found.fail("disclosure-differs", "items-root.txt");
  }
  const info = tree.bytes("package/bag-info.txt");
  if (info && !document.withheld.includes("bag-info.txt"))
    found.try(() => {
      const one = readBagInfo(info);
      if (one.package !== document.package) throw new Wrong("disclosure-differs", "package");
      if (one.sender !== null && (one.sender !== document.sender || one.network !== document.network || document.giver === null)) throw new Wrong("disclosure-differs", "sender, network or giver");
    }, "package/bag-info.txt");
  return found;
}

/** @param {Tree} tree @param {any} document @param {Item[] | null} items */
function judgeConditions(tree, document, items) {
  const found = new Findings();
  const code = "disclosure-differs";
  if (items)
    for (const path of document.conditions.protected_items) {
      const bare = path.replace(/^data\//, "").replace(/\/+$/, "");
      if (!items.some(({ line }) => line.path === bare || line.path.startsWith(`${bare}/`))) found.fail(code, path);
    }
  if (document.withheld.includes("conditions.json")) {
    found.lack("disclosure-file-missing", "package/conditions.json");
    return found;
  }
  const bytes = tree.bytes("package/conditions.json");
  if (!bytes) {
    found.fail("disclosure-file-missing", "package/conditions.json");
    return found;
  }
  found.try(() => {
    const own = readConditions(bytes);
    for (const name of ["purpose", "proceedings", "onward_transfer", "secrecy", "retention_until", "police_information_only"]) if (own[name] !== document.conditions[name]) throw new Wrong(code, name);
  }, "conditions");
  return found;
}

/** @param {Tree} tree @param {any} document @param {SealFolder} seal */
function judgeParty(tree, document, seal) {
  const found = new Findings();
  const state = stateOf(document.authority);
  if (state === stateOf(document.sender)) return found;
  const parties = new Set();
  let known = false;
  const info = tree.bytes("package/bag-info.txt");
  if (info)
    try {
      for (const one of readBagInfo(info).recipients) parties.add(stateOf(one.authority));
      known = true;
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
    }
  for (const one of [seal, ...(seal.chain ?? [])]) {
    if (!one.seal) continue;
    known = true;
    parties.add(stateOf(one.seal.sender));
    for (const it of one.seal.recipients) parties.add(stateOf(it.authority));
  }
  if (parties.has(state)) return found;
  if (known) found.fail("disclosure-stranger", document.authority);
  else found.lack("disclosure-stranger", document.authority);
  return found;
}

/** @param {Tree} tree @param {any} document @param {SealFolder} seal */
function judgeLayout(tree, document, seal) {
  const found = new Findings();
  const inPackage = ["tagmanifest-sha256.txt", "tagmanifest-sha256.txt.p256.p7s", "tagmanifest-sha256.txt.mldsa65.p7s", "items-root.txt", ...["bag-info.txt", "conditions.json"].filter((one) => !document.withheld.includes(one))];
  for (const { path } of document.documents) {
    const [top, ...rest] = path.split("/");
    const fits =
      ["items.jsonl", "SHA256SUMS"].includes(path) ||
      (top === "package" && inPackage.includes(rest.join("/"))) ||
      (top === "seal" && rest.length > 0 && !document.withheld.includes("seal")) ||
      (top === "certificates" && rest.length === 1 && CA_FILE.test(rest[0]));
    if (!fits) found.fail("seal-layout", path);
  }
  const only = new Set(document.documents.map((/** @type {any} */ one) => one.path));
  found.add(judgeSealLayout(seal, { whole: false, only }));
  judgeCertificates(tree, "certificates", false, found, "seal-layout", only);
  return found;
}
