// SPDX-License-Identifier: Apache-2.0
// Parts of a page that are asked for again, by htmx. What this adds: nobody asks for a page that is
// not looked at, a part that cannot be had says so, and one that is settled is said to be, once, to
// who does not see it. Without this it is a plain page.
"use strict";

const STOP_ASKING = 286; // the server's word that nothing more will change

function lost(part, isLost) {
  const notice = document.getElementById(part.dataset.lost ?? "");
  if (notice) notice.hidden = !isLost;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const part = event.detail.elt;
  if (part.dataset.lost && document.hidden && !part.dataset.whileHidden) event.preventDefault();
});

for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, (event) => lost(event.detail.elt, true));
}

document.addEventListener("htmx:afterSwap", (event) => {
  const part = event.detail.elt;
  lost(part, false);
  if (event.detail.xhr.status !== STOP_ASKING) return;
  const said = document.querySelector(`[data-done-for="${part.id}"]`);
  if (said) said.textContent = part.dataset.done;
});
