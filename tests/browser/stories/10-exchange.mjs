// SPDX-License-Identifier: Apache-2.0
// Two people meet and exchange cards: by QR, by spoken code, by request; in both languages, with and without script.
import assert from 'node:assert/strict';
import { inPages, noComplaints, pathOf, readQr, send } from '../town.mjs';

async function twoPeople(town, options) {
  const [a, b] = await Promise.all([town.browserOf(options), town.browserOf(options)]);
  const hana = await town.newcomer(a);
  const ken = await town.newcomer(b);
  return { a, b, hana, ken };
}

async function showCode(page) {
  await page.goto('/exchange');
  await send(page, 'form[action="/exchange/code"]');
  const digits = (await page.locator('.code-digits').first().innerText()).replace(/\D/g, '');
  assert.match(digits, /^\d{6}$/, 'six digits are shown');
  return digits;
}

// Each finds the other in her book, by a search.
async function bothHaveEachOther({ a, b, hana, ken }) {
  for (const [page, other] of [[a, ken], [b, hana]]) {
    await page.goto(`/contacts?q=${encodeURIComponent(other.given)}`);
    const lines = page.locator('.list-item .who');
    assert.equal(await lines.count(), 1, `${other.family} ${other.given} is in the book once`);
    await lines.first().click();
    await page.waitForURL(/\/contacts\/\d+$/);
    assert.match(await page.locator('main').innerText(), new RegExp(other.given.slice(0, 2)));
    noComplaints(page, page.url());
  }
}

async function byQr(town, options) {
  const four = await twoPeople(town, options);
  await inPages(4, 'the exchange by QR', four, async () => {
    await showCode(four.a);
    const link = await readQr(four.a);
    await four.b.goto(pathOf(link));
    await send(four.b, 'form[action="/exchange/redeem"]');
  });
  await bothHaveEachOther(four);
}

async function byCode(town, options) {
  const four = await twoPeople(town, options);
  await inPages(5, 'the exchange by code', four, async () => {
    const digits = await showCode(four.a);
    await four.b.goto('/exchange');
    await four.b.fill('form[action="/exchange/look"] input[name="code"]', `${digits.slice(0, 3)} ${digits.slice(3)}`);
    await send(four.b, 'form[action="/exchange/look"]');
    await send(four.b, 'form[action="/exchange/redeem"]');
  });
  await bothHaveEachOther(four);
}

async function byRequest(town, options) {
  const four = await twoPeople(town, options);
  await inPages(12, 'the exchange by request', four, async () => {
    // Hana shows her name to everybody and lets everybody ask.
    await four.a.goto('/card');
    await four.a.locator('main a[href^="/card/"][href$="/edit"]').first().click();
    await four.a.selectOption('select[name="show.name"]', 'none');
    await send(four.a, 'form:has(select[name="show.name"])', 'button.primary');
    await four.a.goto('/settings/choices');
    await four.a.locator('input[name="reach"][value="anyone"]').check();
    await send(four.a, 'form[action="/settings/choices"]');
    await four.b.goto(`/people?q=${encodeURIComponent(four.hana.family + ' ' + four.hana.given)}`);
    await four.b.locator('.list-item a.who').first().click();
    await four.b.locator('a[href^="/requests/new"]').click();
    const words = four.b.locator('textarea[name="message"]');
    await words.fill(options.language === 'en' ? 'We spoke after the meeting. May I have your card?' : '先日の会でお話ししました。名刺交換をお願いします。');
    await send(four.b, 'form[action="/requests/new"]');
    await four.a.goto('/requests');
    assert.equal(await four.a.locator('.places .badge').count(), 1, 'the head says that somebody waits');
    await send(four.a, 'form[action^="/requests/"][action$="/accept"]');
  });
  await bothHaveEachOther(four);
}

export const stories = {};
for (const scripts of [true, false]) {
  for (const language of ['ja', 'en']) {
    const how = `${language}, ${scripts ? 'with' : 'without'} script`;
    stories[`Two people exchange cards by QR (${how})`] = (town) => byQr(town, { language, scripts });
    stories[`Two people exchange cards by a spoken code (${how})`] = (town) => byCode(town, { language, scripts });
    stories[`One asks, the other accepts (${how})`] = (town) => byRequest(town, { language, scripts });
  }
}

