// SPDX-License-Identifier: Apache-2.0
// The words of the page, by language.

import { ar } from "./texts_ar.js";
import { en } from "./texts_en.js";
import { es } from "./texts_es.js";
import { fr } from "./texts_fr.js";
import { ru } from "./texts_ru.js";
import { zh } from "./texts_zh.js";

/** @type {Record<string, typeof en>} */
export const TEXTS = { ar, en, es, fr, ru, zh_Hans: zh };

/** The tag of a language for the page. @param {string} language */
export const tagOf = (language) => language.replace("_", "-");

/** The first of a person's languages that the page has. @param {readonly string[]} wanted */
export function chosen(wanted) {
  for (const one of wanted) {
    const [first] = one.toLowerCase().split("-");
    if (first === "zh") return "zh_Hans";
    if (first in TEXTS) return first;
  }
  return "en";
}

/** Fill the places of a text. @param {string} text @param {Record<string, string | number>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
