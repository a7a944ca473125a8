// SPDX-License-Identifier: Apache-2.0
// The page: what a person gives, and what was found.

import { Wrong } from "../core/encoding/bytes.js";
import { Given } from "../core/directory/given.js";
import { NothingJudged, verify } from "../core/verify.js";
import { Tree } from "../core/files/tree.js";
import { openChosen, openDropped, openZip } from "./open.js";
import { TEXTS, chosen, fill, tagOf } from "./texts.js";
import { shownVerdict } from "./verdict.js";

const FINGERPRINT = /^[0-9a-f]{64}$/;
const STEP = 33554432;

const state = {
  language: chosen(navigator.languages),
  fingerprint: "",
  /** @type {Tree | null} */
  copy: null,
  copyText: "",
  copyWrong: "",
  /** @type {import("./open.js").Opened | null} */
  opened: null,
  /** @type {any} */
  found: null,
  problem: "",
  run: 0,
  done: 0,
  all: 0,
  busy: false,
  at: 0,
};

const words = () => TEXTS[state.language];

/** Make an element. @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string | null)} inner @returns {any} */
function make(tag, attributes = {}, ...inner) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === "function") found.addEventListener(name, value);
    else if (value === true) found.setAttribute(name, "");
    else if (value !== false && value !== null) found.setAttribute(name, String(value));
  found.append(...inner.filter((one) => one !== null));
  return found;
}

const code = (/** @type {unknown} */ value) => make("span", { class: "code" }, visible(String(value)));

