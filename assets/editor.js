// SPDX-License-Identifier: Apache-2.0
// The editor of a card: the server draws the card anew as one types. Without this the form has a button for it.
"use strict";
(() => {
  const form = document.querySelector(".card-form");
  const button = form?.querySelector('[name="look"]');
  if (!button) return;
  button.hidden = true;

  // What saving would say of a name that is not drawn, below its field.
  const tell = (input, error) => {
    const field = input.closest(".field"), old = field?.querySelector(".error");
    if (!field || (old?.textContent ?? "") === (error?.textContent ?? "")) return;
    old?.remove();
    field.classList.toggle("wrong", !!error);
    if (error) {
      error.id = `${input.id}-error`;
      error.setAttribute("role", "status");
      field.append(error);
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", error.id);
    } else {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  };

  // Leaving loses what was typed and not saved.
  let unsaved = form.classList.contains("unsaved");
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

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
      for (const input of form.querySelectorAll('[name="name.family"], [name="name.given"], [name="name.middle"]')) tell(input, fresh.querySelector(`[data-error="${input.name}"]`));
    } catch { /* another change came, or there is no network: the next one draws */ }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, 200);
  });
})();
