// SPDX-License-Identifier: Apache-2.0
// As one narrows a list, its rows are asked for anew and stand in the place of the old ones; the
// address follows, so that it can be kept and gone back to. Without this a button does the same.
"use strict";

for (const form of document.querySelectorAll("form[data-narrow]")) {
  const found = document.getElementById(form.dataset.narrow);
  const AFTER_TYPING = 400;
  let waiting = null;
  let asked = 0;

  const narrow = async () => {
    const mine = ++asked;
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = `${location.pathname}?${new URLSearchParams(given)}`;
    try {
      const answer = await fetch(address, {
        headers: { "Rogatory-Part": "rows" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (mine !== asked) return;
      found.innerHTML = text;
      history.replaceState(null, "", address);
    } catch {
      // The button asks the same, and shows why it is refused.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(narrow, AFTER_TYPING);
  });
}
