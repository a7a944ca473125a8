// SPDX-License-Identifier: Apache-2.0
// What a person chose or dropped, as sources.

import { pieces, readZip, underOne } from "../core/files/zip.js";

/** @typedef {import("../core/files/tree.js").Source} Source */
/** @typedef {{sources: Source[], whole: boolean, name: string}} Opened `whole`: empty folders and links are shown, too */

/** @param {string} path @param {File} file @returns {Source} */
const source = (path, file) => ({ path, kind: "file", size: file.size, stream: () => pieces(/** @type {any} */ (file.stream())) });

/** @param {File[]} files chosen by a button for folders @returns {Opened} */
export function openChosen(files) {
  const sources = files.map((one) => source(one.webkitRelativePath || one.name, one));
  const [first] = sources;
  return { sources: underOne(sources), whole: false, name: first ? first.path.split("/")[0] : "" };
}

/** @param {File} file @returns {Promise<Opened>} */
export async function openZip(file) {
  return { sources: await readZip(file), whole: true, name: file.name };
}

/** @param {DataTransfer} transfer @returns {Promise<Opened>} */
export async function openDropped(transfer) {
  const entries = [...transfer.items].map((one) => one.webkitGetAsEntry()).filter((one) => one !== null);
  const [first] = entries;
  if (entries.length === 1 && first.isFile) return openZip(await fileOf(/** @type {FileSystemFileEntry} */ (first)));
  /** @type {Source[]} */
  const sources = [];
  for (const one of entries) await walk(one, one.name, sources);
  return { sources: underOne(sources), whole: true, name: first?.name ?? "" };
}

/** @param {FileSystemFileEntry} entry @returns {Promise<File>} */
const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

/** @param {FileSystemEntry} entry @param {string} path @param {Source[]} sources */
async function walk(entry, path, sources) {
  if (entry.isFile) {
    try {
      sources.push(source(path, await fileOf(/** @type {FileSystemFileEntry} */ (entry))));
    } catch {
      sources.push({ path, kind: "denied", size: 0 });
    }
    return;
  }
  sources.push({ path, kind: "folder", size: 0 });
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => null);
    if (part === null) {
      sources.push({ path, kind: "denied", size: 0 });
      return;
    }
    if (!part.length) return;
    for (const one of part) await walk(one, `${path}/${one.name}`, sources);
  }
}
