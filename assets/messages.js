// SPDX-License-Identifier: Apache-2.0
// A thread: what is new appears, what is seen is marked as read, what is typed is kept. Every page does its work without this.
"use strict";
(() => {
  const talk = document.getElementById("talk");
  for (const one of document.querySelectorAll(".undo")) setTimeout(() => one.remove(), 10_000);
  if (!talk) return;
  const path = `/messages/${talk.dataset.thread}`;
  const form = document.querySelector(".message-form");
  const csrf = document.querySelector("input[name=csrf]")?.value ?? "";
  const post = (to, fields, more) => fetch(to, { method: "POST", body: new URLSearchParams({ csrf, ...fields }), ...more });

  if (talk.dataset.live) {
    const at_end = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 240;
    const mark = async () => {
      if (document.hidden || talk.dataset.newest === talk.dataset.read) return;
      const newest = talk.dataset.newest;
      if (newest === "0") return;
      const answer = await post(`${path}/read`, { up_to: newest, part: "1" }).catch(() => null);
      if (!answer?.ok) return;
      talk.dataset.read = newest;
      document.querySelector(".mark-read")?.remove();
    };
    let is_looking = false;
    const look = async () => {
      if (document.hidden || is_looking) return;
      is_looking = true;
      try {
        const answer = await fetch(`${path}/newer?after=${talk.dataset.newest}`);
        const items = answer.ok && !answer.redirected ? await answer.text() : "";
        if (!items) return;
        const was_at_end = at_end();
        talk.insertAdjacentHTML("beforeend", items);
        talk.dataset.newest = [...talk.querySelectorAll("[data-id]")].at(-1)?.dataset.id ?? talk.dataset.newest;
        if (was_at_end) document.getElementById("latest")?.scrollIntoView({ block: "end" });
        await mark();
      } catch {
        // Tried again the next time.
      } finally {
        is_looking = false;
      }
    };
    // The stream says when to look; the clock does where it is not heard.
    let hears = false;
    document.addEventListener("goen-live", ({ detail: { name, data } }) => {
      if (name === "open" || name === "lost") hears = name === "open";
      if (name === "message" && data.thread !== talk.dataset.thread) return;
      if (["message", "open", "reload"].includes(name)) look();
    });
    document.addEventListener("visibilitychange", () => { look(); mark(); });
    setInterval(() => hears || look(), 15_000);
    mark();
    if (!location.hash && !new URLSearchParams(location.search).has("deleted")) scrollTo(0, document.documentElement.scrollHeight);
  }

  const text = form?.querySelector("textarea[name=text]"), version = form?.querySelector("input[name=version]");
  if (!text || !version) return;
  const state = form.querySelector(".draft-state");
  let kept = text.value, timer = 0, is_stale = false, is_sending = false;
  const keep = async (more) => {
    if (text.value === kept || is_stale || is_sending) return;
    const typed = text.value;
    const answer = await post(`${path}/draft`, { text: typed, version: version.value }, more).catch(() => null);
    if (!answer || answer.redirected) return;
    const said = await answer.text();
    if (answer.ok) {
      const [next, words] = said.split("\n");
      version.value = next;
      kept = typed;
      state.textContent = words ?? "";
    } else {
      is_stale = answer.status === 409;
      state.textContent = said;
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    state.textContent = "";
    timer = setTimeout(() => keep(), 1200);
  });
  addEventListener("pagehide", () => { clearTimeout(timer); keep({ keepalive: true }); });
  form.addEventListener("submit", () => { is_sending = true; clearTimeout(timer); });
  // Enter alone makes a line; with Ctrl or ⌘ it sends.
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button[value=send]"));
  });
})();
