// SPDX-License-Identifier: Apache-2.0
// Lists of posts: reactions without a new page, new posts announced. Every page does its work without this.
"use strict";
(() => {
  const all = (what, of = document) => [...of.querySelectorAll(what)];
  const ja = document.documentElement.lang === "ja";
  const say = (japanese, english) => (ja ? japanese : english);
  const encoded = (form, submitter) => {
    const data = new FormData(form, submitter);
    return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
  };

  // A reaction: the post's foot comes back with new numbers. Where that fails, the form is sent as without script.
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (!form.matches(".reactions") || button?.name !== "kind") return;
    event.preventDefault();
    const typed = encoded(form, button), foot = form.closest("footer"), at = all("button", form).indexOf(button);
    typed.set("part", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed });
      if (!answer.ok || answer.redirected) throw new Error();
      foot.innerHTML = await answer.text();
      foot.querySelectorAll(".reactions button")[at]?.focus();
    } catch {
      const kind = document.createElement("input");
      Object.assign(kind, { type: "hidden", name: "kind", value: button.value });
      form.append(kind);
      form.submit();
    }
  });

  // One menu is open at a time; Escape and a tap beside it close it.
  const close_menus = (but) => all(".menu[open]").forEach((one) => { if (one !== but) one.open = false; });
  document.addEventListener("click", (event) => close_menus(event.target.closest(".menu")));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // What was deleted can be brought back for ten seconds.
  for (const one of all(".undo")) setTimeout(() => one.remove(), 10_000);

  const feed = document.getElementById("feed");
  if (feed) {
    const told = feed.querySelector(".newer");
    const path = location.pathname + (location.pathname === "/" ? "" : location.search.replace(/[?&](after|deleted)=[^&]*/g, ""));
    const look = async () => {
      if (document.hidden) return;
      try {
        const asked = new URLSearchParams({ filter: feed.dataset.filter, newest: feed.dataset.newest });
        const answer = await fetch(`/feed/newer?${asked}`);
        const count = answer.ok && !answer.redirected ? Number(await answer.text()) : 0;
        if (!count) return;
        const link = document.createElement("a");
        link.href = path;
        link.textContent = say(`新しい投稿 ${count}件 ↑`, `${count} new ${count === 1 ? "post" : "posts"} ↑`);
        told.replaceChildren(link);
        told.hidden = false;
      } catch { /* no network: the next look tells */ }
    };
    // The stream says when to look; the clock does where it is not heard.
    let hears = false, is_due = false;
    setInterval(() => hears || look(), 60_000);
    document.addEventListener("goen-live", ({ detail: { name } }) => {
      if (name === "open" || name === "lost") hears = name === "open";
      if (is_due || !["post", "open", "reload"].includes(name)) return;
      is_due = true;
      setTimeout(() => { is_due = false; look(); }, 300);
    });
    // Read, when she leaves after a while: what is new stays marked as long as she is here.
    const form = feed.querySelector("form.seen"), came = Date.now();
    let is_told = false;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) return look();
      if (!form || is_told || Date.now() - came < 3000) return;
      is_told = true;
      const read = encoded(form);
      read.set("part", "1");
      fetch(form.action, { method: "POST", body: read, keepalive: true }).catch(() => {});
    });
    // j and k: the next post, the one before.
    document.addEventListener("keydown", (event) => {
      if (!"jk".includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest?.("input, textarea, select")) return;
      const posts = all("article.post, article.moves", feed);
      const here = posts.indexOf(document.activeElement?.closest("article"));
      const next = posts[here + (event.key === "j" ? 1 : here < 0 ? 1 : -1)];
      if (!next) return;
      next.querySelector("a").focus({ preventScroll: true });
      next.scrollIntoView({ block: "start" });
    });
  }

  // Another page came after a new post was sent: it arrived, and needs no draft on this device.
  const posted = !document.querySelector(".post-form") && sessionStorage.getItem("goen-posted");
  if (posted) {
    localStorage.removeItem(posted);
    sessionStorage.removeItem("goen-posted");
  }
})();
