// SPDX-License-Identifier: Apache-2.0
// The reasons that a check collects, and its outcome.

import { Lacking, Wrong } from "../encoding/bytes.js";
import { MOST_REASONS } from "../encoding/limits.js";

/** @typedef {{code: string, detail: string}} Reason */

/** Reasons of one check: all of what fails, and of what is lacking. */
export class Findings {
  constructor() {
    /** @type {Reason[]} */
    this.fails = [];
    /** @type {Reason[]} */
    this.lacks = [];
  }

  /** @param {string} code @param {string} [detail] */
  fail(code, detail = "") {
    this.#add(this.fails, code, detail);
  }

  /** @param {string} code @param {string} [detail] */
  lack(code, detail = "") {
    this.#add(this.lacks, code, detail);
  }

  /** @param {Reason[]} list @param {string} code @param {string} detail */
  #add(list, code, detail) {
    if (list.length < MOST_REASONS && !list.some((one) => one.code === code && one.detail === detail)) list.push({ code, detail });
  }

  /** Run a step, and keep what it refuses. @template T @param {() => T} step @param {string} [where] @returns {T | undefined} */
  try(step, where = "") {
    try {
      return step();
    } catch (error) {
      this.caught(error, where);
      return undefined;
    }
  }

  /** Keep what a step refused; a fault of this program is thrown on. @param {unknown} error */
  caught(error, where = "") {
    if (!(error instanceof Wrong)) throw error;
    const detail = [where, error.detail].filter(Boolean).join(": ");
    if (error instanceof Lacking) this.lack(error.code, detail);
    else this.fail(error.code, detail);
  }

  /** @param {Findings} other @param {string} [where] */
  add(other, where = "") {
    for (const one of other.fails) this.fail(one.code, [where, one.detail].filter(Boolean).join(": "));
    for (const one of other.lacks) this.lack(one.code, [where, one.detail].filter(Boolean).join(": "));
  }

  get outcome() {
    return this.fails.length ? "fails" : this.lacks.length ? "undecided" : "holds";
  }

  get holds() {
    return this.outcome === "holds";
  }
}
