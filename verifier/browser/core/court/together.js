// SPDX-License-Identifier: Apache-2.0
// What lies together in a bundle: messages, seal, consents and certificates (19.3).

import { readConditions } from "../bag/conditions.js";
import { listedBy, revocationList } from "../certificates/revocation.js";
import { certificate } from "../certificates/x509.js";
import { Findings } from "../checks/findings.js";
import { judgeConsents } from "../custody/consents.js";
import { Wrong, same, stateOf } from "../encoding/bytes.js";
import { pem } from "../encoding/pem.js";
import { DELIVERIES, sealDigests } from "./exporter.js";

/** @typedef {import("../directory/directory.js").Directory} Directory */
/** @typedef {import("../messages/folder.js").MessageFolder} MessageFolder */
/** @typedef {import("../files/tree.js").Tree} Tree */

/** Make the check `request`. @param {MessageFolder} request @param {Findings} judged */
export function judgeRequest(request, judged) {
  const found = new Findings();
  found.add(judged);
  if (request.message && (request.message.previous !== null || request.message.seen !== null)) found.fail("bundle-not-together", "request");
  return found;
}

/** Make the check `messages`. @param {Tree} tree @param {MessageFolder[]} folders @param {Map<MessageFolder, Findings>} judged @param {ReturnType<typeof import("../messages/thread.js").followingOf>} following @param {MessageFolder | null} request */
export function judgeMessages(tree, folders, judged, following, request) {
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

/** Make the check `together`, and note which messages deliver the seal. @param {any} context @param {any[]} counting */
export function judgeTogether(context, counting) {
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

/** Make the check `custody-consents`, where events or the bundle have consents. @param {any} context @param {import("../checks/checks.js").Checks} checks @param {import("../signatures/trust.js").Listed} listed */
export function addConsents(context, checks, listed) {
  const { tree, bag, journals, trust, inside } = context;
  const lies = new Map();
  for (const name of tree.names("consents"))
    if (tree.folders.has(`consents/${name}`)) {
      /** @type {Record<string, import("../custody/consents.js").Held>} */
      const held = {};
      for (const file of tree.fileNames(`consents/${name}`)) held[file] = { bytes: tree.bytes(`consents/${name}/${file}`), size: tree.files.get(`consents/${name}/${file}`)?.size ?? 0 };
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

/** Make the check `certificates`. @param {Tree} tree @param {Directory} directory */
export function judgeBundleCertificates(tree, directory) {
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
