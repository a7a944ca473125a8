// SPDX-License-Identifier: Apache-2.0
// Proofs that a log holds an event (section 17).

import { Wrong, join, sha256, text, unbase64, utf8 } from "../encoding/bytes.js";
import { LARGEST_PROOF, LONGEST_PROOF_PATH } from "../encoding/limits.js";

/** @typedef {{salt: Uint8Array | null, index: bigint, path: Uint8Array[], checkpoint: string}} Proof */

/** Read a tlog-proof. @param {Uint8Array} bytes @returns {Proof} */
export function readProof(bytes) {
  if (bytes.length > LARGEST_PROOF) throw new Wrong("log-proof-too-large");
  let source;
  try {
    source = text(bytes);
  } catch {
    throw new Wrong("log-proof-form");
  }
  const parted = source.indexOf("\n\n");
  if (parted < 0) throw new Wrong("log-proof-form");
  const lines = source.slice(0, parted).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Wrong("log-proof-form");
  let salt = null;
  if (lines[0]?.startsWith("extra ")) {
    salt = proofBytes(/** @type {string} */ (lines.shift()).slice(6), "log-proof-salt");
    if (salt.length !== 32) throw new Wrong("log-proof-salt");
  }
  const index = /^index (0|[1-9][0-9]{0,18})$/.exec(lines.shift() ?? "");
  if (!index || BigInt(index[1]) > 2n ** 63n - 1n) throw new Wrong("log-proof-index");
  if (lines.length > LONGEST_PROOF_PATH) throw new Wrong("log-proof-path");
  const path = lines.map((one) => proofBytes(one, "log-proof-path"));
  if (path.some((one) => one.length !== 32)) throw new Wrong("log-proof-path");
  return { salt, index: BigInt(index[1]), path, checkpoint: source.slice(parted + 2) };
}

/** @param {string} value @param {string} code */
function proofBytes(value, code) {
  try {
    return unbase64(value);
  } catch {
    throw new Wrong(code);
  }
}

/** Compute the commitment to an event, which is the entry of the log. @param {Uint8Array} salt @param {Uint8Array} event */
export const commitment = (salt, event) => sha256(join(utf8("rogatory/custody/v1\n"), salt, event));
