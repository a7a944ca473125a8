// SPDX-License-Identifier: Apache-2.0
// Judges folders with the same code as the page: one request of JSON a line on standard input, one answer a line.
//
//   {"path": folder, "trust": [folder or file, …], "fingerprints": [hex, …], "at": seconds}
//
// It is for tests. People use the page.

import { createReadStream, lstatSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Wrong } from "./core/encoding/bytes.js";
import { Given } from "./core/directory/given.js";
import { NothingJudged, verify } from "./core/verify.js";
import { Tree } from "./core/files/tree.js";

/** Walk a folder, without following links. */
function walk(top, folder = "", found = []) {
  let names;
  try {
    names = readdirSync(join(top, folder));
  } catch {
    found.push({ path: folder, kind: "denied", size: 0 });
    return found;
  }
  for (const name of names) {
    const path = folder ? `${folder}/${name}` : name;
    const place = join(top, path);
    const one = lstatSync(place);
    if (one.isDirectory()) {
      found.push({ path, kind: "folder", size: 0 });
      if (path.split("/").length <= 256) walk(top, path, found);
    } else if (one.isFile()) found.push({ path, kind: "file", size: one.size, stream: () => createReadStream(place, { highWaterMark: 1 << 20 }) });
    else found.push({ path, kind: one.isSymbolicLink() ? "link" : "other", size: 0 });
  }
  return found;
}

async function judge({ path, trust = [], fingerprints = [], at }) {
  const given = new Given();
  for (const one of trust) {
    const place = resolve(one);
    if (!statSync(place).isDirectory()) given.addRoot(readFileSync(place));
    else
      given.addCopy((name) => {
        try {
          return readFileSync(join(place, name));
        } catch {
          return null;
        }
      });
  }
  given.fingerprints.push(...fingerprints);
  return verify(new Tree(walk(resolve(path))), given, at);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const found = await judge(JSON.parse(line));
    answer = { ...found, checks: found.checks };
  } catch (error) {
    if (error instanceof NothingJudged) answer = { nothing: true };
    else if (error instanceof Wrong) answer = { refused: error.code, detail: error.detail };
    else answer = { crash: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