/** Show characters that are not seen, or that turn what is read. @param {string} value */
function visible(value) {
  return value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${/** @type {number} */ (one.codePointAt(0)).toString(16)}}`);
}

/** The fingerprint that was entered, or null. */
const entered = () => {
  const bare = state.fingerprint.replace(/\s/g, "").toLowerCase();
  return FINGERPRINT.test(bare) ? bare : null;
};

async function run() {
  const { opened } = state;
  if (!opened) return;
  const own = ++state.run;
  Object.assign(state, { found: null, problem: "", busy: true, done: 0, all: opened.sources.reduce((sum, one) => sum + one.size, 0), at: Math.floor(Date.now() / 1000) });
  draw();
  try {
    const given = new Given();
    const { copy } = state;
    if (copy) given.addCopy((path) => copy.bytes(path));
    const fingerprint = entered();
    if (fingerprint) given.fingerprints.push(fingerprint);
    const found = await verify(new Tree(opened.sources), given, state.at, { progress: (bytes) => progress(own, bytes) });
    if (own === state.run) state.found = found;
  } catch (error) {
    if (own !== state.run) return;
    state.problem = error instanceof NothingJudged ? words().nothing : fill(words().refused, { reason: error instanceof Wrong ? error.message : String(error) });
  }
  if (own === state.run) state.busy = false;
  draw();
  document.getElementById("verdict")?.focus();
}

let shown = 0;

/** @param {number} own @param {number} bytes */
function progress(own, bytes) {
  if (own !== state.run) throw new Wrong("stopped");
  state.done += bytes;
  if (state.done - shown > STEP || state.done < shown) {
    shown = state.done;
    const bar = /** @type {HTMLProgressElement | null} */ (document.getElementById("bar"));
    if (bar) bar.value = state.done;
    const label = document.getElementById("read");
    if (label) label.textContent = reading();
  }
}

const reading = () => fill(words().reading, { done: size(state.done), all: size(state.all) });
const size = (/** @type {number} */ bytes) => `${new Intl.NumberFormat(tagOf(state.language), { maximumFractionDigits: 1 }).format(bytes / 1048576)} MiB`;

/** @param {Promise<import("./open.js").Opened>} opening */
async function open(opening) {
  try {
    state.opened = await opening;
  } catch (error) {
    Object.assign(state, { opened: null, found: null, problem: fill(words().refused, { reason: error instanceof Error ? error.message : String(error) }) });
    draw();
    return;
  }
  await run();
}

/** @param {File | undefined} file */
async function giveCopy(file) {
  Object.assign(state, { copy: null, copyText: "", copyWrong: "" });
  if (file)
    try {
      const tree = new Tree((await openZip(file)).sources);
      await tree.hold();
      const given = new Given();
      given.addCopy((path) => tree.bytes(path));
      state.copy = tree;
      state.copyText = fill(words().directoryChosen, { version: given.copies[0].version });
    } catch (error) {
      state.copyWrong = fill(words().directoryWrong, { reason: error instanceof Error ? error.message : String(error) });
    }
  draw();
  await run();
}

function draw() {
  const texts = words();
  document.documentElement.lang = tagOf(state.language);
  document.documentElement.dir = state.language === "ar" ? "rtl" : "ltr";
  document.title = texts.title;
  const focused = document.activeElement?.id;
  /** @type {HTMLElement} */ (document.getElementById("page")).replaceChildren(header(), trustSection(), openSection(), ...(state.busy ? [waiting()] : []), ...(state.problem ? [make("p", { class: "error", role: "alert" }, visible(state.problem))] : []), ...(state.found ? result() : []), guide());
  if (focused) document.getElementById(focused)?.focus();
}

function header() {
  const texts = words();
  const select = make("select", { id: "language", change: (/** @type {any} */ event) => { state.language = event.target.value; draw(); } });
  for (const [name, one] of Object.entries(TEXTS)) select.append(make("option", { value: name, lang: tagOf(name), selected: name === state.language }, one.name));
  return make("header", {}, make("div", {}, make("h1", {}, texts.title), make("p", {}, texts.lead)), make("div", {}, make("label", { for: "language" }, texts.language), select));
}

function trustSection() {
  const texts = words();
  const wrong = state.fingerprint !== "" && !entered();
  const input = make("input", { id: "fingerprint", class: "fingerprint", type: "text", autocomplete: "off", spellcheck: "false", dir: "ltr", value: state.fingerprint, "aria-describedby": "fingerprint-hint", "aria-invalid": wrong ? "true" : "false", change: (/** @type {any} */ event) => { state.fingerprint = event.target.value; draw(); void run(); } });
  const copy = make("input", { id: "directory", type: "file", accept: ".zip", change: (/** @type {any} */ event) => void giveCopy(event.target.files[0]) });
  return make("section", { class: "trust" }, make("h2", {}, texts.trustTitle), make("label", { for: "fingerprint" }, texts.fingerprint), input, make("p", { id: "fingerprint-hint", class: "hint" }, texts.fingerprintHint), wrong ? make("p", { class: "error", role: "alert" }, texts.fingerprintWrong) : null, make("label", { for: "directory" }, texts.directory), copy, state.copyText ? make("p", { id: "copy" }, state.copyText) : null, state.copyWrong ? make("p", { class: "error", role: "alert" }, visible(state.copyWrong)) : null);
}

function openSection() {
  const texts = words();
  const zip = make("input", { id: "zip", type: "file", accept: ".zip", hidden: true, change: (/** @type {any} */ event) => event.target.files[0] && void open(openZip(event.target.files[0])) });
  const folder = make("input", { id: "folder", type: "file", webkitdirectory: true, hidden: true, change: (/** @type {any} */ event) => event.target.files.length && void open(Promise.resolve(openChosen([...event.target.files]))) });
  const area = make("div", {
    class: "drop",
    id: "drop",
    dragover: (/** @type {DragEvent} */ event) => { event.preventDefault(); area.classList.add("over"); },
    dragleave: () => area.classList.remove("over"),
    drop: (/** @type {DragEvent} */ event) => { event.preventDefault(); area.classList.remove("over"); if (event.dataTransfer) void open(openDropped(event.dataTransfer)); },
  }, make("p", {}, texts.drop), make("div", { class: "buttons" }, make("button", { type: "button", id: "choose-zip", click: () => zip.click() }, texts.chooseZip), make("button", { type: "button", id: "choose-folder", click: () => folder.click() }, texts.chooseFolder)), make("p", { class: "hint" }, texts.folderHint), zip, folder);
  return make("section", { class: "open" }, make("h2", {}, texts.openTitle), area);
}

function waiting() {
  return make("div", { role: "status" }, make("p", { id: "read" }, reading()), make("progress", { id: "bar", max: Math.max(1, state.all), value: state.done }), make("button", { type: "button", id: "stop", click: () => { state.run++; state.busy = false; draw(); } }, words().stop));
}

/** @returns {Node[]} */
function result() {
  const texts = words();
  const { found, opened } = state;
  const verdict = shownVerdict(found, { fingerprint: entered(), whole: Boolean(opened?.whole), copy: Boolean(state.copy) });
  const outcome = /** @type {"holds" | "fails" | "undecided"} */ (verdict.outcome);
  const banner = make("div", { class: `verdict ${outcome}`, id: "verdict", tabindex: "-1", "data-outcome": outcome, role: "status" }, make("strong", {}, texts[outcome]), ...verdict.why.map((one) => make("p", {}, String(/** @type {any} */ (texts)[one]))));
  if (found.kind === "bag" || found.kind === "certificate") banner.append(make("p", {}, texts.otherKind));
  const about = make("dl", {}, ...row(texts.kind, /** @type {any} */ (texts.kinds)[found.kind]), ...(found.root ? row(texts.root, code(found.root)) : []), ...row(texts.checkedAt, code(new Date(state.at * 1000).toISOString())));
  banner.append(about, make("p", {}, texts.publishedDigest));
  return [make("section", {}, make("h2", {}, texts.verdictTitle), banner), facts(), acts(), checkTable(verdict.checks), report()].filter((one) => one !== null);
}

/** @param {string} name @param {Node | string} value */
const row = (name, value) => [make("dt", {}, name), make("dd", {}, value)];

/** @returns {HTMLElement | null} */
function facts() {
  const texts = words();
  const { found } = state;
  if (!found.facts) return null;
  const list = make("dl", { id: "facts" });
  const values = { ...found.facts, as: null };
  for (const [name, label] of Object.entries(texts.facts)) {
    let value = values[name];
    if (name === "as" && found.exporter && found.facts.exported_by) value = /** @type {any} */ (texts.roles)[found.exporter.as];
    if (name === "proved_at" && value) value = new Date(value * 1000).toISOString();
    if (value !== null && value !== undefined && typeof value !== "object") list.append(...row(label, name === "as" ? value : code(value)));
  }
  const section = make("section", {}, make("h2", {}, texts.factsTitle), make("p", { class: "hint" }, texts.factsHint), list);
  const { conditions, delivered = [] } = found.facts;
  if (conditions) {
    const own = make("dl", {});
    for (const [name, value] of Object.entries(conditions)) {
      if (value === null || (Array.isArray(value) && !value.length)) continue;
      own.append(...row(/** @type {any} */ (texts.facts)[name] ?? name, typeof value === "boolean" ? (value ? texts.yes : texts.no) : code(Array.isArray(value) ? value.join(", ") : value)));
    }
    section.append(make("h2", {}, texts.conditionsTitle), own);
    for (const one of delivered) section.append(make("p", {}, fill(texts.differs, { from: one.from, names: one.differs.join(", ") })));
  }
  return section;
}

/** @returns {HTMLElement | null} */
function acts() {
  const texts = words();
  const list = state.found.facts?.acts ?? [];
  if (!list.length) return null;
  const body = make("tbody");
  for (const one of list) body.append(make("tr", {}, make("td", {}, code(one.code ?? one.action)), make("td", {}, code(one.officer ? `${one.authority} ${one.officer}` : one.authority)), make("td", {}, code(one.occurred))));
  const more = state.found.facts.more_acts;
  return make("section", {}, make("h2", {}, texts.actsTitle), make("table", { id: "acts" }, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, texts.act), make("th", { scope: "col" }, texts.who), make("th", { scope: "col" }, texts.when))), body), more ? make("p", {}, fill(texts.moreActs, { count: more })) : null);
}

/** @param {import("../core/checks/checks.js").Check[]} checks */
function checkTable(checks) {
  const texts = words();
  const body = make("tbody");
  const most = 10;
  for (const one of checks) {
    const reasons = [...one.reasons, ...one.lacks];
    const list = make("ul", {}, ...reasons.slice(0, most).map((it) => make("li", {}, code(it.detail ? `${it.code}: ${it.detail}` : it.code))));
    if (reasons.length > most) list.append(make("li", {}, fill(texts.moreReasons, { count: reasons.length - most })));
    const word = one.made && !(one.id === "reports") ? /** @type {any} */ (texts)[one.outcome] : texts.notChecked;
    body.append(make("tr", { "data-check": one.id }, make("td", {}, /** @type {any} */ (texts.checks)[one.id] ?? one.id, " ", code(one.id)), make("td", { class: `outcome ${one.outcome}` }, word), make("td", {}, reasons.length ? list : "")));
  }
  return make("section", {}, make("h2", {}, texts.checksTitle), make("table", { id: "checks" }, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, texts.check), make("th", { scope: "col" }, texts.outcome), make("th", { scope: "col" }, texts.reasons))), body));
}

/** The reports are named after the verdict, and not shown. @returns {HTMLElement | null} */
function report() {
  const texts = words();
  const paths = (state.opened?.sources ?? []).map((one) => one.path);
  const reports = paths.filter((one) => /^report\.[a-z]+\.(html|pdf)$/.test(one));
  const pages = paths.filter((one) => /^certificate\/certificate\.(html|pdf)$/.test(one));
  if (state.found.kind !== "bundle" || !(reports.length || pages.length)) return null;
  const list = (/** @type {string[]} */ names) => make("ul", {}, ...names.sort().map((one) => make("li", {}, code(one))));
  return make("section", { id: "report" }, make("h2", {}, texts.reportTitle), reports.length ? make("p", {}, texts.reportText) : null, reports.length ? list(reports) : null, pages.length ? make("p", {}, texts.pagesText) : null, pages.length ? list(pages) : null);
}

function guide() {
  const texts = words();
  return make("section", { id: "guide" }, make("h2", {}, texts.guideTitle), ...texts.guide.map(([question, answer]) => make("details", {}, make("summary", {}, question), make("p", {}, answer))));
}

// What is dropped beside the area is not opened by the browser in place of this page.
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
draw();
