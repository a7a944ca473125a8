// SPDX-License-Identifier: Apache-2.0
// The duty desk is asked for again every few seconds, by htmx. What this adds: how many calls wait
// is in the title, what has changed is announced once, the focus stays, and the browser may notify.
"use strict";

const desk = document.getElementById("desk-now");
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

// The browser, too, notifies the reader of a call, once, and the record says so. The
// notification says how urgent it is and nothing of whom or what: it may be shown on a locked screen.
const canNotify = "Notification" in window;
const notified = new Set();

function notifies() {
  return canNotify && Notification.permission === "granted";
}

function notify() {
  if (!notifies()) return;
  desk.dataset.whileHidden = "1"; // a call is to be announced while another window is looked at
  for (const card of desk.querySelectorAll("[data-call]")) {
    const call = card.dataset.call;
    if (notified.has(call)) continue;
    notified.add(call);
    const shown = new Notification(card.dataset.notice, { tag: call, requireInteraction: true });
    shown.addEventListener("click", () => window.focus());
    shown.addEventListener("show", () => noteNotified(call));
  }
}

async function noteNotified(call) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const form = new URLSearchParams({ call, csrfmiddlewaretoken: token ? token.value : "" });
  const headers = { Accept: "application/json" };
  await fetch(desk.dataset.notified, { method: "POST", body: form, headers, credentials: "same-origin" });
  notified.delete(call); // the next step of the ladder may announce it again
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

let place = null;
let before = "";
let opened = [];

desk.addEventListener("htmx:beforeSwap", () => {
  place = placeOf(document.activeElement);
  before = sum();
  opened = [...desk.querySelectorAll("details[open]")].map((one) => one.id);
});

desk.addEventListener("htmx:afterSwap", () => {
  for (const one of desk.querySelectorAll("details")) one.open = opened.includes(one.id);
  say(before);
  if (place) desk.querySelector(place)?.focus({ preventScroll: true });
  calls();
  notify();
});

calls();
offerToNotify();
notify();
