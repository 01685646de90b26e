// SPDX-License-Identifier: Apache-2.0
// What happens while a page is open: badges and new posts appear without reloading, in every window, and nothing moves.
import assert from 'node:assert/strict';
import { noComplaints, send } from '../town.mjs';

async function pair(town) {
  const a = await town.browserOf({ width: 1280 }), b = await town.browserOf({ width: 390 });
  const hana = await town.newcomer(a), ken = await town.newcomer(b);
  await a.goto('/exchange');
  await send(a, 'form[action="/exchange/code"]');
  const digits = (await a.locator('.code-digits').first().innerText()).replace(/\D/g, '');
  await b.goto('/exchange');
  await b.fill('form[action="/exchange/look"] input[name="code"]', digits);
  await send(b, 'form[action="/exchange/look"]');
  await send(b, 'form[action="/exchange/redeem"]');
  return { a, b, hana, ken };
}

// Resolves when the page's script has a stream, its own or another window's.
const listening = (page) => page.evaluate(() => new Promise((hears) => {
  document.addEventListener('goen-live', (event) => event.detail.name === 'open' && hears());
  const channel = new BroadcastChannel('goen-live');
  setInterval(() => channel.postMessage({ name: 'hello' }), 200);
}));

async function post(page, text) {
  await page.goto('/posts/new');
  await page.fill('.post-form textarea[name="text"]', text);
  await send(page, '.post-form', 'button[value="post"]');
}

export const stories = {
  'A new post is announced in two windows at once without reloading, and nothing under the thumb moves': async (town) => {
    const { a, b } = await pair(town);
    await post(a, '一つ目');
    const second = await b.context().newPage();
    for (const page of [b, second]) {
      await page.goto('/feed');
      await listening(page);
    }
    const place = (page) => page.locator('.feed .post').first().evaluate((one) => one.getBoundingClientRect().top);
    await b.locator('.feed .post').first().evaluate((one) => one.scrollIntoView());
    const before = await place(b);
    await post(a, '二つ目');
    for (const page of [b, second]) {
      await page.locator('#feed .newer a').waitFor({ timeout: 10_000 });
      assert.match(await page.locator('#feed .newer').innerText(), /1件/);
      assert.equal(await page.locator('.feed .post').count(), 1, 'announced, not pushed in');
    }
    assert.equal(await place(b), before, 'what she reads stays where it is');
    for (const page of [a, b]) noComplaints(page, 'live posts');
  },

  'A badge appears while the page is open, and goes when the request was answered in another window': async (town) => {
    const a = await town.browserOf({ width: 1280 }), b = await town.browserOf({ width: 1280 });
    const hana = await town.newcomer(a);
    await town.newcomer(b);
    await a.goto('/card');
    await a.locator('main a[href^="/card/"][href$="/edit"]').first().click();
    await a.selectOption('select[name="show.name"]', 'none');
    await send(a, 'form:has(select[name="show.name"])', 'button.primary');
    await a.goto('/settings/choices');
    await a.locator('input[name="reach"][value="anyone"]').check();
    await send(a, 'form[action="/settings/choices"]');
    const other = await a.context().newPage(), badge = a.locator('.places a[href="/notices"] .badge');
    await a.goto('/card');
    await listening(a);
    assert.equal(await badge.count(), 0);
    await b.goto(`/people?q=${encodeURIComponent(hana.family + ' ' + hana.given)}`);
    await b.locator('.list-item a.who').first().click();
    await b.locator('a[href^="/requests/new"]').click();
    await b.locator('textarea[name="message"]').fill('先日の会でお話ししました。名刺交換をお願いします。');
    await send(b, 'form[action="/requests/new"]');
    await badge.waitFor({ timeout: 10_000 });
    assert.equal(await badge.innerText(), '1');
    await other.goto('/requests');
    await send(other, 'form[action^="/requests/"][action$="/accept"]');
    await badge.waitFor({ state: 'detached', timeout: 10_000 });
    for (const page of [a, b]) noComplaints(page, 'live badges');
  },
};
