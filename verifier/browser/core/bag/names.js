// SPDX-License-Identifier: Apache-2.0
// Stored names (13.1).

import { utf8 } from "../encoding/bytes.js";
import { LONGEST_COMPONENT, LONGEST_PATH } from "../encoding/limits.js";

const KEPT_OUT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069%\\:*?"<>|/]/u;
const DEVICE = /^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])$/;
/** Letters whose full case folding is not their capital's small letter. */
const FOLDED = new Map([["\u0131", "\u0131"], ["\u1e9e", "ss"]]);

/** Decide whether a component satisfies rules 1 to 4. @param {string} name */
export function isStoredName(name) {
  const size = utf8(name).length;
  if (size < 1 || size > LONGEST_COMPONENT || !name.isWellFormed() || name.includes("\ufffd") || name.normalize("NFC") !== name) return false;
  if (KEPT_OUT.test(name) || name.endsWith(".") || name.endsWith(" ")) return false;
  return !DEVICE.test(name.split(".")[0].replace(/ +$/, "").toUpperCase());
}

/** Fold a name (rule 5): NFD, full case folding, NFD. @param {string} name */
export function fold(name) {
  let found = "";
  for (const one of name.normalize("NFD")) found += FOLDED.get(one) ?? one.toUpperCase().toLowerCase().replaceAll("\u03c2", "\u03c3");
  return found.normalize("NFD");
}

/** Decide whether a path is a stored path, apart from rule 5. @param {string} path */
export function isStoredPath(path) {
  return utf8(path).length <= LONGEST_PATH && path.split("/").every(isStoredName);
}
