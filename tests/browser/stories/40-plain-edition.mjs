// SPDX-License-Identifier: Apache-2.0
// What is done on a keypad phone; that every page is fit for one is seen in 60-every-route.mjs.
import assert from 'node:assert/strict';

export const stories = {};

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
