// SPDX-License-Identifier: Apache-2.0
// The checks of a sealed package (section 15).

import { Findings } from "../checks/findings.js";
import { CONSENTS_APART, judgeConsents } from "../custody/consents.js";
import { judgeCustody } from "../custody/custody.js";
import { heldIn, sortJournals } from "../custody/journals.js";
import { Trust, UNLISTED } from "../signatures/trust.js";
import { SealFolder } from "./folder.js";
import { broughtAlong, judgeSealLayout } from "./layout.js";
import { judgePackage, judgeSegmentList, judgeSegments, readPackage } from "./segments.js";
import { judgeSeal } from "./signed.js";

/** @typedef {import("../checks/checks.js").Checks} Checks */
/** @typedef {import("../directory/given.js").Given} Given */
/** @typedef {import("../files/tree.js").Tree} Tree */

/** What signatures of a package are judged by. @param {Given} given @param {number} now @param {ReturnType<typeof broughtAlong>} brought */
function trustOf(given, now, brought) {
  const trust = new Trust();
  const copy = given.copy();
  return Object.assign(trust, { now, given: given.anything, first: copy, newest: copy }, given.anything ? { lists: copy ? [] : brought.lists } : brought);
}

/** Make the checks of a sealed package (section 15). @param {Tree} tree @param {Given} given @param {number} now @param {Checks} checks @param {(bytes: number) => void} progress */
export async function judgeSealed(tree, given, now, checks, progress) {
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
