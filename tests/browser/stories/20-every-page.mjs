// SPDX-License-Identifier: Apache-2.0
// Every page x width x light and dark x language: accessible, no sideways scrolling, no console errors.
import assert from 'node:assert/strict';
import { axe, noComplaints, noOverflow, screenshot, widths } from '../town.mjs';

const forAll = ['/login', '/join', '/forgot', '/'];
const forMembers = ['/', '/card', '/exchange', '/contacts', '/contacts/new', '/contacts/choose', '/contacts/tags', '/contacts/long-ago',
  '/reminders', '/reminders/dates', '/reminders/done', '/network/map', '/network/years', '/requests', '/notices', '/notices/settings', '/introductions', '/introductions/propose',
  '/introductions/settings', '/people', '/settings', '/settings/letters', '/settings/archive', '/no-such-page'];

// Pages that are reached by a link on another: the first contact, its ledger, a member.
async function further(page) {
  const found = [];
  await page.goto('/contacts');
  const contact = page.locator('.list-item a.who').first();
  if (await contact.count()) {
    const path = await contact.getAttribute('href');
    found.push(path);
    await page.goto(path);
    for (const link of ['a[href$="/ledger"]', 'a[href^="/m/"]', 'a[href$="/history"]', 'a[href$="/reminders"]', 'a[href$="/dates"]']) {
      const there = page.locator(`main ${link}`).first();
      if (await there.count()) found.push(await there.getAttribute('href'));
    }
  }
  await page.goto('/card');
  for (const link of ['a[href^="/card/"][href$="/edit"]', 'a[href="/card/new"]', 'a[href*="/preview"]']) {
    const there = page.locator(`main ${link}`).first();
    if (await there.count()) found.push(await there.getAttribute('href'));
  }
  return found;
}

async function look(page, path, { scheme, language, who }) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 300 ? 320 : width < 500 ? 844 : 800 });
    await page.goto(path);
    const what = `${path} at ${width} px, ${scheme}, ${language}`;
    assert.equal(await page.getAttribute('html', 'lang'), language, what);
    await noOverflow(page, what);
    const name = `${who}${path === '/' ? '-home' : path.replace(/\d+/g, 'one').replace(/[^a-z]+/g, '-').replace(/-$/, '')}-${language}-${scheme}-${width}`;
    await screenshot(page, name);
    await axe(page, what);
  }
  if (path === '/no-such-page') page.complaints = page.complaints.filter((text) => !text.includes('404'));
  noComplaints(page, `${path} (${scheme}, ${language})`);
}

export const stories = {};
for (const language of ['ja', 'en']) {
  for (const scheme of ['light', 'dark']) {
    stories[`Every page before logging in, ${language}, ${scheme}`] = async (town) => {
      const page = await town.browserOf({ language, scheme });
      for (const path of forAll) await look(page, path, { scheme, language, who: 'guest' });
    };
    stories[`Every page of a member, ${language}, ${scheme}`] = async (town) => {
      const page = await town.browserOf({ language, scheme });
      await town.logIn(page, town.people[0]);
      if (await page.getAttribute('html', 'lang') !== language) {
        await Promise.all([page.waitForNavigation(), page.locator(`button[name="language"][value="${language}"]`).click()]);
      }
      const paths = [...new Set([...forMembers, ...await further(page)])];
      assert.ok(paths.length > forMembers.length, 'the demonstration has contacts to look at');
      for (const path of paths) await look(page, path, { scheme, language, who: 'member' });
    };
  }
}
