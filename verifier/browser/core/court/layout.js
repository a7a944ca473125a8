// SPDX-License-Identifier: Apache-2.0
// The closed layout of a bundle (19.0), and what each file must hold (`bundle-layout`).

import { revocationList } from "../certificates/revocation.js";
import { certificate } from "../certificates/x509.js";
import { Findings } from "../checks/findings.js";
import { readConsent } from "../custody/consents.js";
import { Wrong, byteOrder, digest } from "../encoding/bytes.js";
import { canonicalObject, plain } from "../encoding/json.js";
import { LARGEST_SNAPSHOT, LARGEST_STATE, LARGEST_TARGETS, LARGEST_TIMESTAMP } from "../encoding/limits.js";
import { pem } from "../encoding/pem.js";
import { readArchive } from "../signatures/stamps.js";

/** SHA-256 of the published check.sh (19.4). */
export const CHECK_SCRIPT = "932863af5c1555ca87daa1fb398ca60d929c698c13a99edab00081baf7d1feb6";

const SIG = "\\.(?:p256|mldsa65)\\.p7s";
const TST = "\\.(?:(?:[2-9]|[1-9][0-9]{1,2})\\.)?tst";
const ARC = `archive\\.[1-9][0-9]?\\.json(?:${TST})?`;
const NUMBER = "(?!0000)(?:[0-9]{4}|[1-9][0-9]{4})";
const EVENT = `${NUMBER}\\.(?:json|p256\\.p7s|mldsa65\\.p7s|tlog-proof|tombstone\\.json)`;
const PEM = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.(?:pem|crl)";
const DIGEST = "[0-9a-f]{64}";
const MESSAGE = `(?:request|messages/${NUMBER})`;
const STATE = "[a-z]{2}";
const FORMS = [
  `bundle\\.json(?:${SIG}|${TST})?`,
  ARC,
  "SHA256SUMS",
  "check\\.sh",
  "report\\.json",
  "report\\.(?:ar|en|es|fr|ru|zh)\\.(?:html|pdf)",
  `seal/(?:seals/(?:[1-9]|[12][0-9]|3[0-2])/)?(?:seal\\.json(?:${SIG}|${TST})?|${ARC})`,
  "seal/segments\\.b3",
  `seal/certificates/${PEM}`,
  `${MESSAGE}/(?:message|receipt)\\.json(?:${SIG})?`,
  `${MESSAGE}/approvals\\.json`,
  `${MESSAGE}/attachments/${DIGEST}`,
  `${MESSAGE}/custody/${EVENT}`,
  `custody/(?:earlier-[1-9][0-9]{0,3}\\.)?${EVENT}`,
  `custody-node/${EVENT}`,
  `consents/${DIGEST}/consent\\.json`,
  `consents/${DIGEST}/consent\\.(?:first|second)${SIG}`,
  "directory/metadata/.+",
  "directory/targets/.+",
  `certificate/certificate\\.json(?:${SIG}|${TST})?`,
  `certificate/${ARC}`,
  "certificate/(?:form\\.json|certificate\\.html|certificate\\.pdf)",
  `certificate/certificates/${PEM}`,
  `certificates/${STATE}-ca\\.(?:p256|mldsa65)\\.(?:pem|crl)`,
  `certificates/${STATE}(?:-[a-z0-9]+)*\\.(?:p256|mldsa65)\\.pem`,
  "certificates/tsa(?:-issuers)?\\.pem",
];
const FORM = new RegExp(`^(?:${FORMS.join("|")})$`);
const FORM_OF_FILES = new RegExp(`^(?:${FORMS.filter((one) => !one.startsWith("directory/")).join("|")})$`);

/** Judge what lies outside `bag/`.
 * @param {import("../files/tree.js").Tree} tree @param {Set<string>} consents digests that events name */
