// SPDX-License-Identifier: Apache-2.0
// Somebody without an account: sees a card by its QR, leaves her own, is found in the member's requests. The three QR
// codes of a card, read back from the screen. Looked at with and without script, at three widths, and in w3m.
import assert from 'node:assert/strict';
import { axe, layoutShift, noComplaints, noOverflow, pathOf, readQr, screenshot, send, widths } from '../town.mjs';

async function linkOf(page) {
  await page.goto('/card');
  const make = page.locator('form[action$="/link"] button');
  if (await make.count()) await send(page, 'form[action$="/link"]');
  await page.goto(await page.locator('main a[href*="/qr?as="]').first().getAttribute('href'));
  return page;
}

async function leaves(town, options) {
  const a = await town.browserOf(options), b = await town.browserOf(options);
  await town.newcomer(a);
  await linkOf(a);
  await b.goto(pathOf(await readQr(a)));
  assert.match(b.url(), /\/c\/[\w-]{43}$/);
  await b.fill('input[name="name"]', '鈴木 一郎');
  await send(b, 'form[action^="/c/"]');
  assert.equal(await b.locator('[role="alert"]').count(), 1, 'a way to reach her is asked for');
  assert.equal(await b.inputValue('input[name="name"]'), '鈴木 一郎');
  await b.fill('input[name="phone"]', '090-1111-2222');
  await b.fill('textarea[name="word"]', '先日はありがとうございました。');
  await send(b, 'form[action^="/c/"]');
  assert.match(b.url(), /\/left(#leave)?$/);
  await a.goto('/requests');
  assert.match(await a.locator('#guests').innerText(), /鈴木 一郎/);
  if (options.scripts !== false) await axe(a, 'requests with a guest');
  await noOverflow(a, 'requests with a guest');
  await screenshot(a, `requests-guest-${options.language}-${options.width}`);
  await send(a, 'form[action$="/accept"]');
  assert.match(a.url(), /\/contacts\/\d+$/);
  noComplaints(a, a.url());
  b.complaints = b.complaints.filter((text) => !text.includes('422'));
  noComplaints(b, b.url());
}

export const stories = {
  'A guest leaves her card, with script': (town) => leaves(town, { language: 'ja', width: 390 }),
  'A guest leaves her card, without script, in English': (town) => leaves(town, { language: 'en', width: 240, scripts: false }),

  'Back leads a guest to the form that was refused, and to what was typed': async (town) => {
    const a = await town.browserOf({ width: 390 }), b = await town.browserOf({ width: 390 });
    await town.newcomer(a);
    await linkOf(a);
    const card = pathOf(await readQr(a));
    for (const [path, form, name] of [[card, 'form[action^="/c/"]', 'name'], ['/join', 'form[action="/join"]', 'family']]) {
      await b.goto(path);
      await b.fill(`input[name="${name}"]`, '鈴木');
      await send(b, form);
      assert.equal(await b.inputValue(`input[name="${name}"]`), '鈴木');
      await b.goto('/login');
      await b.goBack();
      assert.equal(await b.inputValue(`input[name="${name}"]`), '鈴木', `${path} is shown again`);
    }
  },

  'The three QR codes of a card are read back': async (town) => {
    const page = await town.browserOf({ language: 'ja', width: 390 });
    await town.logIn(page, town.people[0]);
    await linkOf(page);
    const own = page.url().replace(/\?.*/, '');
    for (const [as, begins] of [['link', /^http:\/\/[^/]+\/c\/[\w-]{43}$/], ['vcard', /^BEGIN:VCARD\r?\nVERSION:3\.0\r?\n/], ['mecard', /^MECARD:N:/]]) {
      for (const width of [390, 240]) {
        await page.setViewportSize({ width, height: width < 300 ? 320 : 844 });
        await page.goto(`${own}?as=${as}`);
        assert.match(await readQr(page), begins, `${as} at ${width}`);
        await axe(page, `${as} at ${width}`);
        await noOverflow(page, `${as} at ${width}`);
      }
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 794, height: 1123 });
      assert.match(await readQr(page), begins, `${as} on paper`);
      await page.emulateMedia({ media: 'screen' });
    }
    noComplaints(page, own);
  },

  'The link of a card is copied and shared by a tap, and is text to select without script': async (town) => {
    for (const [language, scripts] of [['ja', true], ['en', false]]) {
      const page = await town.browserOf({ language, scripts, width: 390 });
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      // Chromium without a desktop shares nothing.
      await page.addInitScript(() => { navigator.share = async (what) => { globalThis.shared = what; }; });
      await town.newcomer(page);
      await linkOf(page);
      await page.goto('/card');
      const link = await page.locator('.carry .link-text').innerText();
      assert.match(link, /^http:\/\/[^/]+\/c\/[\w-]{43}$/);
      assert.equal(await page.locator('.carry .link-text').evaluate((one) => getComputedStyle(one).userSelect).catch(() => 'all'), 'all');
      const copy = page.locator('[data-copy]'), share = page.locator('[data-share]'), said = page.locator('.carry [aria-live="polite"]');
      assert.equal(await copy.isVisible(), scripts, 'copies where a script runs');
      assert.equal(await share.isVisible(), scripts, 'shares where a script runs');
      if (scripts) {
        await copy.click();
        await said.filter({ hasText: 'コピーしました' }).waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
        await share.click();
        for (let i = 0; i < 100 && !await page.evaluate(() => globalThis.shared); i += 1) await page.waitForTimeout(50);
        assert.equal(await page.evaluate(() => globalThis.shared.url), link);
        await axe(page, 'the link of a card');
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        await noOverflow(page, `the link of a card at ${width} px`);
      }
      noComplaints(page, '/card');
    }
  },

  'A card before a stranger: one page, one style sheet, accessible at every width': async (town) => {
    const a = await town.browserOf({ language: 'ja' });
    await town.logIn(a, town.people[0]);
    const link = pathOf(await readQr(await linkOf(a)));
    for (const language of ['ja', 'en']) {
      for (const scheme of ['light', 'dark']) {
        const page = await town.browserOf({ language, scheme });
        const asked = [];
        page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(new URL(request.url()).pathname); });
        for (const width of widths) {
          asked.length = 0;
          await page.setViewportSize({ width, height: width < 300 ? 320 : width < 500 ? 844 : 800 });
          await page.goto(link);
          assert.ok(asked.length <= 2, `asked for ${asked}`);
          const what = `a card before a stranger, ${language}, ${scheme}, ${width}`;
          assert.equal(await layoutShift(page), 0, `${what}: nothing moves while it loads`);
          await axe(page, what);
          await noOverflow(page, what);
          await screenshot(page, `stranger-${language}-${scheme}-${width}`);
        }
        noComplaints(page, link);
      }
    }
    const text = await town.textBrowser('ja');
    try {
      const seen = await text.see(link);
      assert.match(seen, /名刺/);
      assert.match(await text.see(`${link}?view=plain`), /ご自分の名刺を残す/);
    } finally {
      await text.close();
    }
  },
};
