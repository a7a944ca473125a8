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

// What has changed since the last look is said once, in a sentence, to who does not see the page.
const spoken = document.getElementById("desk-said");

function sum() {
  return desk.querySelector(".sum")?.textContent ?? "";
}

function say(before) {
  if (sum() !== before) spoken.textContent = sum();
}

// What holds the focus is found again by its address or value, so that a keyboard keeps its place.
function placeOf(element) {
  if (!desk.contains(element)) return null;
  if (element.href) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  return element.value ? `button[value="${CSS.escape(element.value)}"]` : null;
}

// A call that has come to the reader is told by the browser, too, once, and noted in the record. The
// notification says how urgent it is and nothing of whom or what: it may stand on a locked screen.
const canNotify = "Notification" in window;
const told = new Set();

function notifies() {
  return canNotify && Notification.permission === "granted";
}

function notify() {
  if (!notifies()) return;
  for (const card of desk.querySelectorAll("[data-call]")) {
    const call = card.dataset.call;
    if (told.has(call)) continue;
    told.add(call);
    const shown = new Notification(card.dataset.told, { tag: call, requireInteraction: true });
    shown.addEventListener("click", () => window.focus());
    shown.addEventListener("show", () => noteNotified(call));
  }
}

async function noteNotified(call) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const form = new URLSearchParams({ call, csrfmiddlewaretoken: token ? token.value : "" });
  const headers = { Accept: "application/json" };
  await fetch(desk.dataset.notified, { method: "POST", body: form, headers, credentials: "same-origin" });
  told.delete(call); // the next step of the ladder may tell it again
}

function offerToNotify() {
  const ask = document.getElementById("desk-ask");
  if (!ask || !canNotify) return;
  ask.hidden = Notification.permission !== "default";
  document.getElementById("desk-notify").addEventListener("click", async () => {
    await Notification.requestPermission();
    ask.hidden = Notification.permission !== "default";
    notify();
  });
}

async function lookAgain() {
  if (document.hidden && !notifies()) return;
  try {
    const answer = await fetch(desk.dataset.again, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    const place = placeOf(document.activeElement);
    const before = sum();
    desk.innerHTML = text;
    say(before);
    if (place) desk.querySelector(place)?.focus({ preventScroll: true });
    lost.hidden = true;
    calls();
    notify();
  } catch {
    lost.hidden = false;
  }
}

calls();
offerToNotify();
notify();
setInterval(lookAgain, Number(desk.dataset.every) * 1000);
document.addEventListener("visibilitychange", lookAgain);
