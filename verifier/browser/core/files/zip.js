// SPDX-License-Identifier: Apache-2.0
// Entries of a zip as sources, read in pieces: of the archive itself no more than its central directory is held.

import { Wrong, text } from "../encoding/bytes.js";

/** @typedef {import("./tree.js").Source} Source */

/** More entries would fill the memory of the page. */
const MOST_ENTRIES = 2000000;
/** A larger central directory would fill the memory of the page. */
const LARGEST_DIRECTORY = 536870912;
/** An entry that unpacks to more than this, for each byte, is laid there to make the page hang. */
const LARGEST_RATIO = 1100;
const END = 22, END64 = 56, LOCATOR64 = 20, LOCAL = 30, CENTRAL = 46;
const MARK = 0xffffffff;

/** @typedef {{size: number, slice: (from: number, to: number) => {arrayBuffer: () => Promise<ArrayBuffer>, stream: () => ReadableStream<Uint8Array>}}} Bytes */

/** @param {boolean} fits @param {string} why */
function demand(fits, why) {
  if (!fits) throw new Wrong("zip", why);
}

/** @param {Bytes} file @param {number} from @param {number} to */
async function take(file, from, to) {
  demand(from >= 0 && to <= file.size && from <= to, "it is cut");
  return new DataView(await file.slice(from, to).arrayBuffer());
}

/** @param {DataView} view @param {number} at */
function big(view, at) {
  const value = Number(view.getBigUint64(at, true));
  demand(Number.isSafeInteger(value), "a number is too large");
  return value;
}

/** Read the entries of a zip. @param {Bytes} file @returns {Promise<Source[]>} */
export async function readZip(file) {
  const directory = await findDirectory(file);
  demand(directory.count <= MOST_ENTRIES && directory.size <= LARGEST_DIRECTORY, "it has too many entries");
  const view = await take(file, directory.start, directory.start + directory.size);
  /** @type {Source[]} */
  const found = [];
  const names = new Set();
  /** @type {[number, number][]} */
  const spans = [];
  let at = 0;
  for (let i = 0; i < directory.count; i++) {
    demand(at + CENTRAL <= view.byteLength && view.getUint32(at, true) === 0x02014b50, "its list is damaged");
    const one = entry(view, at);
    at += one.length;
    const path = one.name.replace(/\/$/, "");
    demand(!names.has(path), `${path} is there twice`);
    names.add(path);
    const unix = one.madeBy === 3 ? (one.attributes >>> 16) & 0o170000 : 0;
    if (one.name.endsWith("/")) {
      demand(one.size === 0, `${path} is a folder with data`);
      found.push({ path, kind: "folder", size: 0 });
    } else if (unix === 0o120000) found.push({ path, kind: "link", size: 0 });
    else if (unix && unix !== 0o100000) found.push({ path, kind: "other", size: 0 });
    else {
      demand(one.method === 0 || one.method === 8, `${path} is packed in another way`);
      demand(!(one.flags & 1), `${path} is encrypted`);
      demand(one.size <= LARGEST_RATIO * one.packed + 1024, `${path} unpacks to too much`);
      spans.push([one.start, one.start + LOCAL + one.packed]);
      found.push({ path, kind: "file", size: one.size, stream: () => unpack(file, one) });
    }
  }
  demand(at === view.byteLength, "its list is damaged");
  spans.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < spans.length; i++) demand(spans[i][0] >= spans[i - 1][1], "entries overlap");
  demand(!spans.length || spans[spans.length - 1][1] <= directory.start, "entries overlap its list");
  return underOne(found);
}

/** @param {Bytes} file */
async function findDirectory(file) {
  const tail = await take(file, Math.max(0, file.size - END - 65535), file.size);
  let at = tail.byteLength - END;
  while (at >= 0 && !(tail.getUint32(at, true) === 0x06054b50 && tail.getUint16(at + 20, true) === tail.byteLength - at - END)) at--;
  demand(at >= 0, "it has no end");
  const base = file.size - tail.byteLength + at;
  let count = tail.getUint16(at + 10, true), size = tail.getUint32(at + 12, true), start = tail.getUint32(at + 16, true);
  demand(tail.getUint16(at + 4, true) === 0 || tail.getUint16(at + 4, true) === 0xffff, "it is in parts");
  if (count === 0xffff || size === MARK || start === MARK) {
    const locator = await take(file, base - LOCATOR64, base);
    demand(locator.getUint32(0, true) === 0x07064b50, "its end is damaged");
    const place = big(locator, 8);
    const end = await take(file, place, place + END64);
    demand(end.getUint32(0, true) === 0x06064b50, "its end is damaged");
    count = big(end, 32);
    size = big(end, 40);
    start = big(end, 48);
    demand(start + size <= place, "its list is damaged");
  } else demand(start + size === base, "its list is damaged");
  return { count, size, start };
}

