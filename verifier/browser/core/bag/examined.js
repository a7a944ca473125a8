// SPDX-License-Identifier: Apache-2.0
// What an examination found beside the payload (`bag-examined`).

import { Findings } from "../checks/findings.js";
import { Wrong } from "../encoding/bytes.js";
import { canonicalObject } from "../encoding/json.js";
import { LARGEST_MEDIA, MOST_FACTS } from "../encoding/limits.js";
import { whole } from "../files/tree.js";
import { readMedia } from "./media.js";
import { readMembers } from "./members.js";

/** @typedef {import("./bag.js").Bag} Bag */

/** Make the check `bag-examined`. @param {Bag} bag */
export async function judgeExamined(bag) {
  const found = new Findings();
  if (bag.has("media.json"))
    try {
      const bytes = await whole(bag.ref("media.json"), LARGEST_MEDIA);
      if (!bytes) throw new Wrong("media-form", "too large");
      readMedia(canonicalObject(bytes, { limit: LARGEST_MEDIA, most: MOST_FACTS }), bag, found);
    } catch (error) {
      found.caught(error, "media.json");
    }
  if (bag.has("members.jsonl"))
    try {
      await readMembers(bag, found);
    } catch (error) {
      found.caught(error, "members.jsonl");
    }
  for (const one of ["media.json", "members.jsonl"]) if (!bag.has(one) && (bag.odd.includes(one) || bag.tree.folders.has(bag.prefix + one)) && !found.fails.length) found.lack("bag-form", one);
  return found;
}