export function judgeLayout(tree, consents) {
  const found = new Findings();
  const outside = (/** @type {string} */ path) => !path.startsWith("bag/");
  for (const [path] of tree.odd) if (outside(path)) found.fail("bundle-not-a-file", path);
  for (const path of tree.folders) if (outside(path) && (FORM_OF_FILES.test(path) || (path.startsWith("directory/") && path.endsWith(".json")))) found.fail("bundle-place", path);
  const directory = directoryPaths(tree);
  for (const [path, ref] of tree.files) {
    if (!outside(path)) continue;
    if (!FORM.test(path) || !hasPlace(tree, path, directory, consents)) {
      found.fail("bundle-place", path);
      continue;
    }
    found.try(() => content(tree, path, ref), path);
  }
  reports(tree, found);
  return found;
}

/** @param {import("../files/tree.js").Tree} tree @param {string} path @param {Set<string>} directory @param {Set<string>} consents */
function hasPlace(tree, path, directory, consents) {
  if (path.startsWith("directory/")) return directory.has(path);
  const lies = (/** @type {string} */ one) => tree.files.has(one);
  const consent = /^consents\/([0-9a-f]{64})\//.exec(path);
  if (consent) {
    if (!consents.has(consent[1])) return false;
    if (path.endsWith(".p7s")) return lies(`consents/${consent[1]}/consent.json`);
  }
  const event = /^(.*custody(?:-node)?\/(?:earlier-[0-9]+\.)?[0-9]+)\.(?:p256\.p7s|mldsa65\.p7s|tlog-proof)$/.exec(path);
  if (event) return lies(`${event[1]}.json`) || lies(`${event[1]}.tombstone.json`);
  const signature = new RegExp(`^(.*)${SIG}$`).exec(path);
  if (signature && !lies(signature[1])) return false;
  const token = new RegExp(`^(.*?\\.json)${TST}$`).exec(path);
  if (token && !lies(token[1])) return false;
  const list = /^(.*?)archive\.([0-9]+)\.json/.exec(path);
  if (list) {
    for (let number = 1; number < Number(list[2]); number++) if (!lies(`${list[1]}archive.${number}.json`)) return false;
    if (path.endsWith(".json") && !lies(`${path}.tst`)) return false;
  }
  const message = /^messages\/([0-9]+)\//.exec(path);
  if (message) for (let number = 1; number < Number(message[1]); number++) if (!tree.folders.has(`messages/${String(number).padStart(4, "0")}`)) return false;
  if (/^report\.[a-z]+\./.test(path) && path !== "report.json" && !lies("report.json")) return false;
  return true;
}

/** Paths that the metadata inside lead to, whether or not they hold; what is above its limit leads nowhere. @param {import("../files/tree.js").Tree} tree */
function directoryPaths(tree) {
  const found = new Set();
  for (let version = 1; tree.files.has(`directory/metadata/${version}.root.json`); version++) found.add(`directory/metadata/${version}.root.json`);
  const read = (/** @type {string} */ path, /** @type {number} */ limit) => {
    found.add(path);
    const bytes = tree.bytes(path);
    try {
      return bytes ? plain(bytes, { limit }) : null;
    } catch (error) {
      if (error instanceof Wrong) return null;
      throw error;
    }
  };
  const meta = (/** @type {any} */ one) => Object.entries(one?.signed?.meta && typeof one.signed.meta === "object" ? one.signed.meta : {});
  for (const [name, one] of meta(read("directory/metadata/timestamp.json", LARGEST_TIMESTAMP)))
    for (const [inner, two] of meta(read(`directory/metadata/${/** @type {any} */ (one)?.version}.${name}`, LARGEST_SNAPSHOT))) {
      const document = read(`directory/metadata/${/** @type {any} */ (two)?.version}.${inner}`, inner === "targets.json" ? LARGEST_TARGETS : LARGEST_STATE);
      const targets = document?.signed?.targets;
      for (const [target, three] of Object.entries(targets && typeof targets === "object" ? targets : {})) {
        const at = target.lastIndexOf("/") + 1;
        if (target !== "depositary.json") found.add(`directory/targets/${target.slice(0, at)}${/** @type {any} */ (three)?.hashes?.sha256}.${target.slice(at)}`);
      }
    }
  return found;
}

