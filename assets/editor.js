// SPDX-License-Identifier: Apache-2.0
// The editor of a card: the server draws the card anew as one types. Without this the form has a button for it.
"use strict";
(() => {
  const form = document.querySelector(".card-form");
  const button = form?.querySelector('[name="look"]');
  if (!button) return;
  button.hidden = true;

  let timer = 0, asked = null;
  const draw = async () => {
    asked?.abort();
    asked = new AbortController();
    const typed = new URLSearchParams(new FormData(form));
    typed.set("look", "live");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: typed, signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of form.querySelectorAll("[data-live]")) {
        const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
        if (next && next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
      }
    } catch { /* another change came, or there is no network: the next one draws */ }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, 200);
  });
})();
