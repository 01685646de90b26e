// SPDX-License-Identifier: Apache-2.0
// /settings/push: what this browser can do is offered; it is asked for only after a tap.
"use strict";
(() => {
  const device = document.getElementById("this-device"), offline = document.getElementById("offline-card");
  if (!device || !offline) return;
  const csrf = document.querySelector('input[name="csrf"]').value;
  const post = (path, fields) => fetch(path, { method: "POST", body: new URLSearchParams({ csrf, ...fields }) });
  const hint = (box) => box.querySelector("[data-without-script]");
  const say = (box, what) => { box.querySelector('[role="status"]').textContent = box.querySelector('[role="status"]').dataset[what] ?? ""; };
  const worker = async () => {
    await navigator.serviceWorker.register("/sw.js");
    return navigator.serviceWorker.ready;
  };
  // Does a deed of a button, and says what came of it.
  const on_tap = (box, button, deed) => button.addEventListener("click", async () => {
    button.disabled = true;
    say(box, "working");
    try {
      say(box, await deed());
    } catch {
      say(box, "failed");
    }
    button.disabled = false;
  });

  const button = device.querySelector("[data-push]"), blocked = self.Notification?.permission === "denied";
  if (!navigator.serviceWorker || !self.PushManager || !self.Notification || blocked) {
    hint(device).textContent = hint(device).dataset[blocked ? "denied" : "unsupported"];
  } else {
    hint(device).hidden = true;
    if (button) {
      button.hidden = false;
      on_tap(device, button, async () => {
        if (await Notification.requestPermission() !== "granted") {
          hint(device).hidden = false;
          hint(device).textContent = hint(device).dataset.denied;
          return "";
        }
        const { pushManager } = await worker();
        const asked = { userVisibleOnly: true, applicationServerKey: device.dataset.key };
        const subscription = await pushManager.getSubscription() ?? await pushManager.subscribe(asked);
        const { endpoint, keys } = subscription.toJSON();
        const answer = await post("/settings/push/devices", { endpoint, ...keys });
        if (!answer.ok) return "failed";
        location.reload();
        return "working";
      });
    }
  }

  if (!navigator.serviceWorker || !self.caches) {
    hint(offline).textContent = hint(offline).dataset.unsupported;
    return;
  }
  hint(offline).hidden = true;
  const buttons = Object.fromEntries([...offline.querySelectorAll("[data-card]")].map((one) => [one.dataset.card, one]));
  const show = async () => {
    const is_kept = !!await caches.match("/offline");
    buttons.keep.hidden = is_kept;
    buttons.forget.hidden = !is_kept;
  };
  const ask = async (deed) => {
    const { active } = await worker();
    return new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => done(data);
      active.postMessage(deed, [port2]);
    });
  };
  on_tap(offline, buttons.keep, async () => {
    const has_link = await post("/offline", {});
    if (!has_link.ok || !await ask("keep")) return "failed";
    await show();
    return "kept";
  });
  on_tap(offline, buttons.forget, async () => {
    await ask("forget");
    await show();
    return "gone";
  });
  show();
})();
