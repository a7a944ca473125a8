// SPDX-License-Identifier: Apache-2.0
// Before a form is sent from a page that has been open for a while, the node is asked whether the session
// lasts. If it does not, or nobody answers, the form stays as it is and a notice says why: a browser that
// is sent to the log-in, or to its own page of errors, forgets what was typed.
"use strict";

(() => {
  const notice = document.getElementById("not-sent");
  if (!notice || document.getElementById("writing")) return; // drafting.js saves what is typed by itself
  const LASTS = 20_000; // milliseconds after a page or an answer in which a form is sent at once
  const PATIENCE = 10_000; // milliseconds, as of htmx: then nobody answers
  let answered = performance.now();

  // A machine that slept, a tab that was left, a line that came and went: what was known is old.
  const forget = () => (answered = -LASTS);
  document.addEventListener("visibilitychange", forget);
  window.addEventListener("pageshow", (event) => event.persisted && forget());
  window.addEventListener("offline", forget);

  function isTyped(one) {
    if (one.type === "hidden" || !one.matches("input, textarea, select")) return false;
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.options) return [...one.options].some((each) => each.selected !== each.defaultSelected);
    return one.value !== ""; // a form that came back refused has what was typed from the start
  }

  async function problem() {
    try {
      const answer = await fetch(notice.dataset.session, {
        headers: { Accept: "application/json" },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) return null;
      return answer.status === 401 || answer.type === "opaqueredirect" ? "ended" : "lost";
    } catch {
      return "lost";
    }
  }

  function say(why) {
    for (const one of notice.querySelectorAll("[data-why]")) one.hidden = one.dataset.why !== why;
    notice.hidden = why === null;
    if (why !== null) notice.focus();
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.target) return;
    if (performance.now() - answered < LASTS || ![...form.elements].some(isTyped)) return;
    event.preventDefault();
    if ("asking" in form.dataset) return; // pressed twice
    const button = event.submitter;
    form.dataset.asking = "";
    const why = await problem();
    delete form.dataset.asking;
    say(why);
    if (why !== null) return;
    answered = performance.now();
    form.requestSubmit(button);
  });
})();
