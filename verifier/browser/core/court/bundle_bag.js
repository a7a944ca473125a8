// SPDX-License-Identifier: Apache-2.0
// The bag of a bundle: its checks, and signatures of its records (section 15, 19.3).

import { judgeConditions, judgeEarlier } from "../bag/earlier.js";
import { judgeExamined } from "../bag/examined.js";
import { judgeFiles, judgeForm, judgeSealed, judgeSize, judgeTags } from "../bag/form.js";
import { judgeInventory } from "../bag/inventory.js";
import { issued } from "../certificates/x509.js";
import { Findings } from "../checks/findings.js";
import { Wrong, stateOf } from "../encoding/bytes.js";
import * as cms from "../signatures/cms.js";
import { Trust, signedBy, vouches } from "../signatures/trust.js";

/** @typedef {import("../directory/directory.js").Directory} Directory */

/** Make the checks of the bag, in their order. @param {any} context @param {import("../checks/checks.js").Checks} checks @param {any} verdict @param {import("../signatures/trust.js").Listed} listed */
export async function judgeBag(context, checks, verdict, listed) {
  const { bag, inside, trust, seal } = context;
  checks.add("bag-form", judgeForm(bag));
  checks.add("bag-size", judgeSize(bag));
  checks.add("bag-tags", await judgeTags(bag));
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
  checks.add("bag-files", await judgeFiles(bag));
  const inventory = await judgeInventory(bag);
  checks.add("bag-inventory", inventory.listed);
  checks.add("bag-items-root", inventory.root);
  if (!inside.directory) checks.needs("bag-earlier", "directory");
  else checks.add("bag-earlier", await judgeEarlier(bag, (place, by, where) => judgeRecord(trust, place, by, where, at, (/** @type {string} */ state) => earliest(listed(state), verdict?.firstEvent ?? null))));
  checks.add("bag-conditions", await judgeConditions(bag));
  checks.add("bag-sealed", judgeSealed(bag, first.seal));
  if (bag.isExamined) checks.add("bag-examined", await judgeExamined(bag));
}

/** @param {number | null} one @param {number | null} two */
const earliest = (one, two) => (one === null ? two : two === null ? one : Math.min(one, two));

/** Judge the signatures of an earlier record (section 15, 8). @param {Trust} trust @param {any} place @param {string | null} sender @param {string} where @param {number} at @param {import("../signatures/trust.js").Listed} listed */
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
