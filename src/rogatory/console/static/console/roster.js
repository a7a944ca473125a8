// SPDX-License-Identifier: Apache-2.0
// Arrows move from shift to shift in the pictures of a roster; Enter opens one, as a link does. Without
// this every shift is reached with Tab.
"use strict";

document.querySelector(".roster-weeks")?.addEventListener("keydown", (event) => {
  const shifts = [...document.querySelectorAll(".roster-weeks a[href]")].sort(
    (one, other) => one.dataset.start.localeCompare(other.dataset.start),
  );
  const here = shifts.indexOf(event.target.closest?.("a"));
  const onwards = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  const steps = { [onwards]: 1, ArrowDown: 1, [back]: -1, ArrowUp: -1 };
  const step = steps[event.key];
  if (here < 0 || step === undefined) return;
  event.preventDefault();
  shifts[Math.min(shifts.length - 1, Math.max(0, here + step))].focus();
});
