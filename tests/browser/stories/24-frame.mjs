// SPDX-License-Identifier: Apache-2.0
// The frame of every page: nothing covers what can be pressed, nothing leaves the screen, search is one key away.
import assert from 'node:assert/strict';
import { noOverflow, send, widths } from '../town.mjs';

const pages = ['/', '/contacts', '/contacts/new', '/exchange', '/card', '/card/new', '/requests', '/notices', '/people', '/reminders', '/settings', '/admin', '/admin/invite'];

// Controls of the page whose middle belongs to something else, after scrolling to each.
const covered = (page) => page.evaluate(() => {
  const found = [];
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    if (one.matches('.skip, [tabindex="-1"]') || one.closest('details:not([open]) > :not(summary)')) continue;
    one.scrollIntoView({ block: 'center', inline: 'center' });
    const box = [...one.getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height)[0];
    if (!box || !box.width || !box.height) continue;
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const label = one.closest('label') ?? (one.id ? document.querySelector(`label[for="${CSS.escape(one.id)}"]`) : null);
    if (at && (one.contains(at) || at.contains(one) && !at.closest('a') || label?.contains(at))) continue;
    found.push(`${one.tagName} ${one.getAttribute('href') ?? one.name ?? ''} under ${at?.outerHTML.slice(0, 120)}`);
  }
  return found;
});

export const stories = {
  'No control of a page is covered by another one, at any width': async (town) => {
    for (const width of widths) {
      const page = await town.browserOf({ width });
      await town.logIn(page, town.people[0]);
      for (const path of pages) {
        await page.goto(path);
        assert.deepEqual(await covered(page), [], `${path} at ${width}`);
      }
    }
  },

  'Nothing leaves the screen at any width from 240 to 1920': async (town) => {
    for (const language of ['ja', 'en']) {
      const page = await town.browserOf({ language });
      await town.logIn(page, town.people[0]);
      for (const path of pages) {
        await page.goto(path);
        for (const width of [240, 320, 390, 480, 600, 721, 768, 900, 1024, 1100, 1280, 1440, 1920]) {
          await page.setViewportSize({ width, height: 800 });
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(over <= 0, `${path} in ${language} is ${over} px too wide at ${width}`);
        }
      }
    }
  },

  'The first person of the book is seen without scrolling on a phone': async (town) => {
    const page = await town.browserOf({ width: 390 });
    await town.logIn(page, town.people[0]);
    await page.goto('/contacts');
    const first = await page.locator('main > .list > .list-item .who').first().boundingBox();
    const bar = await page.locator('.places').boundingBox();
    assert.ok(first.y + first.height < bar.y, `she begins at ${first.y}, the places at ${bar.y}`);
  },

  'A person of the book takes 72 px of the list, and the places 60 px of a keypad phone': async (town) => {
    const page = await town.browserOf({ width: 390 });
    await town.logIn(page, town.people[0]);
    await page.goto('/contacts');
    assert.ok(await page.locator('main > .list > .list-item:has(.moved)').count(), 'somebody has moved lately');
    const heights = await page.locator('main > .list > .list-item').evaluateAll((rows) => rows.map((row) => row.offsetHeight));
    assert.ok(heights.length > 5);
    assert.ok(heights.filter((height) => height <= 73).length >= heights.length * 0.9, `rows of ${heights.join(', ')} px`);
    for (const language of ['ja', 'en']) {
      const phone = await town.browserOf({ width: 240, language });
      await town.logIn(phone, town.people[0]);
      for (const path of ['/', '/contacts', '/settings']) {
        await phone.goto(path);
        const head = await phone.locator('header.head').boundingBox();
        assert.ok(head.height <= 60, `${path} in ${language}: the head takes ${head.height} px`);
      }
    }
  },

  'At 1280 px memos stand in one column, and only letters that somebody stands under are links': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    await town.logIn(page, town.people[0]);
    await page.goto('/contacts');
    const lefts = await page.locator('main > .list > .list-item > .more').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)));
    assert.equal(new Set(lefts).size, 1, `memos begin at ${[...new Set(lefts)]}`);
    await page.locator('.index-bar summary').click();
    const letters = page.locator('.index-bar a, .index-bar span');
    assert.equal(await letters.count(), 1 + 10 + 26 + 1);
    assert.ok(await page.locator('.index-bar span').count() > 5);
    const open = await page.locator('.index-bar a[href*="index="]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    for (const path of open) {
      await page.goto(path);
      assert.ok(await page.locator('main > .list > .list-item').count(), `somebody stands under ${path}`);
    }
    await page.goto('/contacts?index=Q');
    assert.equal(await page.locator('.index-bar a[aria-current]').innerText(), 'Q', 'the letter that was asked for is told');
  },

  'An invitation link is copied by a tap, and reads as withdrawn when it was': async (town) => {
    const page = await town.browserOf({ width: 390, language: 'en' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await town.logIn(page, town.people[0]);
    await page.goto('/invite');
    await page.fill('input[name="note"]', 'for a friend');
    await send(page, 'form[action="/invite"]');
    const link = await page.locator('.link-text').innerText();
    await page.locator('[data-copy]').click();
    await page.locator('[role="status"]', { hasText: /copied|コピー/ }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
    await noOverflow(page, 'a new invitation');
    await send(page, 'form[action$="/end"]', 'button');
    const guest = await town.browserOf({ language: 'en' });
    await guest.goto(new URL(link).pathname + new URL(link).search);
    assert.match(await guest.locator('h1').innerText(), /withdrawn/);
  },

  'Everybody in the book has one page, under both addresses, with what I show beside it': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    await town.logIn(page, town.people[0]);
    await page.goto('/contacts');
    const people = await page.locator('main > .list > .list-item .who').evaluateAll((links) => links.map((one) => one.getAttribute('href')));
    let seen = 0;
    for (const path of people) {
      await page.goto(path);
      if (!await page.locator('#sharing').count()) continue; // not a member, or not any more
      const here = await page.locator('main').innerText();
      await page.goto(path.replace('/contacts/', '/m/'));
      assert.equal(await page.locator('main').innerText(), here);
      seen += 1;
      if (seen === 2) break;
    }
    assert.equal(seen, 2);
    await page.locator('.tiles a[href="#sharing"]').click();
    await page.locator('form.distance select').selectOption('colleague');
    await send(page, 'form.distance', 'button');
    assert.equal(await page.locator('form.distance select').inputValue(), 'colleague');
    assert.match(await page.locator('.person-head').innerText(), /見せる範囲: 仕事仲間|What I show: People I work with/);
  },

  'A slash leads to the search field, from every page, but not while one types': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    await town.logIn(page, town.people[0]);
    await page.goto('/settings');
    await page.keyboard.press('/');
    await page.keyboard.type('a/b');
    assert.equal(await page.locator('.find input').inputValue(), 'a/b');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=a/);
    assert.match(await page.title(), / - 見本商工会$/, 'the title says which network this is');
  },

  'A list of invitations is always shown before anything is sent': async (town) => {
    const page = await town.browserOf({ width: 1280, scripts: false });
    await town.logIn(page, town.people[0]);
    await page.goto('/admin/invite');
    await page.fill('textarea[name="list"]', '氏名,メール\n青木 一,first.guest@machi.example\n山 二,no address\n');
    await page.click('main form button[type="submit"]');
    assert.match(await page.locator('main').innerText(), /1通を送信する|Send 1 invitation/);
    await page.click('button[name="send"]');
    assert.match(await page.locator('main .notice').innerText(), /1通|1 email/);
    assert.equal(await page.locator('button[name="send"]').count(), 0);
  },
};
