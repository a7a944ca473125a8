// SPDX-License-Identifier: Apache-2.0
// The verdict as the page shows it: never more than what was checked, and undecided until a root was given.

/** Checks of closed lists, which a folder chosen by the button does not show whole. */
const CLOSED = new Set(["bundle-complete", "bundle-layout", "seal-layout", "disclosure-form"]);

/** @typedef {{outcome: string, why: string[], checks: import("../core/checks/checks.js").Check[]}} Shown */

/** Return the outcome and the texts that explain it.
 * @param {{kind: string, outcome: string, basis: string, checks: import("../core/checks/checks.js").Check[], root: string | null}} found
 * @param {{fingerprint: string | null, whole: boolean, copy: boolean}} how @returns {Shown} */
export function shownVerdict(found, { fingerprint, whole, copy }) {
  const checks = found.checks.map((one) => (whole || !CLOSED.has(one.id) || one.outcome !== "holds" ? one : { ...one, outcome: "undecided", lacks: [{ code: "folders-not-shown", detail: "" }] }));
  if (checks.some((one) => one.outcome === "fails")) return { outcome: "fails", why: ["failsText"], checks };
  const why = [];
  if (found.kind !== "bundle" && !copy) why.push("undecidedCopy");
  if (fingerprint === null) why.push("undecidedRoot");
  if (!whole) why.push("undecidedFolder");
  const open = found.outcome !== "holds" || checks.some((one) => one.outcome === "undecided" && one.counts);
  const rests = fingerprint !== null && (found.kind === "bundle" ? found.basis === "given" : copy && found.root === fingerprint);
  if (!open && !why.length && rests) return { outcome: "holds", why: ["holdsText"], checks };
  return { outcome: "undecided", why: why.length ? why : ["undecidedText"], checks };
}