/** @param {import("../files/tree.js").Tree} tree @param {string} path @param {import("../files/tree.js").Ref} ref */
function content(tree, path, ref) {
  const wrong = new Wrong("bundle-content");
  const name = path.slice(path.lastIndexOf("/") + 1);
  const bytes = () => {
    if (!ref.bytes) throw wrong;
    return ref.bytes;
  };
  if (name.endsWith(".pem")) {
    const held = pem(bytes(), "CERTIFICATE").map(certificate);
    if (path.startsWith("certificates/")) held.forEach((one) => namedAs(one, name));
  } else if (name.endsWith(".crl")) {
    if (pem(bytes(), "X509 CRL", 1).map(revocationList).length !== 1) throw wrong;
  } else if (/^archive\.[0-9]+\.json$/.test(name)) readArchive(bytes());
  else if (path.startsWith("directory/targets/")) {
    if (ref.digests.sha256 !== name.slice(0, 64)) throw wrong;
  } else if (path === "check.sh") {
    if (ref.digests.sha256 !== CHECK_SCRIPT) throw new Wrong("bundle-script-changed");
  } else if (/^consents\/.*\/consent\.json$/.test(path)) {
    if (digest(bytes()) !== path.split("/")[1]) throw wrong;
    readConsent(bytes());
  }
}

/** @param {import("../certificates/x509.js").Certificate} one @param {string} file */
function namedAs(one, file) {
  const wrong = new Wrong("bundle-content", "the certificate is of another name");
  const { named } = one;
  if (!named) throw wrong;
  if (file === "tsa.pem") {
    if (named.use !== "tsa") throw wrong;
    return;
  }
  if (file === "tsa-issuers.pem") {
    if (named.use !== "state-ca") throw wrong;
    return;
  }
  const [holder, family] = file.split(".");
  if (one.family !== family || one.publicKey.kind === "rsa") throw wrong;
  const ca = /^([a-z]{2})-ca$/.exec(holder);
  const fits = named.use === "state-ca" ? ca && named.holder === ca[1] : named.use !== "tsa" && named.holder.replace("/", "-") === holder;
  if (!fits) throw wrong;
}

/** Ask that the reports are those that `report.json` names. @param {import("../files/tree.js").Tree} tree @param {Findings} found */
function reports(tree, found) {
  const bytes = tree.bytes("report.json");
  if (!tree.files.has("report.json")) return;
  found.try(() => {
    if (!bytes) throw new Wrong("bundle-content");
    const one = canonicalObject(bytes);
    const names = ["fonts", "format", "languages", "pdf", "program", "typst", "version"];
    const fits =
      Object.keys(one).sort().join() === names.join() &&
      one.version === 1 &&
      Number.isInteger(one.format) &&
      one.format >= 1 &&
      typeof one.pdf === "boolean" &&
      typeof one.program === "string" &&
      (one.typst === null || typeof one.typst === "string") &&
      (one.typst === null) === !one.pdf &&
      Array.isArray(one.fonts) &&
      one.fonts.every((/** @type {any} */ it) => it && Object.keys(it).sort().join() === "file,sha256" && typeof it.file === "string" && /^[0-9a-f]{64}$/.test(it.sha256)) &&
      one.fonts.every((/** @type {any} */ it, /** @type {number} */ index) => !index || byteOrder(one.fonts[index - 1].file, it.file) < 0) &&
      Array.isArray(one.languages) &&
      new Set(one.languages).size === one.languages.length &&
      one.languages.every((/** @type {any} */ it) => ["ar", "en", "es", "fr", "ru", "zh"].includes(it));
    if (!fits) throw new Wrong("bundle-content");
    const named = new Set(one.languages.flatMap((/** @type {string} */ it) => (one.pdf ? [`report.${it}.html`, `report.${it}.pdf`] : [`report.${it}.html`])));
    for (const path of tree.files.keys()) if (/^report\.[a-z]+\.(html|pdf)$/.test(path) && !named.has(path)) throw new Wrong("bundle-content", path);
    for (const path of /** @type {Set<string>} */ (named)) {
      const ref = tree.files.get(path);
      if (!ref) throw new Wrong("bundle-content", path);
      const begin = path.endsWith(".pdf") ? "%PDF-" : "<!doctype html>\n";
      if (String.fromCharCode(...ref.head.subarray(0, begin.length)) !== begin) throw new Wrong("bundle-content", path);
    }
  }, "report.json");
}
