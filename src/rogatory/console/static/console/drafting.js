// SPDX-License-Identifier: Apache-2.0
// What an officer types is saved a moment after he stops, and before he leaves the page. Without this
// every button of the form saves.
"use strict";

document.getElementById("reasons")?.focus();

const form = document.getElementById("writing");
const savedAt = document.getElementById("saved");
const conflict = document.getElementById("conflict");
const AFTER_TYPING = 900;

const shown = new Map(); // by part what the node last said, so that nothing is drawn anew in vain
let waiting = null;
let saving = null; // the save under way
let isTyped = false; // something was typed that no save has taken along
let isRefused = false; // changed elsewhere: saving by itself ends, the officer decides
let isLetterOld = false; // something was saved while the letter beside the form was not shown
let isFailed = false; // the last save did not arrive: nothing leaves this page before one does

function draw(text) {
  const answered = new DOMParser().parseFromString(text, "text/html");
  if (answered.querySelector("[data-part=letter]")) isLetterOld = false;
  for (const part of answered.querySelectorAll("[data-part]")) {
    const name = part.dataset.part;
    const place = document.getElementById(name);
    if (!place || shown.get(name) === part.innerHTML) continue;
    if (name === "language" && document.activeElement === place) continue;
    shown.set(name, part.innerHTML);
    for (const [attribute, value] of Object.entries(part.dataset)) {
      if (attribute.startsWith("set")) place.setAttribute(attribute.slice(3).toLowerCase(), value);
    }
    place.innerHTML = part.innerHTML;
  }
  followMatter();
}

// The letter beside the form shows the place where the officer writes.
let item = document.querySelector("#writing [name^='body.']")?.name.split(".")[1];
function followMatter() {
  const letter = document.getElementById("letter");
  if (!letter || !item) return;
  for (const one of letter.querySelectorAll("[data-part]")) {
    one.classList.toggle("here", one.dataset.part.split(" ").includes(item));
  }
  const point = letter.querySelector(".here");
  if (!point || letter.contains(document.activeElement)) return;
  letter.scrollTop += point.getBoundingClientRect().top - letter.getBoundingClientRect().top - letter.clientHeight / 4;
}

function showsLetter() {
  return Boolean(document.getElementById("letter")?.getClientRects().length);
}

// The letter is asked for where somebody sees it: to write it is most of the work of a save.
function typed() {
  const data = new FormData(form);
  data.set("save", "part");
  if (showsLetter()) data.set("letter-shown", "yes");
  else isLetterOld = true;
  return new URLSearchParams(data);
}

// A new log-in in another window brings a new token against forged requests.
async function renewToken() {
  const answer = await fetch(form.action, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) throw new Ended();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#writing input[name=csrfmiddlewaretoken]");
  for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) one.value = token.value;
}

class Ended extends Error {}

function post(keepalive) {
  const body = typed();
  return fetch(form.action, {
    method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive,
  });
}

const FORBIDDEN = 403;

async function send(keepalive) {
  isTyped = false;
  try {
    let answer = await post(keepalive);
    if (answer.status === FORBIDDEN && !keepalive) {
      await renewToken();
      answer = await post(keepalive);
    }
    if (answer.type === "opaqueredirect") throw new Ended();
    const isOurs = answer.ok || answer.status === 409;
    if (!isOurs) throw new Error(String(answer.status));
    draw(await answer.text());
    isRefused = !answer.ok;
    isFailed = false;
    if (answer.ok) keepPlace(answer.headers);
    return answer.ok;
  } catch (error) {
    isTyped = true;
    isFailed = true;
    savedAt.textContent = error instanceof Ended ? savedAt.dataset.ended : savedAt.dataset.failed;
    shown.delete("saved");
    return false;
  }
}

function keepPlace(headers) {
  for (const one of document.querySelectorAll("input[name=revision]")) {
    one.value = headers.get("Rogatory-Revision");
  }
  const address = headers.get("Rogatory-Address");
  if (!address || new URL(form.action).pathname === address) return;
  form.action = address;
  history.replaceState(null, "", address);
}

// One save at a time: a second one would be of an older revision than the first one's.
async function save({ keepalive = false } = {}) {
  clearTimeout(waiting);
  while (saving) await saving;
  if (!isTyped || isRefused) return !isRefused;
  saving = send(keepalive);
  const done = await saving;
  saving = null;
  return done;
}

// The ground proposes its article, unless the officer typed another one than the ground before proposed.
const ground = form.elements["body.ground"];
let proposed = ground?.selectedOptions?.[0]?.dataset.proposes ?? "";
function proposeArticle() {
  const article = form.elements["body.article"];
  const chosen = ground.selectedOptions?.[0]?.dataset.proposes;
  if (!article || !chosen) return;
  if (["", proposed].includes(article.value.trim())) article.value = chosen;
  proposed = chosen;
}

function changed(event) {
  if (event.target.form !== form || event.target.type === "hidden") return;
  if (event.type === "change" && event.target === ground) proposeArticle();
  isTyped = true;
  clearTimeout(waiting);
  waiting = setTimeout(save, "look" in event.target.dataset ? 0 : AFTER_TYPING);
}

// Whatever leads away waits for the save; that of the form itself brings what was typed along.
function needsSaving() {
  return (isTyped || saving) && !isRefused;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || !needsSaving()) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
  const page = link.dataset.page;
  const href = link.href;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  await save();
  const now = page && document.querySelector(`a[data-page="${CSS.escape(page)}"]`);
  location.href = now && now.isConnected ? now.href : href;
});

document.addEventListener("submit", async (event) => {
  const leaving = event.target;
  if (leaving === form) {
    clearTimeout(waiting);
    isTyped = isFailed;
    if (!saving && !isFailed) return;
  } else if (!needsSaving() || "leave" in leaving.dataset) {
    isTyped = isTyped && !("leave" in leaving.dataset);
    return;
  }
  const button = event.submitter;
  event.preventDefault();
  if (leaving !== form || isFailed) await save();
  else await saving;
  if (leaving !== form || !isFailed) leaving.requestSubmit(button);
});

document.addEventListener("focusin", (event) => {
  if (event.target.form !== form || !event.target.name?.startsWith("body.")) return;
  item = event.target.name.split(".")[1];
  followMatter();
});
document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) save({ keepalive: true });
});
window.addEventListener("pagehide", () => {
  if (isTyped && !isRefused && !saving) send(true);
});

// On a narrow screen the list of items is folded; on a wide one it is always open.
const fold = document.getElementById("steps-fold");
const narrow = matchMedia("(max-width: 60rem)");
function foldSteps() {
  if (fold) fold.open = !narrow.matches;
}
narrow.addEventListener("change", foldSteps);
narrow.addEventListener("change", () => {
  if (isLetterOld && showsLetter()) {
    isTyped = true;
    save();
  }
  followMatter();
});
foldSteps();
followMatter();
