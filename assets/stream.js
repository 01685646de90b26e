// SPDX-License-Identifier: Apache-2.0
// What happens while a page is open: badges in the head, and "goen-live" events for the page's own script. One window of a
// browser holds the connection and tells the others. Every page does its work without this.
"use strict";
(() => {
  const ja = document.documentElement.lang === "ja";
  const channel = self.BroadcastChannel && new BroadcastChannel("goen-live");
  if (!self.EventSource || !document.body.classList.contains("member")) return;

  const show_count = (section, count) => {
    const link = document.querySelector(`.places a[href="/${section}"]`);
    if (!link) return;
    link.querySelectorAll(".badge, .badge + .unseen").forEach((one) => one.remove());
    if (!count) return;
    const badge = document.createElement("span"), words = document.createElement("span");
    badge.className = "badge";
    badge.setAttribute("aria-hidden", "true");
    badge.textContent = count;
    words.className = "unseen";
    words.textContent = ja ? ` ${count}件届いています` : ` ${count} waiting`;
    link.append(" ", badge, words);
  };
  const hear = ({ name, data }) => {
    if (name === "counts") for (const section in data) show_count(section, data[section]);
    document.dispatchEvent(new CustomEvent("goen-live", { detail: { name, data } }));
  };
  const names = ["counts", "post", "comment", "message", "read", "notice", "request", "reload"];
  let last = "", source, pause = 3000;
  const tell = (name, data) => {
    hear({ name, data });
    channel?.postMessage({ name, data, last });
  };
  // A window that was opened later asks whether there is a stream; the one that takes over goes on where it was.
  if (channel) {
    channel.onmessage = ({ data: told }) => {
      if (told.name === "hello") {
        if (source?.readyState === EventSource.OPEN) tell("open", {});
        return;
      }
      last = told.last;
      hear(told);
    };
    channel.postMessage({ name: "hello" });
  }
  const connect = () => {
    source = new EventSource(last ? `/stream?after=${last}` : "/stream");
    source.onopen = () => {
      pause = 3000;
      tell("open", {});
    };
    for (const name of names) {
      source.addEventListener(name, (event) => {
        last = event.lastEventId;
        tell(name, JSON.parse(event.data));
      });
    }
    // A browser comes back by itself, but not after a refusal (logged out, too many, restarting): then ever more slowly.
    source.onerror = () => {
      tell("lost", {});
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, pause * (1 + Math.random()));
      pause = Math.min(pause * 2, 300_000);
    };
  };
  if (navigator.locks && channel) navigator.locks.request("goen-live", () => new Promise(connect));
  else connect();
})();
