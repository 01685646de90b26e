// SPDX-License-Identifier: Apache-2.0
// Writing posts and comments: people suggested after an @, photographs sent one by one, drafts kept. The form does its work
// without this.
"use strict";
(() => {
  const all = (what, of = document) => [...of.querySelectorAll(what)];
  const say = (japanese, english) => (document.documentElement.lang === "ja" ? japanese : english);
  const encoded = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

  // @ and a few letters: people of one's book. The form carries whom a name means.
  const suggest_in = (text) => {
    const form = text.form, list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `${text.id}-people`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    text.after(list);
    text.setAttribute("aria-controls", list.id);
    text.setAttribute("aria-autocomplete", "list");
    let timer = 0, asked = 0, chosen = 0, people = [];
    const typed = () => /(?:^|[\s　、。（「])@([^\s@]{1,30})$/.exec(text.value.slice(0, text.selectionStart));
    const hide = () => {
      list.hidden = true;
      text.removeAttribute("aria-activedescendant");
    };
    const mark = () => [...list.children].forEach((one, at) => {
      one.setAttribute("aria-selected", at === chosen);
      if (at === chosen) text.setAttribute("aria-activedescendant", one.id);
    });
    const take = (person) => {
      const found = typed();
      if (!found) return hide();
      const end = text.selectionStart, start = end - found[1].length;
      // A namesake of somebody mentioned before gets a number, as the server does it.
      const known = all('[name="mention"]', form).map((one) => one.value);
      const before = known.find((one) => one.startsWith(`${person.id}|`));
      let name = before ? before.slice(before.indexOf("|") + 1) : person.name;
      for (let n = 2; !before && known.some((one) => one.endsWith(`|${name}`)); n++) name = `${person.name}（${n}）`;
      text.setRangeText(`${name} `, start, end, "end");
      if (!before) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "mention", value: `${person.id}|${name}` });
        form.append(field);
      }
      hide();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const ask = async () => {
      const found = typed(), mine = ++asked;
      if (!found) return hide();
      try {
        const answer = await fetch(`/posts/people?${new URLSearchParams({ q: found[1] })}`);
        if (!answer.ok || answer.redirected || mine !== asked) return;
        people = (await answer.text()).split("\n").filter(Boolean).map((line) => {
          const [id, name, company] = line.split("|");
          return { id, name, company };
        });
        list.replaceChildren(...people.map((person, at) => {
          const one = document.createElement("li");
          one.id = `${list.id}-${at}`;
          one.setAttribute("role", "option");
          one.textContent = person.company ? `${person.name}　${person.company}` : person.name;
          one.addEventListener("mousedown", (event) => { event.preventDefault(); take(person); });
          return one;
        }));
        list.hidden = !people.length;
        chosen = 0;
        mark();
      } catch { hide(); }
    };
    text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    text.addEventListener("blur", hide);
    text.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") chosen = (chosen + (event.key === "ArrowDown" ? 1 : people.length - 1)) % people.length;
      else if (event.key === "Enter" || event.key === "Tab") take(people[chosen]);
      else if (event.key === "Escape") hide();
      else return;
      event.preventDefault();
      mark();
    });
  };
  all('.post-form textarea[name="text"], .comment-form textarea').forEach(suggest_in);

  // Photographs: chosen together, sent one by one, each with a field for its description.
  const form = document.querySelector(".post-form");
  const adding = form?.querySelector(".add-photos");
  if (adding) {
    const list = form.querySelector(".photo-list"), status = adding.querySelector('[role="status"]');
    const files = form.querySelector(".photo-files"), most = Number(list.dataset.most);
    const chooser = Object.assign(document.createElement("input"), { type: "file", accept: "image/*,.heic", multiple: true, hidden: true });
    adding.hidden = false;
    files?.remove();
    adding.append(chooser);
    const button = adding.querySelector("button");
    chooser.setAttribute("aria-label", button.textContent.trim());
    const free = () => most - all(".photo-item", list).length;
    const show_room = () => { button.disabled = free() <= 0; };
    const send = (file) => new Promise((done) => {
      const sent = new XMLHttpRequest(), data = new FormData();
      data.append("csrf", form.elements.csrf.value);
      data.append("photo", file);
      sent.upload.addEventListener("progress", (event) => {
        const part = Math.round(event.loaded / event.total * 100);
        status.textContent = part < 100 ? `${file.name} ${part}%` : say("写真を整えています…", "Preparing the photo…");
      });
      sent.addEventListener("load", () => {
        if (sent.status !== 200 || !sent.responseText.startsWith("<li")) return done(sent.status < 500 && sent.responseText.length < 300 ? sent.responseText : say("写真を送れませんでした。", "The photo could not be sent."));
        list.insertAdjacentHTML("beforeend", sent.responseText);
        done("");
      });
      sent.addEventListener("error", () => done(say("接続が切れています。もう一度お試しください。", "The connection is lost. Please try again.")));
      sent.open("POST", "/posts/pictures");
      sent.send(data);
    });
    button.addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", async () => {
      const chosen = [...chooser.files];
      let trouble = chosen.length > free() ? say(`写真は${most}枚までです。`, `A post has up to ${most} photos.`) : "";
      button.disabled = true;
      for (const file of chosen.slice(0, free())) trouble = await send(file) || trouble;
      chooser.value = "";
      status.textContent = trouble;
      show_room();
      all('.photo-item input[type="text"]', list).find((one) => !one.value)?.focus();
      form.dispatchEvent(new Event("input"));
    });
    list.addEventListener("change", (event) => {
      if (!event.target.name.startsWith("drop.")) return;
      event.target.closest("li").remove();
      show_room();
    });
    show_room();
  }

  // The draft: on the server, and on this device while the connection is lost.
  const composer = document.querySelector(".composer");
  const key = composer && `goen-draft-${composer.dataset.member}`;
  if (composer?.dataset.kind === "new" && form) {
    const text = form.elements.text, status = form.querySelector(".draft-state");
    const lost = localStorage.getItem(key);
    if (lost && !text.value) {
      text.value = lost;
      status.textContent = say("接続が切れたときの下書きを戻しました。", "Your draft from when the connection was lost is back.");
    }
    let timer = 0, is_sent = false;
    const keep = async () => {
      if (is_sent) return;
      try {
        const answer = await fetch("/posts/draft", { method: "POST", body: encoded(form), keepalive: true });
        if (!answer.ok || answer.redirected) throw new Error();
        localStorage.removeItem(key);
        status.textContent = await answer.text();
      } catch {
        localStorage.setItem(key, text.value);
        status.textContent = say("接続できないため、この端末に下書きを残しました。", "No connection: the draft is kept on this device.");
      }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 2500); });
    form.addEventListener("submit", () => {
      is_sent = true;
      clearTimeout(timer);
      sessionStorage.setItem("goen-posted", key);
    });
    addEventListener("pageshow", () => { is_sent = false; });
    document.addEventListener("visibilitychange", () => { if (document.hidden && text.value && timer) keep(); });
  }
})();
