// SPDX-License-Identifier: Apache-2.0
// One field on every page: found from the keyboard, with suggestions, without script and in the plain edition.
import assert from 'node:assert/strict';
import { axe, noOverflow } from '../town.mjs';

// Somebody of the book, by a part of her name.
async function someName(page) {
  await page.goto('/contacts');
  const path = await page.locator('main > .list > .list-item .who').first().getAttribute('href');
  await page.goto(`/search?q=${encodeURIComponent(await firstWord(page, path))}`);
  return { path, word: await page.locator('#search-q').inputValue() };
}

async function firstWord(page, path) {
  await page.goto('/contacts');
  const name = page.locator(`main > .list .who[href="${path}"]`).first();
  const text = await name.evaluate((link) => {
    const copy = link.cloneNode(true);
    copy.querySelectorAll('rt, rp').forEach((one) => one.remove());
    return copy.textContent.trim();
  });
  return [...text.split(/[\s・]/)[0]].slice(0, 2).join('');
}

export const stories = {
  'From any page a slash, two characters and an arrow lead to a person': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    await town.logIn(page, town.people[0]);
    const { path, word } = await someName(page);
    await page.goto('/settings');
    await page.keyboard.press('/');
    const field = page.locator('.find input[name="q"]');
    await page.waitForFunction(() => document.querySelector('.find [role="combobox"]'));
    await page.keyboard.insertText(word);
    const options = page.locator('.find [role="option"]');
    await options.first().waitFor();
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    const paths = await options.evaluateAll((all) => all.map((one) => one.dataset.path));
    const place = paths.indexOf(path);
    assert.ok(place >= 0, `${path} is not among ${paths.join(' ')}`);
    await axe(page, 'suggestions');
    for (let i = 0; i <= place; ++i) await page.keyboard.press('ArrowDown');
    assert.equal(await field.getAttribute('aria-activedescendant'), await options.nth(place).getAttribute('id'));
    await page.keyboard.press('Escape');
    assert.equal(await field.getAttribute('aria-expanded'), 'false');
    assert.equal(await field.inputValue(), word, 'Escape closes the list and leaves the word');
    await page.keyboard.press('ArrowDown');
    await options.first().waitFor();
    for (let i = 0; i <= place; ++i) await page.keyboard.press('ArrowDown');
    await Promise.all([page.waitForURL((url) => url.pathname === path), page.keyboard.press('Enter')]);
  },

  'Enter without a choice shows everything found, at every width': async (town) => {
    for (const width of [1280, 390, 240]) {
      const page = await town.browserOf({ width });
      await town.logIn(page, town.people[0]);
      const { path, word } = await someName(page);
      await page.goto('/');
      if (width === 1280) await page.locator('.find input[name="q"]').fill(word);
      else {
        await page.locator('.find-link:visible, a[accesskey="9"]:visible').first().click();
        await page.locator('#search-q').fill(word);
      }
      await Promise.all([page.waitForURL(/\/search\?q=/), page.keyboard.press('Enter')]);
      assert.ok(await page.locator(`main a.who[href="${path}"]`).count());
      await noOverflow(page, `search at ${width}`);
      await axe(page, `search at ${width}`);
    }
  },

  'Without script the field is a form like any other, and what matches is marked': async (town) => {
    const page = await town.browserOf({ width: 1280, scripts: false });
    await town.logIn(page, town.people[0]);
    await page.goto('/settings');
    await page.locator('.find input[name="q"]').fill('株式会社');
    await Promise.all([page.waitForURL(/\/search\?q=/), page.locator('.find button').click()]);
    assert.ok(await page.locator('main .why mark').count() > 0);
    await page.goto('/search?q=%E3%81%82%E3%82%8A%E3%81%88%E3%81%AA%E3%81%84%E8%A8%80%E8%91%89');
    assert.match(await page.locator('main').innerText(), /見つかりませんでした|Nothing was found/);
  },

  'The key 9 of a keypad phone leads to the search': async (town) => {
    const page = await town.browserOf({ width: 240, scripts: false });
    await town.logIn(page, town.people[0]);
    await page.goto('/reminders?view=plain');
    const link = page.locator('a[accesskey="9"]');
    assert.equal(await link.getAttribute('href'), '/search');
    await link.click();
    await page.locator('input[name="q"]').fill('さとう');
    await Promise.all([page.waitForURL(/\/search\?q=/), page.locator('form[action="/search"] input[type="submit"], form[action="/search"] button').first().click()]);
    await page.goto('/?view=full');
  },
};
