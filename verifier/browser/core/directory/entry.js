// SPDX-License-Identifier: Apache-2.0
// A State's entry and register of officers in the directory (18.3, 18.4).

import { coseKey } from "../certificates/cose.js";
import { certificate, formCounts, issued } from "../certificates/x509.js";
import { LANGUAGE, Wrong, characters, digest, hex, isAuthority, isDate, isDigest, isOfficer, isState, members, moment, stateOf, unbase64, unbase64url } from "../encoding/bytes.js";
import { canonicalObject, write } from "../encoding/json.js";
import { HIGHEST_MESSAGE_VERSION, LARGEST_CREDENTIAL, LARGEST_ENTRY, LONGEST_ENTRY_KEY, LONGEST_ENTRY_LIST, LONGEST_ENTRY_TEXT, LONGEST_HOST, LONGEST_WORD, MOST_DRILLS, MOST_ENTRY_APPROVALS } from "../encoding/limits.js";
import { readVkey } from "../logs/notes.js";
import { readPolicy } from "../logs/policy.js";

const FIELDS = ["version", "state", "names", "authorities", "node", "certificates", "recipients", "officers", "logs", "witnesses", "versions", "kinds", "approvals", "relying_party", "languages", "channels", "party", "card", "call_back", "witness_policy", "drill_window"];
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const KIND = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const PLACE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;
const ZONE = /^[A-Za-z]+([/_+-][A-Za-z0-9]+){0,4}$/;
const TIME = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;
const LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(\\.${LABEL})*$`);

/** @param {boolean} fits @param {string} code @param {string} [detail] */
function demand(fits, code, detail) {
  if (!fits) throw new Wrong(code, detail);
}

/** @param {unknown} value @param {string} where @returns {asserts value is string} */
function plainText(value, where, most = LONGEST_ENTRY_TEXT) {
  demand(typeof value === "string", "directory-not-text", where);
  const size = characters(/** @type {string} */ (value));
  demand(size >= 1 && size <= most && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(/** @type {string} */ (value)), "directory-text", where);
}

/** @param {any} value @param {string} where @returns {any[]} */
function list(value, where, { filled = false } = {}) {
  demand(Array.isArray(value), "directory-list", where);
  demand(!filled || value.length > 0, "directory-list-empty", where);
  demand(value.length <= LONGEST_ENTRY_LIST, "directory-list-long", where);
  const seen = new Set(value.map((/** @type {any} */ one) => write(one)));
  demand(seen.size === value.length, "directory-repeated", where);
  return value;
}

/** @param {any[]} values @param {string} where */
function distinct(values, where) {
  demand(new Set(values).size === values.length, "directory-repeated", where);
}

/** @param {any} value @param {string} where */
function kind(value, where) {
  demand(typeof value === "string" && value.length <= LONGEST_WORD && KIND.test(value), "directory-form", where);
}

/** @param {any} one @param {string} where */
function period(one, where) {
  const from = moment(one.from), until = moment(one.until);
  demand(from !== null && until !== null && Number(until) >= Number(from), "directory-period", where);
  let ended = null;
  if (one.ended !== null) {
    members(one.ended, ["at", "reason"], "directory-object");
    const at = moment(one.ended.at);
    demand(at !== null && ["rotated", "compromised"].includes(one.ended.reason), "directory-value", where);
    ended = { at: /** @type {number} */ (at), reason: /** @type {"rotated" | "compromised"} */ (one.ended.reason) };
  }
  return { from: /** @type {number} */ (from), until: /** @type {number} */ (until), ended };
}

/** @param {any} one */
function span(one) {
  demand(TIME.test(one.from) && TIME.test(one.to), "directory-value", "span");
}

/** @typedef {{from: number, until: number, ended: {at: number, reason: "rotated" | "compromised"} | null}} Period */
/** @typedef {Period & {use: string, holder: string, certificate: import("../certificates/x509.js").Certificate}} CertificateRecord */
/** @typedef {Period & {origin: string, vkey: import("../logs/notes.js").Vkey, mldsa44: import("../logs/notes.js").Vkey | null}} LogRecord */
/** @typedef {Period & {name: string, vkey: import("../logs/notes.js").Vkey}} WitnessRecord */
/** @typedef {Period & {number: string, authorities: string[], roles: string[], credential: string, key: ReturnType<typeof coseKey>}} OfficerRecord */

/** A State's entry, as far as a verifier reads it. */
export class Entry {
  /** @param {Uint8Array} bytes @param {string} state */
  constructor(bytes, state) {
    const found = canonicalObject(bytes, { limit: LARGEST_ENTRY });
    for (const name of FIELDS) demand(name in found, "directory-field-missing", name);
    for (const name of Object.keys(found)) demand(FIELDS.includes(name), "directory-field-unknown", name);
    demand(found.version === 1, "directory-value", "version");
    demand(found.state === state && isState(state), "directory-other-state", "state");
    const small = state.toLowerCase();
    members(found.names, ["ar", "en", "es", "fr", "ru", "zh"], "directory-object");
    for (const one of Object.values(found.names)) plainText(one, "names");
    /** @type {Set<string>} */
    this.authorities = new Set();
    for (const one of list(found.authorities, "authorities", { filled: true })) this.#authority(one, small);
    this.#node(found.node);
    /** @type {CertificateRecord[]} */
    this.certificates = list(found.certificates, "certificates").map((one) => this.#certificate(one, small));
    this.#issued();
    distinct(
      list(found.recipients, "recipients").map((one) => {
        members(one, ["authority", "label", "recipient", "from", "until", "ended"], "directory-object");
        demand(this.authorities.has(one.authority), "directory-unknown-authority", one.authority);
        demand(["workstation", "recovery"].includes(one.label), "directory-value", "label");
        plainText(one.recipient, "recipient", LONGEST_ENTRY_KEY);
        demand(one.recipient.startsWith("age1pq1"), "directory-key", "recipient");
        period(one, "recipients");
        return one.recipient;
      }),
      "recipients",
    );
    demand(isDigest(found.officers), "directory-form", "officers");
    this.officersDigest = found.officers;
    /** @type {LogRecord[]} */
    this.logs = list(found.logs, "logs").map((one) => this.#log(one, small));
    distinct(this.logs.map((one) => one.vkey.line), "logs");
    for (const one of this.logs) demand(this.logs.every((it) => it.origin !== one.origin || Boolean(it.mldsa44) === Boolean(one.mldsa44)), "directory-value", "mldsa44");
    /** @type {WitnessRecord[]} */
    this.witnesses = list(found.witnesses, "witnesses").map((one) => {
      members(one, ["name", "vkey", "from", "until", "ended"], "directory-object");
      const key = readVkey(one.vkey, [4, 6]);
      demand(key.name === one.name && new RegExp(`^[0-9a-f]{64}/${small}/witness$`).test(one.name), "directory-vkey-name", "witnesses");
      return { name: one.name, vkey: key, ...period(one, "witnesses") };
    });
    distinct(this.witnesses.map((one) => one.vkey.line), "witnesses");
    for (const one of list(found.versions, "versions", { filled: true })) demand(Number.isInteger(one) && one >= 1 && one <= HIGHEST_MESSAGE_VERSION, "directory-integer", "versions");
    for (const one of list(found.kinds, "kinds")) kind(one, "kinds");
    demand(found.approvals && typeof found.approvals === "object" && !Array.isArray(found.approvals), "directory-object", "approvals");
    /** @type {Map<string, number>} */
    this.approvals = new Map();
    for (const [name, value] of Object.entries(found.approvals)) {
      kind(name, "approvals");
      demand(Number.isInteger(value) && value >= 0 && value <= MOST_ENTRY_APPROVALS, "directory-integer", "approvals");
      this.approvals.set(name, value);
    }
    this.#relyingParty(found.relying_party);
    for (const one of list(found.languages, "languages", { filled: true })) demand(typeof one === "string" && LANGUAGE.test(one), "directory-form", "languages");
    members(found.channels, ["diplomatic_only", "interpol_urgent"], "directory-object");
    for (const one of Object.values(found.channels)) demand(typeof one === "boolean", "directory-flag", "channels");
    for (const one of list(found.party, "party")) {
      members(one, ["instrument", "status", "date", "source"], "directory-object");
      for (const name of ["instrument", "status", "source"]) plainText(one[name], name);
      demand(isDate(one.date), "directory-form", "date");
    }
    demand(found.card === null || isDigest(found.card), "directory-form", "card");
    for (const one of list(found.call_back, "call_back")) demand(this.authorities.has(one), "directory-unknown-authority", "call_back");
    /** @type {import("../logs/policy.js").Policy | null} */
    this.policy = null;
    if (found.witness_policy !== null) {
      demand(typeof found.witness_policy === "string" && characters(found.witness_policy) >= 1 && characters(found.witness_policy) <= LONGEST_ENTRY_KEY, "directory-text", "witness_policy");
      demand(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(found.witness_policy.replaceAll("\n", "")), "directory-text", "witness_policy");
      this.policy = readPolicy(found.witness_policy);
      demand(!this.policy.rules.some((rule) => rule.states.includes(state)), "policy-self");
    }
    if (found.drill_window !== null) {
      members(found.drill_window, ["from", "to", "time_zone", "per_month"], "directory-object");
      span(found.drill_window);
      demand(typeof found.drill_window.time_zone === "string" && ZONE.test(found.drill_window.time_zone), "directory-form", "drill_window");
      demand(Number.isInteger(found.drill_window.per_month) && found.drill_window.per_month >= 1 && found.drill_window.per_month <= MOST_DRILLS, "directory-integer", "drill_window");
    }
    /** @type {OfficerRecord[]} */
    this.officers = [];
  }

  /** @param {any} one @param {string} small */
  #authority(one, small) {
    members(one, ["id", "names", "places", "subjects", "acts", "time_zone", "hours", "verified"], "directory-object");
    demand(isAuthority(one.id) && one.id.startsWith(`${small}/`), "directory-form", "authorities");
    demand(!this.authorities.has(one.id), "directory-repeated", one.id);
    this.authorities.add(one.id);
    members(one.names, ["ar", "en", "es", "fr", "ru", "zh"], "directory-object");
    for (const name of Object.values(one.names)) plainText(name, "names");
    for (const place of list(one.places, "places")) demand(typeof place === "string" && PLACE.test(place), "directory-form", "places");
    for (const subject of list(one.subjects, "subjects")) kind(subject, "subjects");
    demand(one.acts && typeof one.acts === "object" && !Array.isArray(one.acts), "directory-object", "acts");
    for (const [name, value] of Object.entries(one.acts)) {
      kind(name, "acts");
      demand(value === "itself" || value === "forwards", "directory-value", "acts");
    }
    demand(typeof one.time_zone === "string" && ZONE.test(one.time_zone), "directory-form", "time_zone");
    for (const hours of list(one.hours, "hours")) {
      members(hours, ["days", "from", "to"], "directory-object");
      span(hours);
      for (const day of list(hours.days, "days", { filled: true })) demand(DAYS.includes(day), "directory-value", "days");
    }
    demand(one.verified === null || isDate(one.verified), "directory-form", "verified");
  }

  /** @param {any} node */
  #node(node) {
    members(node, ["url"], "directory-object");
    const found = /** @type {any} */ (typeof node.url === "string" && node.url.length <= LONGEST_ENTRY_TEXT && /^https:\/\/([^/:@\[\]]+|\[[0-9A-Fa-f:.]+\])(:([0-9]{1,5}))?(\/[!-~]*)?$/.exec(node.url));
    demand(Boolean(found) && !/[?#\\@]/.test(node.url) && /^[!-~]+$/.test(node.url) && (found[3] === undefined || Number(found[3]) <= 65535), "directory-url", "node");
  }

  /** @param {any} one @param {string} small @returns {CertificateRecord} */
  #certificate(one, small) {
    members(one, ["use", "holder", "algorithm", "der", "from", "until", "ended"], "directory-object");
    demand(typeof one.der === "string", "directory-base64", "der");
    const held = certificate(unbase64(one.der));
    demand(["state-ca", "authority", "receipts", "node-http", "node-tls", "tsa"].includes(one.use), "directory-value", "use");
    demand(one.use === "authority" ? this.authorities.has(one.holder) : one.holder === small, "directory-holder", String(one.holder));
    formCounts(held, one.use, one.holder);
    demand(held.publicKey.kind === one.algorithm || (one.algorithm === "p384" && held.publicKey.kind === "p384"), "directory-certificate-differs", "algorithm");
    const span = period(one, "certificates");
    demand(span.from >= held.notBefore && span.until <= held.notAfter + 1, "directory-certificate-period", one.use);
    return { use: one.use, holder: one.holder, certificate: held, ...span };
  }

  #issued() {
    const authorities = this.certificates.filter((one) => one.use === "state-ca").map((one) => one.certificate);
    demand(authorities.length > 0, "directory-no-state-ca");
    for (const one of this.certificates)
      if (one.use !== "state-ca") demand(authorities.some((ca) => issued(ca, one.certificate, null)), "certificate-chain", `${one.use} ${one.holder}`);
    distinct(this.certificates.map((one) => `${one.use} ${one.holder} ${one.certificate.sha256}`), "certificates");
  }

  /** @param {any} one @param {string} small @returns {LogRecord} */
  #log(one, small) {
    const names = ["origin", "vkey", "from", "until", "ended"];
    members(one, "mldsa44" in one ? [...names, "mldsa44"] : names, "directory-object");
    const key = readVkey(one.vkey, [1]);
    demand(key.name === one.origin && typeof one.origin === "string" && one.origin.includes(`/${small}/`), "directory-vkey-name", "logs");
    const second = "mldsa44" in one ? readVkey(one.mldsa44, [6]) : null;
    demand(second === null || second.name === one.origin, "directory-vkey-name", "mldsa44");
    return { origin: one.origin, vkey: key, mldsa44: second, ...period(one, "logs") };
  }

  /** @param {any} value */
  #relyingParty(value) {
    members(value, ["id", "origins"], "directory-object");
    demand(typeof value.id === "string" && value.id.length <= LONGEST_HOST && HOST.test(value.id), "directory-origin", "id");
    for (const one of list(value.origins, "origins", { filled: true })) {
      const found = typeof one === "string" && /^(https|http):\/\/([^/:]+)(:([1-9][0-9]{0,4}))?$/.exec(one);
      demand(Boolean(found), "directory-origin", "origins");
      const [, scheme, host, , port] = /** @type {RegExpExecArray} */ (found);
      demand(host.length <= LONGEST_HOST && HOST.test(host) && (host === value.id || host.endsWith(`.${value.id}`)), "directory-origin", one);
      demand((scheme === "https" || host === "localhost") && (port === undefined || Number(port) <= 65535), "directory-origin", one);
    }
    this.relyingParty = { id: /** @type {string} */ (value.id), origins: /** @type {string[]} */ (value.origins) };
  }

  /** Read the register that belongs to this entry. @param {Uint8Array} bytes @param {string} state */
  readRegister(bytes, state) {
    demand(digest(bytes) === this.officersDigest, "directory-register-digest");
    const found = canonicalObject(bytes, { limit: LARGEST_ENTRY });
    members(found, ["officers", "state", "version"], "directory-object");
    demand(found.version === 1, "directory-value", "version");
    demand(found.state === state, "directory-other-state", "register");
    /** @type {Map<string, string>} */
    const credentials = new Map(), keys = new Map();
    this.officers = list(found.officers, "officers").map((one) => {
      members(one, ["number", "authorities", "roles", "credential", "key", "from", "until", "ended"], "directory-object");
      demand(isOfficer(one.number) && stateOf(one.number) === state, "directory-other-state", String(one.number));
      for (const authority of list(one.authorities, "authorities", { filled: true })) demand(this.authorities.has(authority), "directory-unknown-authority", String(authority));
      for (const role of list(one.roles, "roles", { filled: true })) demand(["duty", "approver", "lawyer", "examiner", "auditor"].includes(role), "directory-value", "roles");
      demand(typeof one.credential === "string" && typeof one.key === "string", "directory-base64", "officers");
      const credential = unbase64url(one.credential);
      demand(credential.length >= 1 && credential.length <= LARGEST_CREDENTIAL, "directory-base64", "credential");
      const key = coseKey(unbase64url(one.key));
      const point = hex(key.point);
      const holder = `${one.number} ${one.key}`;
      demand((credentials.get(one.credential) ?? holder) === holder, "directory-repeated", "credential");
      demand((keys.get(point) ?? one.number) === one.number, "directory-repeated", "key");
      credentials.set(one.credential, holder);
      keys.set(point, one.number);
      return { number: one.number, authorities: one.authorities, roles: one.roles, credential: one.credential, key, ...period(one, "officers") };
    });
    return this;
  }
}
