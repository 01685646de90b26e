// SPDX-License-Identifier: Apache-2.0
// Enhancement only: every page does its work without this file.
"use strict";
(() => {
  const all = (what, of = document) => [...of.querySelectorAll(what)];
  const ja = document.documentElement.lang === "ja";

  // data-expires="2026-10-03T09:15:00Z": what is left, in minutes and seconds; the text beside it is for those without script.
  const count_down = (box) => {
    const end = Date.parse(box.dataset.expires);
    if (!end) return;
    box.setAttribute("role", "timer");
    const tick = () => {
      if (!box.isConnected) return clearInterval(timer);
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      const m = left / 60 | 0, s = left % 60;
      box.textContent = ja ? (left ? `あと ${m}分${String(s).padStart(2, "0")}秒` : "有効期限が切れました")
                           : (left ? `${m}:${String(s).padStart(2, "0")} left` : "This code has expired");
      if (!left) clearInterval(timer);
    };
    const timer = setInterval(tick, 1000);
    tick();
  };
  all("[data-expires]").forEach(count_down);

  // #exchange-now: whoever shows a code sees at once that it was taken. Only this part is loaded again, so that nothing
  // typed beside it is lost.
  const shown = document.getElementById("exchange-now");
  if (shown?.querySelector("[data-expires]")) {
    const look = async () => {
      if (document.hidden) return;
      try {
        const mark = await fetch("/exchange/now");
        if (!mark.ok || mark.redirected) return;
        if ((await mark.text()) === shown.dataset.mark) return;
        const page = await fetch("/exchange", { headers: { accept: "text/html" } });
        if (!page.ok) return;
        const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("exchange-now");
        if (!fresh) return;
        // The status line stays the same element, so that a screen reader says what is new in it.
        shown.querySelector('[role="status"]').replaceChildren(...fresh.querySelector('[role="status"]').childNodes);
        fresh.querySelector('[role="status"]').remove();
        while (shown.children.length > 1) shown.lastElementChild.remove();
        shown.append(...fresh.children);
        shown.dataset.mark = fresh.dataset.mark;
        all("[data-expires]", shown).forEach(count_down);
        if (!shown.querySelector("[data-expires]")) clearInterval(timer);
      } catch { /* no network: the next look tells */ }
    };
    const timer = setInterval(look, 3000);
    document.addEventListener("visibilitychange", look);
  }

  // "/" leads to the search field, wherever one is, but while typing.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = all('main input[type="search"], .find input').find((one) => one.offsetParent);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // <form data-script="search.js" data-style="search.css">: loaded when one first stands in a field that suggests.
  const suggests = document.querySelector("form[data-script]");
  const load_suggestions = (event) => {
    if (!event.target.closest("form[data-suggest]")) return;
    document.removeEventListener("focusin", load_suggestions);
    const style = document.createElement("link"), script = document.createElement("script");
    style.rel = "stylesheet";
    style.href = suggests.dataset.style;
    script.src = suggests.dataset.script;
    document.head.append(style, script);
  };
  if (suggests) document.addEventListener("focusin", load_suggestions);

  // A form that came back: what is wrong is said at its top, and that is where one stands then.
  const wrong = document.querySelector('main form [role="alert"]');
  if (wrong) {
    wrong.tabIndex = -1;
    wrong.focus();
    wrong.scrollIntoView(wrong.offsetHeight > innerHeight || { block: "center" });
  }

  // <button type="button" data-copy="text" hidden>, <button type="button" data-share="address" hidden>: shown only where they
  // can work. What came of it is said in the status line beside them.
  const buttons_for = (what, works, deed) => {
    for (const button of works ? all(`[data-${what}]`) : []) {
      button.hidden = false;
      const status = button.parentElement.querySelector('[role="status"]');
      button.addEventListener("click", async () => {
        try {
          await deed(button);
          status.textContent = button.dataset.done ?? "";
        } catch (error) {
          status.textContent = error.name === "AbortError" ? "" : button.dataset.failed ?? "";
        }
      });
    }
  };
  buttons_for("copy", navigator.clipboard, (button) => navigator.clipboard.writeText(button.dataset.copy));
  buttons_for("share", navigator.share, (button) => navigator.share({ title: button.dataset.title, url: button.dataset.share }));

  // data-postal="code" fills data-postal="region|locality|street" of the same form where nothing is typed yet.
  for (const code of all('[data-postal="code"], [autocomplete~="postal-code"]')) {
    const form = code.form;
    if (!form) continue;
    code.addEventListener("change", async () => {
      const digits = code.value.normalize("NFKC").replace(/\D/g, "");
      if (digits.length !== 7) return;
      try {
        const answer = await fetch(`/postal/${digits}`, { headers: { accept: "application/json" } });
        if (!answer.ok) return;
        const place = await answer.json();
        for (const field of all("[data-postal]", form)) {
          const text = place[field.dataset.postal];
          if (field !== code && text && (!field.value || field.value === field.dataset.filled)) {
            field.value = field.dataset.filled = text;
          }
        }
      } catch { /* she types it herself */ }
    });
  }

  // A picture that was chosen is shown as it will be cut, before it is sent; a file that is too large is said at once.
  for (const box of all('input[type="file"][accept^="image/"]')) {
    box.addEventListener("change", async () => {
      box.parentElement.querySelector("canvas")?.remove();
      const file = box.files[0];
      box.setCustomValidity("");
      if (!file) return;
      if (file.size > 20 * 1024 * 1024) {
        box.value = "";
        box.setCustomValidity(ja ? "20 MBまでの画像をお選びください。" : "Please choose a picture of at most 20 MB.");
        box.reportValidity();
        return;
      }
      let picture;
      try { picture = await createImageBitmap(file); } catch { return; /* HEIC: the server reads it */ }
      const square = box.name === "photo", shown = document.createElement("canvas");
      const side = square ? Math.min(picture.width, picture.height) : 0;
      const scale = square ? 192 / side : Math.min(1, 192 / picture.width, 96 / picture.height);
      shown.width = square ? 192 : picture.width * scale;
      shown.height = square ? 192 : picture.height * scale;
      const paper = shown.getContext("2d");
      paper.fillStyle = "#fff";
      paper.fillRect(0, 0, shown.width, shown.height);
      if (square) paper.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 192, 192);
      else paper.drawImage(picture, 0, 0, shown.width, shown.height);
      shown.className = "photo";
      shown.setAttribute("role", "img");
      shown.setAttribute("aria-label", ja ? "選んだ画像" : "The picture you chose");
      box.after(shown);
    });
  }

  // data-confirm="Really?" on a form or on one of its buttons. A second tap while the first is on its way does nothing.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
    else if (event.target.method === "post" && Date.now() - (sent.get(event.target) ?? 0) < 5000) event.preventDefault();
    else sent.set(event.target, Date.now());
  });
  addEventListener("pageshow", () => { for (const form of document.forms) sent.delete(form); });

  // data-digits="6": full-width and spaced digits become plain ones; the last digit moves on to the button.
  for (const box of all("[data-digits]")) {
    const wanted = Number(box.dataset.digits) || 6;
    box.addEventListener("input", (event) => {
      if (event.isComposing) return;
      const digits = box.value.normalize("NFKC").replace(/[\s-]/g, "");
      if (!/^\d*$/.test(digits)) return;
      if (box.value !== digits) box.value = digits;
      if (digits.length === wanted) box.form?.querySelector('button[type="submit"], button:not([type])')?.focus();
    });
  }

  // "/" finds; g then h c e k r s goes. Never while typing, never with a modifier.
  const places = { h: "/", c: "/card", e: "/exchange", k: "/contacts", r: "/requests", s: "/settings" };
  let went = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (event.key === "/") {
      const search = document.querySelector('input[type="search"]');
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "g" && document.body.classList.contains("member")) {
      went = Date.now();
    } else if (Date.now() - went < 1200 && places[event.key]) {
      location.href = places[event.key];
    }
  });

  // On /exchange, where the browser can read a QR by itself: a button that opens the camera. It follows only links to
  // an exchange (/x/…) or a card (/c/…) of this same site.
  const stage = document.querySelector("[data-scan]") || (location.pathname === "/exchange" && document.querySelector("main"));
  if (stage && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
    BarcodeDetector.getSupportedFormats().then((formats) => {
      if (!formats.includes("qr_code")) return;
      const button = document.createElement("button");
      const words = ja ? ["カメラでQRコードを読む", "カメラを止める", "カメラを使えませんでした。"] : ["Read a QR with the camera", "Stop the camera", "The camera could not be used."];
      button.type = "button";
      button.textContent = words[0];
      const view = document.createElement("video");
      view.playsInline = view.muted = true;
      view.hidden = true;
      view.className = "scan";
      const box = document.createElement("div");
      box.className = "stack screen-only";
      box.append(button, view);
      stage.append(box);
      let stream = null;
      const stop = () => {
        stream?.getTracks().forEach((track) => track.stop());
        stream = null;
        view.hidden = true;
        button.textContent = words[0];
      };
      addEventListener("pagehide", stop);
      button.addEventListener("click", async () => {
        if (stream) return stop();
        try {
          stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        } catch {
          button.insertAdjacentText("afterend", words[2]);
          return;
        }
        view.srcObject = stream;
        view.hidden = false;
        button.textContent = words[1];
        await view.play();
        const reader = new BarcodeDetector({ formats: ["qr_code"] });
        while (stream) {
          const found = await reader.detect(view).catch(() => []);
          for (const { rawValue } of found) {
            let link;
            try { link = new URL(rawValue); } catch { continue; }
            if (link.origin === location.origin && /^\/[xc]\/[\w-]+$/.test(link.pathname)) {
              stop();
              location.href = link.pathname;
              return;
            }
          }
          await new Promise((go) => setTimeout(go, 150));
        }
      });
    });
  }
})();
