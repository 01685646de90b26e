// SPDX-License-Identifier: Apache-2.0
// The worker of a browser whose member asked for notifications or for her card offline: shows what is pushed, and keeps
// that one page. No other page is ever kept. Served at /sw.js.
"use strict";
const kept = "goen-card", page = "/offline", own = /^\/(assets|pictures)\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// ---- notifications ----

// Those of one kind become one; the same sent again (a server that stopped in the middle) is not told again.
const tell = async (message) => {
  let said = {};
  try { said = message.json(); } catch { /* shown without words: a browser wants something shown */ }
  const tag = said.kind ?? "goen", lang = said.lang ?? "en";
  const before = (await self.registration.getNotifications({ tag }))[0]?.data;
  const is_again = before?.marks.includes(said.mark) ?? false;
  if (is_again) return;
  const earlier = before ? before.earlier + before.count : 0;
  const lines = [said.body ?? "", said.text ?? ""];
  if (earlier) lines.push(lang === "ja" ? `このほかに${earlier}件` : `and ${earlier} before`);
  await self.registration.showNotification(said.title ?? "goen", {
    body: lines.filter((line) => line).join("\n"), tag, lang, renotify: !!before,
    icon: "asset(touch-icon.png)", badge: "asset(touch-icon.png)",
    data: { url: said.url ?? "/", count: said.count ?? 1, earlier, marks: [...(before?.marks ?? []), said.mark].slice(-50) },
  });
};
self.addEventListener("push", (event) => event.waitUntil(tell(event.data)));

// A window that shows the page already, or a new one: nothing that is being typed is lost.
const open = async (path) => {
  const to = new URL(path, self.location.origin);
  if (to.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((one) => one.url === to.href);
  await (there ? there.focus() : self.clients.openWindow(to.href));
};
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/"));
});

// The browser has got another address at its push service: the server is told, as the page would.
const renew = async ({ oldSubscription, newSubscription }) => {
  const settings = await (await fetch("/settings/push")).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(settings)?.[1], key = /data-key="([^"]+)"/.exec(settings)?.[1];
  if (!csrf || !key) return;
  const now = newSubscription ?? await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = now.toJSON();
  await fetch("/settings/push/devices", { method: "POST", body: new URLSearchParams({ csrf, endpoint, ...keys, replaces: oldSubscription?.endpoint ?? "" }) });
};
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

// ---- the card offline ----

const forget = () => caches.delete(kept);

const keep = async () => {
  const answer = await fetch(page, { redirect: "manual", cache: "no-store" });
  if (answer.type === "opaqueredirect") await forget(); // logged out meanwhile
  if (!answer.ok) return false;
  const parts = (await answer.clone().text()).match(/(?<=["'\s,])\/(?:assets|pictures)\/[^"'\s,]+/g) ?? [];
  const store = await caches.open(kept);
  await store.addAll([...new Set(parts)]);
  await store.put(page, answer);
  return true;
};

// Whoever keeps it has it as it was yesterday at the oldest, if she has been here since.
const refresh = async () => {
  const old = await caches.match(page);
  if (old && Date.now() - Date.parse(old.headers.get("date") ?? 0) > 86_400_000) await keep();
};

self.addEventListener("message", (event) => {
  const deed = event.data === "keep" ? keep : event.data === "forget" ? forget : null;
  if (deed) event.waitUntil(deed().then(() => true, () => false).then((done) => event.ports[0]?.postMessage(done)));
});

const log_out = async () => {
  await forget();
  await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
};

// Whose page it would have been is not known here: both languages.
const no_connection = () => new Response(`<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>オフライン Offline</title><h1>オフラインです <span lang="en">You are offline</span></h1>
<p>接続が戻ったら、もう一度開いてください。</p><p lang="en">Please open this page again when you have a connection.</p>`,
{ status: 503, headers: { "content-type": "text/html; charset=utf-8" } });

const visited = async (event, path) => {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(path === "/login" ? forget() : refresh());
    return answer;
  } catch {
    return await caches.match(page) ?? no_connection();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(visited(event, pathname));
  else if (request.mode === "navigate") {
    if (pathname === "/logout" || pathname === "/login") event.waitUntil(log_out());
  } else if (request.method === "GET" && own.test(pathname)) {
    event.respondWith(fetch(request).catch(async () => await caches.match(request) ?? Response.error()));
  }
});
