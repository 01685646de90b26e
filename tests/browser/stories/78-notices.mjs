// SPDX-License-Identifier: Apache-2.0
// Ken gets a comment, two reactions and a request, sees one badge, reads, marks all as read and takes that back; with and
// without script, in both languages, on wide, narrow and keypad screens.
import assert from 'node:assert/strict';
import { axe, htmlcs, noComplaints, noOverflow, screenshot, send, widths } from '../town.mjs';
import { plainFaults } from '../plain.mjs';

export const stories = {};

// What others do is sent as a form without script sends it.
async function submit(town, page, from, to, fields) {
  const form = await (await page.context().request.get(from)).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(form)[1];
  const version = /name="version" value="([^"]+)"/.exec(form);
  const answer = await page.context().request.post(to, {
    form: { csrf, ...version && { version: version[1] }, ...fields }, headers: { origin: town.base }, maxRedirects: 0,
  });
  assert.equal(answer.status(), 303, `${to}: ${answer.status()}`);
  return answer.headers().location;
}

// b uses a's code.
async function exchange(a, b) {
  await a.goto('/exchange');
  await send(a, 'form[action="/exchange/code"]');
  const digits = (await a.locator('.code-digits').first().innerText()).replace(/\D/g, '');
  await b.goto('/exchange');
  await b.fill('form[action="/exchange/look"] input[name="code"]', digits);
  await send(b, 'form[action="/exchange/look"]');
  await send(b, 'form[action="/exchange/redeem"]');
}

// Notices are written a moment after what they tell of.
async function badge(page, wanted) {
  const link = page.locator('.places a[href="/notices"] .badge');
  for (let i = 0; i < 60; i += 1) {
    await page.goto('/notices');
    const now = await link.count() ? await link.innerText() : '0';
    if (now === wanted) return;
    await new Promise((go) => setTimeout(go, 250));
  }
  assert.equal(await link.count() ? await link.innerText() : '0', wanted);
}

async function told(town, { language, scripts }) {
  const options = { language, scripts, width: 1280 };
  const [ken, hana, mei, eri] = await Promise.all([1, 2, 3, 4].map(() => town.browserOf(options)));
  const person = await town.newcomer(ken);
  for (const one of [hana, mei, eri]) await town.newcomer(one);
  await ken.goto('/notices');
  if (scripts) await axe(ken, 'no notices yet');
  await screenshot(ken, `notices-empty-${language}-1280`);
  await exchange(ken, hana);
  await exchange(ken, mei);
  await badge(ken, '1'); // both ties of a day are one notice
  await send(ken, 'form[action="/notices/read"]');
  await badge(ken, '0');

  await ken.goto('/settings/choices');
  await ken.locator('input[name="reach"][value="anyone"]').check();
  await send(ken, 'form[action="/settings/choices"]');
  await ken.goto('/card');
  await ken.locator('main a[href^="/card/"][href$="/edit"]').first().click();
  await ken.selectOption('select[name="show.name"]', 'none');
  await send(ken, 'form:has(select[name="show.name"])', 'button.primary');

  const path = (await submit(town, ken, '/posts/new', '/posts/new', { text: '来週の展示会に出ます。', audience: 'exchanged', do: 'post' })).replace(/[?#].*/, '');
  await submit(town, hana, path, `${path}/comments`, { text: '伺います。' });
  for (const one of [hana, mei]) await submit(town, one, path, `${path}/reaction`, { kind: 'useful', back: path });
  await eri.goto(`/people?q=${encodeURIComponent(`${person.family} ${person.given}`)}`);
  await eri.locator('.list-item a.who').first().click();
  await eri.locator('a[href^="/requests/new"]').click();
  await eri.fill('textarea[name="message"]', '先日の会でお話ししました。');
  await send(eri, 'form[action="/requests/new"]');

  await badge(ken, '3');
  const rows = ken.locator('.notice-row.unread');
  assert.equal(await rows.count(), 3);
  const all = await ken.locator('.notices').innerText();
  assert.match(all, language === 'ja' ? /コメントしました/ : /commented on your post/);
  assert.match(all, language === 'ja' ? /リアクションしました/ : /reacted to your post/);
  assert.match(all, /伺います。/);
  for (const width of widths) {
    await ken.setViewportSize({ width, height: 800 });
    await ken.goto('/notices');
    const what = `/notices at ${width} px, ${language}, ${scripts ? 'with' : 'without'} script`;
    await noOverflow(ken, what);
    if (scripts) for (const judge of [axe, htmlcs]) await judge(ken, what);
    await screenshot(ken, `notices-${language}-${width}${scripts ? '' : '-no-script'}`);
  }
  await ken.setViewportSize({ width: 1280, height: 800 });

  // Opening one leads there and marks it.
  await ken.goto('/notices');
  await ken.locator('.notice-row:has-text("伺います。") .notice-open').click();
  await ken.waitForURL((url) => url.pathname === path);
  await badge(ken, '2');
  await send(ken, 'form[action="/notices/read"]');
  assert.equal(await ken.locator('.notice-row.unread').count(), 0);
  await badge(ken, '0');
  if (scripts) await axe(ken, 'all is read');
  await send(ken, 'form[action="/notices/read/undo"]');
  await badge(ken, '2');
  for (const page of [ken, hana, mei, eri]) noComplaints(page, 'notices');
}

for (const language of ['ja', 'en']) {
  for (const scripts of [true, false]) {
    stories[`A comment, reactions and a request are one badge, read and taken back (${language}, ${scripts ? 'with' : 'without'} script)`] =
      (town) => told(town, { language, scripts });
  }
}

stories['The settings of notices keep what was chosen, at every width'] = async (town) => {
  const page = await town.browserOf({ language: 'ja', width: 1280 });
  await town.newcomer(page);
  await page.goto('/notices/settings');
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await noOverflow(page, `/notices/settings at ${width} px`);
    await screenshot(page, `notice-settings-ja-${width}`);
  }
  for (const judge of [axe, htmlcs]) await judge(page, '/notices/settings');
  await page.selectOption('select[name="comment"]', 'daily');
  await page.fill('input[name="quiet_from"]', '22:00');
  await page.fill('input[name="quiet_to"]', '7:30');
  await page.check('input[name="day_4"]');
  await page.check('input[name="business_days_only"]');
  await send(page, 'form[action="/notices/settings"]');
  assert.equal(await page.locator('select[name="comment"]').inputValue(), 'daily');
  assert.equal(await page.locator('input[name="quiet_to"]').inputValue(), '07:30');
  assert.ok(await page.locator('input[name="day_4"]').isChecked());
  await page.fill('input[name="quiet_from"]', '25:00');
  await send(page, 'form[action="/notices/settings"]');
  await axe(page, 'a time that is none');
  assert.equal(await page.locator('[aria-invalid="true"]').getAttribute('name'), 'quiet_from');
};

stories['Notices and their settings in the plain edition'] = async (town) => {
  const page = await town.browserOf({ language: 'ja', scripts: false, width: 240 });
  await town.newcomer(page);
  for (const path of ['/notices?view=plain', '/notices/settings?view=plain']) {
    const answer = await page.goto(path);
    assert.deepEqual(await plainFaults(path, await answer.body()), []);
    await noOverflow(page, path);
    await screenshot(page, `plain-${path.split('?')[0].slice(1).replace('/', '-')}`);
  }
  await page.goto('/');
  assert.equal(await page.locator('[accesskey="4"]').getAttribute('href'), '/notices');
};
