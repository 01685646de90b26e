// SPDX-License-Identifier: Apache-2.0
// Notifications on one's own device, and one's card without a connection. Chromium's push service is on the internet, so
// here a message is handed to the worker as the browser would, decrypted.
import assert from 'node:assert/strict';
import { axe, htmlcs, noComplaints, noOverflow, screenshot, send, widths } from '../town.mjs';

export const stories = {};

const words = {
  ja: { on: 'この端末でお知らせを受け取る', needs: 'スクリプトを許可', keep: 'この端末に名刺を保存', kept: '名刺をこの端末に保存しました',
    card: 'オフラインで使う名刺', offline: 'オフラインです', more: 'このほかに2件' },
  en: { on: 'Get notifications on this device', needs: 'scripts must be allowed', keep: 'Keep my card on this device',
    kept: 'Your card is kept on this device.', card: 'My card without a connection', offline: 'You are offline', more: 'and 2 before' },
};

// The worker of this page, as the browser's own tools reach it.
async function deliverTo(page) {
  const tools = await page.context().newCDPSession(page);
  const found = new Promise((done) => tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const ours = registrations.find((one) => !one.isDeleted);
    if (ours) done(ours.registrationId);
  }));
  await tools.send('ServiceWorker.enable');
  const registrationId = await found, origin = new URL(page.url()).origin;
  return (data) => tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(data) });
}

const shown = (page) => page.evaluate(async () => {
  const { registration } = { registration: await navigator.serviceWorker.ready };
  return (await registration.getNotifications()).map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, url: data.url }));
});

// Without a connection: Playwright's switch does not reach workers, so the worker's own requests are cut by hand.
async function setOffline(page, is_off) {
  const [worker] = page.context().serviceWorkers();
  await worker.evaluate((off) => {
    self.was ??= self.fetch;
    self.fetch = off ? () => Promise.reject(new TypeError('no connection')) : self.was;
  }, is_off);
  await page.context().setOffline(is_off);
}

async function until(what, look) {
  for (let i = 0; i < 200; i += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(`never: ${what}`);
}

for (const language of ['ja', 'en']) {
  const w = words[language];

  stories[`The page of notifications can be used at every width (${language})`] = async (town) => {
    const [page, bare] = await Promise.all([town.browserOf({ language }), town.browserOf({ language, scripts: false })]);
    const person = await town.newcomer(page);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of ['/settings/push', '/offline']) {
        await page.goto(path);
        const what = `${path} at ${width} px, ${language}`;
        await noOverflow(page, what);
        for (const judge of [axe, htmlcs]) await judge(page, what);
        await screenshot(page, `push${path.replaceAll('/', '-')}-${language}-${width}`);
      }
    }
    await town.logIn(bare, person);
    await bare.goto('/settings/push');
    assert.ok((await bare.locator('main').innerText()).includes(w.needs), 'without script it says what is missing');
    assert.equal(await bare.getByRole('button', { name: w.on }).count(), 0);
    await bare.check('input[name="request"]');
    await send(bare, 'form[action="/settings/push"]');
    assert.ok(await bare.isChecked('input[name="request"]'));
    for (const one of [page, bare]) noComplaints(one, 'notifications');
  };

  stories[`A card is there without a connection, and gone after the log-out (${language})`] = async (town) => {
    const page = await town.browserOf({ language });
    const person = await town.newcomer(page);
    await page.goto('/settings/push');
    assert.deepEqual(await page.evaluate(() => caches.keys()), [], 'nothing is kept before she asks');
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    await page.getByRole('button', { name: w.keep }).click();
    await page.getByText(w.kept).waitFor();
    await page.goto('/contacts'); // pages of others are seen, and not kept
    const kept = await page.evaluate(async () => {
      const all = [];
      for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
      return all;
    });
    assert.ok(kept.includes('/offline'));
    assert.deepEqual(kept.filter((path) => path !== '/offline' && !/^\/(assets|pictures)\//.test(path)), []);
    noComplaints(page, 'keeping a card');

    await setOffline(page, true);
    await page.goto('/contacts');
    assert.equal(await page.locator('h1').innerText(), w.card);
    assert.ok((await page.locator('main').innerText()).includes(person.family));
    assert.equal(await page.locator('.qr').count(), 1);
    assert.ok((await page.locator('main').boundingBox()).width > 0);
    await screenshot(page, `offline-card-${language}`);
    await setOffline(page, false);
    await page.goto('/');
    await send(page, 'form[action="/logout"]');
    await until('the card is gone', () => page.evaluate(async () => (await caches.keys()).length === 0));
    await setOffline(page, true);
    await page.goto('/');
    assert.ok((await page.locator('h1').innerText()).includes(w.offline));
  };

  stories[`The site can be installed (${language})`] = async (town) => {
    const page = await town.browserOf({ language });
    await page.goto('/');
    const tools = await page.context().newCDPSession(page);
    const { data, errors } = await tools.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    assert.equal(JSON.parse(data).display, 'standalone');
    const { installabilityErrors } = await tools.send('Page.getInstallabilityErrors');
    // A window without a profile, as tests have, is never asked to install.
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
  };

  stories[`A notification says what it was sent, those of a kind together (${language})`] = async (town) => {
    const page = await town.browserOf({ language });
    await page.context().grantPermissions(['notifications']);
    await town.newcomer(page);
    await page.goto('/settings/push');
    await page.getByRole('button', { name: w.on }).waitFor();
    await page.getByRole('button', { name: w.keep }).click(); // the worker is there
    await page.getByText(w.kept).waitFor();
    // What the page's script sends once the browser's push service has answered.
    assert.equal(await page.evaluate(async () => {
      const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
      const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      const csrf = document.querySelector('input[name="csrf"]').value;
      const answer = await fetch('/settings/push/devices', { method: 'POST', body: new URLSearchParams({ csrf, endpoint: `https://push.example/${crypto.randomUUID()}`,
        p256dh: text(await crypto.subtle.exportKey('raw', publicKey)), auth: text(crypto.getRandomValues(new Uint8Array(16))) }) });
      return answer.status;
    }), 200);
    await page.goto('/settings/push');
    assert.equal(await page.locator('form[action^="/settings/push/devices/"]').count(), 1);
    await screenshot(page, `push-device-${language}`);

    const deliver = await deliverTo(page);
    const of = (count, mark, text) => ({ kind: 'message', title: '見本商工会', body: `body ${count}`, count, url: '/messages', lang: language, mark, text });
    await deliver(of(2, 'a'));
    const [first] = await until('a notification', async () => { const all = await shown(page); return all.length ? all : null; });
    assert.deepEqual(first, { title: '見本商工会', body: 'body 2', tag: 'message', lang: language, url: '/messages' });
    await deliver(of(2, 'a')); // the same again
    await deliver(of(1, 'b', '佐藤 健: 明日の件です'));
    const [second, ...others] = await until('the second', async () => { const all = await shown(page); return all[0]?.body.startsWith('body 1') ? all : null; });
    assert.equal(second.body, `body 1\n佐藤 健: 明日の件です\n${w.more}`);
    assert.equal(others.length, 0);
    await send(page, 'form[action^="/settings/push/devices/"]');
    assert.equal(await page.locator('form[action^="/settings/push/devices/"]').count(), 0);
    noComplaints(page, 'notifications');
  };
}
