// SPDX-License-Identifier: Apache-2.0
// The network as a picture: readable at every width, walked with the keyboard, whole without script.
import assert from 'node:assert/strict';
import { plainFaults } from '../plain.mjs';
import { axe, htmlcs, noComplaints, noOverflow, screenshot, widths } from '../town.mjs';

export const stories = {};

const shownDrawings = (page) => page.locator('.map svg').evaluateAll((all) =>
  all.filter((one) => one.getBoundingClientRect().width > 0).map((one) => one.getAttribute('class')));
// The least size in pixels at which anything in the picture is written.
const smallestLetters = (page) => page.locator('figure svg').evaluateAll((all) => Math.min(...all
  .filter((one) => one.getBoundingClientRect().width > 0)
  .flatMap((one) => [...one.querySelectorAll('text')].map((text) =>
    parseFloat(getComputedStyle(text).fontSize) * one.getScreenCTM().a))));

stories['A member looks at her network as a picture, opens a company, a person, and the months'] = async (town) => {
  for (const width of widths) {
    for (const scheme of ['light', 'dark']) {
      const page = await town.browserOf({ width, scheme, scripts: width !== 390 });
      await town.logIn(page, town.people[0]);
      await page.goto('/contacts');
      await page.locator('a[href="/network/map"]').click();
      const look = async (what) => {
        await noOverflow(page, `${what} at ${width} px`);
        assert.ok(await smallestLetters(page) >= 9.5, `${what} can be read at ${width} px`);
        if (width !== 390) for (const judge of [axe, htmlcs]) await judge(page, `${what}, ${scheme}, at ${width} px`);
        await screenshot(page, `${what}-${width}-${scheme}`);
      };
      assert.deepEqual(await shownDrawings(page), [width > 900 ? 'map-round' : 'map-tall']);
      await look('map-company');
      for (const by of ['event', 'year']) {
        await page.locator(`.tabs a[href="/network/map?by=${by}"]`).click();
        await look(`map-${by}`);
      }
      await page.locator('.tabs a[href="/network/map?by=company"]').click();
      await page.locator('.map svg:visible a.map-group').first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/network/map?by=company&group=*');
      await look('map-group');
      assert.ok(await page.locator('.map svg:visible a[href^="/contacts/"]').count() > 0, 'its people are links');
      await page.goto('/network/years');
      await look('map-months');
      noComplaints(page, 'the picture');
    }
  }
  const page = await town.browserOf({});
  await town.logIn(page, town.people[0]);
  for (const path of ['/network/map?by=company', '/network/map?by=event', '/network/years'])
    assert.deepEqual(plainFaults(path, await (await page.context().request.get(`${path}${path.includes('?') ? '&' : '?'}view=plain`)).body()), []);
};
