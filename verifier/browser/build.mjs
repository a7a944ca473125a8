// SPDX-License-Identifier: Apache-2.0
// Builds the page: one file, the same bytes whenever and wherever it is built.
//
//   npm ci --ignore-scripts && node build.mjs [FILE]

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const place = process.argv[2] ?? join(here, "dist", "rogatory-verifier.html");

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["page/main.js"],
  bundle: true,
  write: false,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "inline",
  treeShaking: true,
});
const script = outputFiles[0].text;
// Nothing in the script may end its element.
if (/<\/script|<!--/i.test(script)) throw new Error("the script would end before its end");
const style = readFileSync(join(here, "page", "style.css"), "utf8");
const digest = (text) => createHash("sha256").update(text).digest("base64");
const values = { SCRIPT_DIGEST: digest(script), STYLE_DIGEST: digest(style), STYLE: style, SCRIPT: script };
const page = readFileSync(join(here, "page", "template.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
mkdirSync(dirname(place), { recursive: true });
writeFileSync(place, page);
console.log(`${createHash("sha256").update(page).digest("hex")}  ${place}`);
