// SPDX-License-Identifier: Apache-2.0
// A part of a page asks for its own content again until nothing more will change. Without this it
// is a plain page.
"use strict";

for (const part of document.querySelectorAll("[data-again]")) {
  const lost = document.getElementById(part.dataset.lost);
  const done = document.querySelector(`[data-done-for="${part.id}"]`); // said once, to who does not see
  let asking = null;

  const lookAgain = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(part.dataset.again, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      part.innerHTML = await answer.text();
      lost.hidden = true;
      if (answer.headers.get("Rogatory-Settled") === "1") {
        clearInterval(asking);
        if (done) done.textContent = part.dataset.done;
      }
    } catch {
      lost.hidden = false;
    }
  };

  asking = setInterval(lookAgain, Number(part.dataset.every) * 1000);
}
