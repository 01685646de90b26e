// SPDX-License-Identifier: Apache-2.0
// The plain edition: XHTML Basic 1.1, at most 9 KB of markup a page, nothing outside the page needed.
import assert from 'node:assert/strict';
import { plainFaults } from '../plain.mjs';

const pages = ['/', '/card', '/card/new', '/exchange', '/contacts', '/contacts/new', '/contacts/choose', '/contacts/tags', '/contacts/long-ago',
  '/reminders', '/reminders/dates', '/reminders/done', '/requests', '/people', '/settings', '/settings/choices', '/settings/devices', '/settings/archive',
  '/settings/name', '/settings/names', '/settings/mail', '/settings/password', '/invite', '/blocked', '/no-such-page'];

export const stories = {};
for (const language of ['ja', 'en']) {
  stories[`On a keypad phone every page is small, stands alone and is valid (${language})`] = async (town) => {
    const page = await town.browserOf({ language, scripts: false, width: 240 });
    await town.logIn(page, town.people[0]);
    await page.goto('/?view=plain');
    if (await page.getAttribute('html', 'xml:lang') !== language) {
      await page.goto('/?view=full');
      await Promise.all([page.waitForNavigation(), page.locator(`button[name="language"][value="${language}"]`).click()]);
      await page.goto('/?view=plain');
    }
    const contact = await page.context().request.get('/contacts').then(async (answer) => /href="(\/contacts\/\d+)"/.exec(await answer.text())?.[1]);
    assert.ok(contact, 'the book has somebody in it');
    const wrong = [];
    const card = await page.context().request.get('/card').then(async (answer) => /href="(\/card\/\d+)\/edit"/.exec(await answer.text())?.[1]);
    assert.ok(card, 'she has a card');
    for (const path of [...pages, `${card}/edit`, `${card}/preview`, `${card}/print`, contact, `${contact}/ledger`, `${contact}/history`, `${contact}/reminders`,
      `${contact}/dates`]) {
      const answer = await page.context().request.get(path);
      wrong.push(...plainFaults(path, await answer.body()));
    }
    assert.deepEqual(wrong, []);
  };
}

stories['On a keypad phone somebody types in a code, ten keys only, and exchanges'] = async (town) => {
  const other = await town.browserOf({});
  await town.newcomer(other);
  await other.goto('/exchange');
  await other.locator('form[action="/exchange/code"] button[type="submit"]').first().click();
  const digits = (await other.locator('.code-digits').first().innerText()).replace(/\D/g, '');
  const page = await town.browserOf({ scripts: false, width: 240 });
  await town.newcomer(page);
  await page.goto('/exchange?view=plain');
  await page.fill('form[action="/exchange/look"] input[name="code"]', digits);
  await page.locator('form[action="/exchange/look"] button').click();
  await page.locator('form[action="/exchange/redeem"] button').click();
  await page.goto('/contacts');
  assert.equal(await page.locator('a[href^="/contacts/"]').filter({ hasNotText: /^$/ }).count() > 0, true);
  assert.match(await page.content(), /\/contacts\/\d+/);
};
