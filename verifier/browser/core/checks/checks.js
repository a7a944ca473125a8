// SPDX-License-Identifier: Apache-2.0
// The checks of one verification, and the outcome that they give (15.2, 15.3).

import { Findings } from "./findings.js";

/** @typedef {{id: string, outcome: string, reasons: import("./findings.js").Reason[], lacks: import("./findings.js").Reason[], counts: boolean, made: boolean}} Check */

/** The checks of one verification, in order. */
export class Checks {
  constructor() {
    /** @type {Check[]} */
    this.list = [];
  }

  /** @param {string} id @param {Findings} found @param {boolean} [counts] whether *undecided* counts in the outcome */
  add(id, found, counts = true) {
    this.list.push({ id, outcome: found.outcome, reasons: found.fails, lacks: found.lacks, counts, made: true });
    return found;
  }

  /** Name a check that this program does not make: it is undecided, and counts. @param {string} id */
  notMade(id) {
    this.list.push({ id, outcome: "undecided", reasons: [], lacks: [{ code: "not-checked", detail: "" }], counts: true, made: false });
  }

  /** @param {string} id @param {string} needed */
  needs(id, needed, counts = true) {
    const found = new Findings();
    found.lack("needs", needed);
    return this.add(id, found, counts);
  }

  /** @param {string} id */
  holds(id) {
    return this.list.some((one) => one.id === id && one.outcome === "holds");
  }

  get outcome() {
    if (this.list.some((one) => one.outcome === "fails")) return "fails";
    return this.list.some((one) => one.outcome === "undecided" && one.counts) ? "undecided" : "holds";
  }
}