stories['A wrong code says so beside the field and keeps what was typed'] = async (town) => {
  const page = await town.browserOf({ language: 'en' });
  await town.newcomer(page);
  await page.goto('/exchange');
  await page.fill('form[action="/exchange/look"] input[name="code"]', '000000');
  await send(page, 'form[action="/exchange/look"]');
  assert.ok(await page.locator('[role="alert"]').count() > 0, 'the page says what was wrong');
  assert.equal(await page.inputValue('form[action="/exchange/look"] input[name="code"]'), '000000');
};

stories['Somebody shows a code and the other types it in, by keys alone'] = async (town) => {
  const [a, b] = [await town.browserOf({ width: 1280 }), await town.browserOf({ width: 1280 })];
  await town.newcomer(a);
  await town.newcomer(b);
  const digits = await showCode(a);
  await b.goto('/exchange');
  const tabTo = async (selector) => {
    for (let i = 0; i < 60; i += 1) {
      await b.keyboard.press('Tab');
      const there = await b.evaluate((wanted) => document.activeElement.matches(wanted), selector);
      const ring = await b.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        const line = document.activeElement.closest('.list-item');
        return style.outlineStyle !== 'none' || (line && getComputedStyle(line).outlineStyle !== 'none');
      });
      assert.ok(ring, 'one sees where one is');
      if (there) return;
    }
    assert.fail(`${selector} cannot be reached by Tab`);
  };
  await b.keyboard.press('Tab');
  assert.ok(await b.evaluate(() => document.activeElement.matches('.skip')), 'the first Tab offers to skip');
  await b.keyboard.press('Enter');
  await tabTo('form[action="/exchange/look"] input[name="code"]');
  await b.keyboard.type(digits);
  await Promise.all([b.waitForNavigation(), b.keyboard.press('Enter')]);
  await tabTo('form[action="/exchange/redeem"] button[type="submit"]');
  await Promise.all([b.waitForNavigation(), b.keyboard.press('Enter')]);
  await b.goto('/contacts');
  assert.equal(await b.locator('.list-item').count(), 1);
  noComplaints(b, 'the walk by keys');
};

stories['Whoever shows a code sees the exchange without doing anything, and what she was typing stays'] = async (town) => {
  const { a, b, ken } = await twoPeople(town, { language: 'ja', scripts: true });
  const digits = await showCode(a);
  await a.locator('form[action="/exchange/code"] summary').click();
  await a.fill('input[name="place"]', '総会の会場');
  await b.goto('/exchange');
  await b.fill('form[action="/exchange/look"] input[name="code"]', digits);
  await send(b, 'form[action="/exchange/look"]');
  assert.match(b.url(), /\/exchange\/look\?code=\d{6}&with=\d+$/, 'the card has an address, so that one can go back to it');
  await send(b, 'form[action="/exchange/redeem"]');
  await a.locator('#exchange-now [role="status"] a', { hasText: ken.given }).waitFor();
  assert.equal(await a.locator('.code-digits').count(), 0, 'the code is used up and gone');
  assert.equal(await a.inputValue('input[name="place"]'), '総会の会場');
  await showCode(a);
  assert.equal((await a.locator('#exchange-now [role="status"]').innerText()).trim(), '', 'nobody of the code before');
  noComplaints(a, 'the page of the code');
};

stories['A refused form is stood before, and the language can be changed there'] = async (town) => {
  const page = await town.browserOf({ language: 'en', width: 390 });
  await town.newcomer(page);
  await page.goto('/contacts/new');
  await send(page, 'form[action="/contacts/new"]', '.actions button[type="submit"]');
  assert.ok(await page.evaluate(() => document.activeElement.matches('[role="alert"]')), 'one stands at what is wrong');
  assert.ok(await page.evaluate(() => {
    const place = document.activeElement.getBoundingClientRect();
    return place.top >= 0 && place.bottom <= innerHeight;
  }), 'and sees it');
  await Promise.all([page.waitForNavigation(), page.locator('footer form[action="/language"] button').click()]);
  assert.equal(new URL(page.url()).pathname, '/contacts/new');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ja');
};
