// SPDX-License-Identifier: Apache-2.0
// Who can introduce me: somebody new exchanges with one person who agreed to be asked, and looks on from there.
import assert from 'node:assert/strict';
import { plainFaults } from '../plain.mjs';
import { axe, htmlcs, noComplaints, noOverflow, widths } from '../town.mjs';

export const stories = {};

stories['Somebody new finds whom she may know, who can introduce her, and what does not interest her'] = async (town) => {
  const host = await town.browserOf({ language: 'en', scripts: false });
  await town.logIn(host, town.people[1]);
  await host.goto('/settings/choices');
  await host.check('input[name="bridge"]');
  await host.locator('form[action="/settings/choices"] button[type="submit"]').click();
  await host.goto('/exchange');
  await host.locator('form[action="/exchange/code"] button[type="submit"]').first().click();
  const digits = (await host.locator('.code-digits').first().innerText()).replace(/\D/g, '');

  const page = await town.browserOf({});
  await town.newcomer(page);
  await page.goto('/exchange?view=plain');
  await page.fill('form[action="/exchange/look"] input[name="code"]', digits);
  await page.locator('form[action="/exchange/look"] button').click();
  await page.locator('form[action="/exchange/redeem"] button').click();
  assert.deepEqual(plainFaults('suggestions', await (await page.context().request.get('/network/suggestions')).body()), []);
  await page.goto('/network/suggestions?view=full');
  const first = await page.locator('.list-item .who').first().getAttribute('href');
  const pages = ['/network/suggestions', first, `${first}/paths`];
  await page.goto(first);
  await page.locator(`a[href="${first}/paths"]`).click();
  assert.ok(await page.locator(`a[href^="/introductions/new?to=${first.slice(3)}"]`).count() > 0, 'there is somebody to ask');
  for (const path of pages) {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path);
      await noOverflow(page, `${path} at ${width} px`);
      for (const judge of [axe, htmlcs]) await judge(page, `${path} at ${width} px`);
    }
    noComplaints(page, path);
  }
  await page.goto('/network/suggestions');
  await page.locator('form[action$="/dismiss"] button').first().click();
  assert.equal(await page.locator(`.list-item a.who[href="${first}"]`).count(), 0, 'she is gone from the list');
  await page.locator('details summary').first().click();
  await page.locator(`form[action="/network/suggestions/${first.slice(3)}/restore"] button`).click();
  await page.goto(`${first}/paths?view=plain`);
  assert.deepEqual(plainFaults('paths', await (await page.context().request.get(`${first}/paths`)).body()), []);
};