/** @param {DataView} view @param {number} at */
function entry(view, at) {
  const nameSize = view.getUint16(at + 28, true), extraSize = view.getUint16(at + 30, true), commentSize = view.getUint16(at + 32, true);
  const length = CENTRAL + nameSize + extraSize + commentSize;
  demand(at + length <= view.byteLength, "its list is damaged");
  const raw = new Uint8Array(view.buffer, view.byteOffset + at + CENTRAL, nameSize);
  const flags = view.getUint16(at + 8, true);
  demand(Boolean(flags & 0x800) || raw.every((one) => one >= 0x20 && one < 0x7f), "a name is not UTF-8");
  let name;
  try {
    name = text(raw);
  } catch {
    throw new Wrong("zip", "a name is not UTF-8");
  }
  demand(name.replace(/\/$/, "").split("/").every((part) => part !== "" && part !== "." && part !== "..") && !/[\\\u0000]/.test(name), `${name}: a name that leads elsewhere`);
  let packed = view.getUint32(at + 20, true), size = view.getUint32(at + 24, true), start = view.getUint32(at + 42, true);
  for (let place = at + CENTRAL + nameSize, end = place + extraSize; place + 4 <= end; ) {
    const id = view.getUint16(place, true), bytes = view.getUint16(place + 2, true);
    demand(place + 4 + bytes <= end, "its list is damaged");
    if (id === 1) {
      let field = place + 4;
      const next = (/** @type {number} */ value) => {
        if (value !== MARK) return value;
        demand(field + 8 <= place + 4 + bytes, "its list is damaged");
        field += 8;
        return big(view, field - 8);
      };
      size = next(size);
      packed = next(packed);
      start = next(start);
    }
    demand(id !== 0x7075, "a name is given twice");
    place += 4 + bytes;
  }
  return { name, flags, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), packed, size, start, length, madeBy: view.getUint8(at + 5), attributes: view.getUint32(at + 38, true), raw };
}

/** @param {Bytes} file @param {ReturnType<typeof entry>} one @returns {AsyncGenerator<Uint8Array>} */
async function* unpack(file, one) {
  const local = await take(file, one.start, one.start + LOCAL);
  demand(local.getUint32(0, true) === 0x04034b50 && local.getUint16(8, true) === one.method, `${one.name}: its header is damaged`);
  const nameSize = local.getUint16(26, true);
  const name = await take(file, one.start + LOCAL, one.start + LOCAL + nameSize);
  demand(nameSize === one.raw.length && one.raw.every((byte, index) => name.getUint8(index) === byte), `${one.name}: two names`);
  const from = one.start + LOCAL + nameSize + local.getUint16(28, true);
  let stream = /** @type {ReadableStream<any>} */ (file.slice(from, from + one.packed).stream());
  demand(from + one.packed <= file.size, "it is cut");
  if (one.method === 8) stream = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  let size = 0, crc = MARK;
  for await (const part of pieces(stream)) {
    size += part.length;
    demand(size <= one.size, `${one.name} is longer than its list says`);
    for (let i = 0; i < part.length; i++) crc = TABLE[(crc ^ part[i]) & 0xff] ^ (crc >>> 8);
    yield part;
  }
  demand(size === one.size && (crc ^ MARK) >>> 0 === one.crc, `${one.name} is damaged`);
}

const TABLE = new Int32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Read a stream piece by piece, in every browser. @param {ReadableStream<Uint8Array>} stream @returns {AsyncGenerator<Uint8Array>} */
export async function* pieces(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Leave out the one folder under which everything lies, if there is one. @param {Source[]} sources @returns {Source[]} */
export function underOne(sources) {
  const tops = new Set(sources.map((one) => one.path.split("/")[0]));
  const [top] = tops;
  if (tops.size !== 1 || sources.some((one) => one.path === top && one.kind !== "folder")) return sources;
  return sources.filter((one) => one.path !== top).map((one) => ({ ...one, path: one.path.slice(top.length + 1) }));
}
