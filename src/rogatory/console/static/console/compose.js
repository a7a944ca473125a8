// SPDX-License-Identifier: Apache-2.0
// After a refusal the list of reasons is what to read first. As one types, the list of what the
// message must say is asked for anew; without this script a button does the same.
"use strict";

document.getElementById("reasons")?.focus();

const form = document.querySelector("form.compose");
const progress = document.getElementById("progress");
const AFTER_TYPING = 700;
let waiting = null;
let asked = 0;

async function look() {
  const mine = ++asked;
  const data = new FormData(form);
  data.set("check", "part");
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      body: new URLSearchParams(data),
      credentials: "same-origin",
      redirect: "error",
    });
    if (answer.ok && mine === asked) progress.innerHTML = await answer.text();
  } catch {
    // The button asks the same.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, AFTER_TYPING);
});
