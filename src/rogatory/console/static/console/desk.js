// SPDX-License-Identifier: Apache-2.0
// The duty desk asks for its own content again every few seconds. Without this it is a plain page.
"use strict";

const desk = document.getElementById("desk-now");
const lost = document.getElementById("desk-lost");
const title = document.title;

function calls() {
  const waiting = desk.querySelectorAll(".row.fresh, .card.fresh").length;
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

// What holds the focus is found again by its address or value, so that a keyboard keeps its place.
function placeOf(element) {
  if (!desk.contains(element)) return null;
  if (element.href) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  return element.value ? `button[value="${CSS.escape(element.value)}"]` : null;
}

async function lookAgain() {
  if (document.hidden) return;
  try {
    const answer = await fetch(desk.dataset.again, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    const place = placeOf(document.activeElement);
    desk.innerHTML = text;
    if (place) desk.querySelector(place)?.focus({ preventScroll: true });
    lost.hidden = true;
    calls();
  } catch {
    lost.hidden = false;
  }
}

calls();
setInterval(lookAgain, Number(desk.dataset.every) * 1000);
document.addEventListener("visibilitychange", lookAgain);
