// SPDX-License-Identifier: Apache-2.0
// The closed layout of a sealed package, and the certificates in it (`seal-layout`).

import { listedBy, revocationList } from "../certificates/revocation.js";
import { TIME_STAMPING, certificate, formCounts } from "../certificates/x509.js";
import { Findings } from "../checks/findings.js";
import { Wrong } from "../encoding/bytes.js";
import { pem } from "../encoding/pem.js";

/** @typedef {import("./folder.js").SealFolder} SealFolder */
/** @typedef {import("../files/tree.js").Tree} Tree */

const DOCUMENTS = /^seal\.json(\.p256\.p7s|\.mldsa65\.p7s)?$|^seal\.json\.(([2-9]|[1-9][0-9]{1,2})\.)?tst$|^archive\.[1-9][0-9]?\.json(\.(([2-9]|[1-9][0-9]{1,2})\.)?tst)?$/;
/** A list of further files, or a token of it: neither lies there without the other. */
const LIST_OR_TOKEN = /^((?:seals\/[1-9][0-9]?\/)?archive\.[1-9][0-9]?\.json)(?:\.|$)/;
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
  const files = only ? [...only].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length)) : names.files;
  for (const one of only ? [] : names.odd) if (!(whole && one.startsWith("custody/"))) found.fail(code, one);
  for (const one of files) {
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
  const there = new Set(files);
  for (const one of files) {
    const list = LIST_OR_TOKEN.exec(one);
    if (list && !(there.has(list[1]) && there.has(`${list[1]}.tst`))) found.fail(code, one);
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
