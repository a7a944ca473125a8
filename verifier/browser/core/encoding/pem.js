// SPDX-License-Identifier: Apache-2.0
// PEM (RFC 7468), in its one spelling.

import { Wrong, base64, text, unbase64 } from "./bytes.js";
import { MOST_CERTIFICATES } from "./limits.js";

/** Read PEM blocks of RFC 7468 with lines of 64, and not a byte more. @param {Uint8Array} bytes @param {string} label */
export function pem(bytes, label, most = MOST_CERTIFICATES) {
  const source = text(bytes);
  const begin = `-----BEGIN ${label}-----\n`, end = `-----END ${label}-----\n`;
  const found = [];
  for (let at = 0; at < source.length; ) {
    if (!source.startsWith(begin, at)) throw new Wrong("bundle-content");
    const stop = source.indexOf(end, at);
    if (stop < 0) throw new Wrong("bundle-content");
    const lines = source.slice(at + begin.length, stop);
    const data = unbase64(lines.replaceAll("\n", ""));
    if (!data.length || (base64(data).match(/.{1,64}/g) ?? []).join("\n") + "\n" !== lines) throw new Wrong("bundle-content");
    found.push(data);
    if (found.length > most) throw new Wrong("bundle-content");
    at = stop + end.length;
  }
  if (!found.length) throw new Wrong("bundle-content");
  return found;
}
