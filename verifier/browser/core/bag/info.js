// SPDX-License-Identifier: Apache-2.0
// `bag-info.txt` (13.3).

import { Wrong, isAuthority, isDate, isDigest, isUuid, text } from "../encoding/bytes.js";
import { LARGEST_BAG_INFO } from "../encoding/limits.js";
import { isRecipient } from "../seal/seal.js";

/** @typedef {object} BagInfo
 * @property {string} package
 * @property {string} oxum
 * @property {string | null} sender
 * @property {string | null} thread
 * @property {string | null} network
 * @property {{authority: string, recipient: string}[]} recipients
 */

/** Read `bag-info.txt` in its form (13.3). @param {Uint8Array} bytes @returns {BagInfo} */
export function readBagInfo(bytes) {
  const wrong = new Wrong("bag-payload-oxum", "bag-info.txt is not in its form");
  if (bytes.length > LARGEST_BAG_INFO) throw wrong;
  let source;
  try {
    source = text(bytes);
  } catch {
    throw wrong;
  }
  if (!source.endsWith("\n") || source.startsWith("\ufeff")) throw wrong;
  const order = ["Bagging-Date", "Bag-Software-Agent", "Payload-Oxum", "External-Identifier", "Rogatory-Sender", "Rogatory-Thread", "Rogatory-Network", "Rogatory-Recipient"];
  /** @type {Record<string, string[]>} */
  const held = {};
  let place = 0;
  for (const line of source.slice(0, -1).split("\n")) {
    const at = line.indexOf(": ");
    const label = line.slice(0, at), value = line.slice(at + 2);
    const index = order.indexOf(label);
    if (at < 1 || index < place || !value || /[\u0000-\u001f\u007f]/.test(value)) throw wrong;
    if (index === place && held[label] && label !== "Rogatory-Recipient") throw wrong;
    place = index;
    (held[label] ??= []).push(value);
  }
  const one = (/** @type {string} */ label) => held[label]?.[0] ?? null;
  const [date, agent, oxum, id] = order.slice(0, 4).map(one);
  const sender = one("Rogatory-Sender"), thread = one("Rogatory-Thread"), network = one("Rogatory-Network");
  const fits =
    isDate(date) && agent && oxum && /^(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,15})$/.test(oxum) && isUuid(id) && (sender === null || isAuthority(sender)) && (thread === null || isUuid(thread)) && (network === null || isDigest(network));
  if (!fits) throw wrong;
  const recipients = (held["Rogatory-Recipient"] ?? []).map((value) => {
    const at = value.indexOf(" ");
    const found = { authority: value.slice(0, at), recipient: value.slice(at + 1) };
    if (!isAuthority(found.authority) || !isRecipient(found.recipient)) throw wrong;
    return found;
  });
  return { package: /** @type {string} */ (id), oxum, sender, thread, network, recipients };
}
