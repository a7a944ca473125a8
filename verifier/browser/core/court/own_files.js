// SPDX-License-Identifier: Apache-2.0
// The files that a signed list does not name, since they are made after it: its own, its signatures, and what stamps it.

const STAMPS = "(([2-9]|[1-9][0-9]{1,2})\\.)?tst";

/** Return the names of a document, its signatures and tokens, and its archive timestamps.
 * @param {string} document such as `bundle.json` @returns {RegExp} */
export function ownFiles(document) {
  const name = document.replaceAll(".", "\\.");
  return new RegExp(`^${name}(\\.p256\\.p7s|\\.mldsa65\\.p7s|\\.${STAMPS})?$|^archive\\.[1-9][0-9]?\\.json(\\.${STAMPS})?$`);
}
