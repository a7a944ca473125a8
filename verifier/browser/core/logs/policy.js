// SPDX-License-Identifier: Apache-2.0
// Witness policies (section 17).

import { Wrong, isState, utf8 } from "../encoding/bytes.js";
import { LARGEST_POLICY } from "../encoding/limits.js";

/** @typedef {{rules: {count: number, states: string[]}[]}} Policy */

/** Read a policy. @param {string} source @returns {Policy} */
export function readPolicy(source) {
  if (utf8(source).length > LARGEST_POLICY || !source.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f\u007f]/.test(source)) throw new Wrong("policy-text");
  const lines = source.slice(0, -1).split("\n").filter((one) => one && !one.startsWith("#"));
  if (lines.length === 1 && lines[0] === "none") return { rules: [] };
  const seen = new Set();
  const rules = lines.map((line) => {
    const words = line.split(" ");
    const any = words[0] === "any" && words[2] === "of", all = words[0] === "all" && words[1] === "of";
    if (!any && !all) throw new Wrong("policy-line", line);
    const states = words.slice(any ? 3 : 2);
    if (!states.length || !states.every(isState)) throw new Wrong("policy-line", line);
    if (any && !/^[1-9][0-9]{0,3}$/.test(words[1])) throw new Wrong("policy-count", line);
    const count = any ? Number(words[1]) : states.length;
    if (count > states.length) throw new Wrong("policy-count", line);
    for (const one of states) {
      if (seen.has(one)) throw new Wrong("policy-twice", one);
      seen.add(one);
    }
    return { count, states };
  });
  if (!rules.length) throw new Wrong("policy-rules");
  return { rules };
}

/** Decide whether these States meet a policy. @param {Policy} policy @param {Iterable<string>} states */
export function meets(policy, states) {
  const held = new Set(states);
  return policy.rules.every((rule) => rule.states.filter((one) => held.has(one)).length >= rule.count);
}
