// SPDX-License-Identifier: Apache-2.0
// Suggestions below a search field: a combobox with a list (WAI-ARIA Authoring Practices). Loaded by goen.js when somebody
// first stands in such a field; without it the form is sent as any other.
"use strict";
(() => {
  const ja = document.documentElement.lang === "ja";

  const suggest_for = (form, number) => {
    const field = form.querySelector('input[name="q"]');
    const list = document.createElement("ul"), status = document.createElement("span");
    list.id = `suggested-by-${number}`;
    list.className = "suggested";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", ja ? "候補" : "Suggestions");
    status.className = "unseen";
    status.setAttribute("role", "status");
    field.after(list, status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
      field.setAttribute(name, value);
    }
    let at = -1, asked = "", timer, running;

    const options = () => [...list.children];
    const choose = (next) => {
      options()[at]?.removeAttribute("aria-selected");
      at = next;
      const chosen = options()[at];
      chosen?.setAttribute("aria-selected", "true");
      chosen?.scrollIntoView({ block: "nearest" });
      if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
      else field.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      clearTimeout(timer);
      running?.abort();
      choose(-1);
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      status.textContent = "";
    };
    const look = async () => {
      const q = field.value.trim();
      asked = q;
      running?.abort();
      if (!q) return close();
      running = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(q)}`, { signal: running.signal });
        if (!answer.ok || answer.redirected) return close();
        const found = await answer.text();
        if (q !== asked || document.activeElement !== field) return;
        choose(-1);
        list.innerHTML = found;
        for (const option of options()) option.id = `${list.id}-${option.id}`;
        const count = list.children.length - 1;
        list.hidden = count < 0;
        field.setAttribute("aria-expanded", String(count >= 0));
        status.textContent = count < 1 ? "" : ja ? `候補${count}件` : count === 1 ? "1 suggestion" : `${count} suggestions`;
      } catch { /* no network, or the next letter was typed */ }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 80);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape" && count) close();
      else if (event.key === "ArrowDown" && count) choose((at + 1) % count);
      else if (event.key === "ArrowUp" && count) choose(at <= 0 ? count - 1 : at - 1);
      else if (event.key === "ArrowDown" && field.value.trim()) look();
      else if (event.key === "Enter" && at >= 0) location.assign(options()[at].dataset.path);
      else return;
      event.preventDefault();
    });
    field.addEventListener("blur", close);
    // The field keeps the focus while an option is pressed.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.path);
    });
    if (field === document.activeElement && field.value) look();
  };
  document.querySelectorAll("form[data-suggest]").forEach(suggest_for);
})();
