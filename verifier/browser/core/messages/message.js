// SPDX-License-Identifier: Apache-2.0
// The forms of a message and a receipt (sections 7 and 11).

import { LANGUAGE, Wrong, digest, isAuthority, isCount, isDigest, isState, isUuid, members, moment, stateOf, utf8 } from "../encoding/bytes.js";
import { canonicalObject, write } from "../encoding/json.js";
import { LARGEST_ATTACHMENT, LONGEST_CHAIN, LONGEST_COMPONENT, LONGEST_RECEIPT_CODE, LONGEST_WORD, MOST_ATTACHMENTS, MOST_ELEMENTS_OF_MESSAGE, MOST_RELATED } from "../encoding/limits.js";

const MEMBERS = ["version", "network", "id", "thread", "sequence", "previous", "seen", "kind", "from", "to", "issued", "language", "body", "attachments", "related"];
const KIND = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/;

/** Read a message in its form (section 7). @param {Uint8Array} bytes @returns {any} */
export function readMessage(bytes) {
  const found = canonicalObject(bytes, { most: MOST_ELEMENTS_OF_MESSAGE });
  if (found.version !== 1) throw new Wrong("message-version");
  for (const one of MEMBERS) if (!(one in found)) throw new Wrong("message-field-missing", one);
  for (const one of Object.keys(found)) if (!MEMBERS.includes(one)) throw new Wrong("message-field-unknown", one);
  const field = (/** @type {boolean} */ fits, /** @type {string} */ name) => {
    if (!fits) throw new Wrong("message-field", name);
  };
  field(isDigest(found.network), "network");
  field(isUuid(found.id), "id");
  field(isUuid(found.thread), "thread");
  field(isCount(found.sequence) && found.sequence >= 1 && found.sequence <= LONGEST_CHAIN, "sequence");
  field(found.previous === null || isDigest(found.previous), "previous");
  field(found.seen === null || isDigest(found.seen), "seen");
  field(typeof found.kind === "string" && found.kind.length <= LONGEST_WORD && KIND.test(found.kind), "kind");
  field(isAuthority(found.from) && isAuthority(found.to), "from, to");
  field(moment(found.issued) !== null, "issued");
  field(typeof found.language === "string" && LANGUAGE.test(found.language), "language");
  field(found.body && typeof found.body === "object" && !Array.isArray(found.body), "body");
  field(Array.isArray(found.related) && found.related.length <= MOST_RELATED && found.related.every(isUuid), "related");
  if ((found.previous === null) !== (found.sequence === 1)) throw new Wrong("message-chain");
  if (stateOf(found.from) === stateOf(found.to)) throw new Wrong("message-same-state");
  const { attachments } = found;
  field(Array.isArray(attachments) && attachments.length <= MOST_ATTACHMENTS, "attachments");
  for (const one of attachments) {
    members(one, ["name", "media_type", "size", "sha256"], "message-field");
    const name = typeof one.name === "string" && utf8(one.name).length >= 1 && utf8(one.name).length <= LONGEST_COMPONENT && !/[\p{C}/\\%:*?"<>|]/u.test(one.name) && !/^[. ]|[. ]$/.test(one.name);
    field(name && typeof one.media_type === "string" && MEDIA_TYPE.test(one.media_type) && isCount(one.size) && one.size <= LARGEST_ATTACHMENT && isDigest(one.sha256), "attachments");
  }
  if (new Set(attachments.map((/** @type {any} */ one) => one.name)).size !== attachments.length) throw new Wrong("message-attachment-twice");
  return found;
}

/** The content digest, which approvals cover. @param {any} message */
export function contentDigest(message) {
  const held = Object.create(null);
  for (const name of ["network", "kind", "from", "to", "thread", "language", "body", "attachments"]) held[name] = message[name];
  return digest(utf8(write(held)));
}

/** Read a receipt in its form (section 11). @param {Uint8Array} bytes @returns {any} */
export function readReceipt(bytes) {
  const found = canonicalObject(bytes);
  members(found, ["version", "network", "message", "node", "received", "directory", "snapshot", "verdict", "codes", "log"], "receipt-malformed");
  const { log, codes } = found;
  let fits =
    found.version === 1 &&
    isDigest(found.network) &&
    isDigest(found.message) &&
    typeof found.node === "string" &&
    isState(found.node) &&
    moment(found.received) !== null &&
    isCount(found.directory) &&
    found.directory >= 1 &&
    isDigest(found.snapshot) &&
    Array.isArray(codes) &&
    codes.every((/** @type {any} */ one) => typeof one === "string" && one.length >= 1 && one.length <= LONGEST_RECEIPT_CODE) &&
    new Set(codes).size === codes.length;
  if (found.verdict === "kept") {
    fits &&= codes.length === 0 && log && typeof log === "object";
    if (fits) {
      members(log, ["checkpoint", "commitment", "index", "origin", "salt"], "receipt-malformed");
      fits = typeof log.checkpoint === "string" && isDigest(log.commitment) && isCount(log.index) && typeof log.origin === "string" && isDigest(log.salt);
    }
  } else fits &&= found.verdict === "refused" && codes.length > 0 && log === null;
  if (!fits) throw new Wrong("receipt-malformed");
  return found;
}
