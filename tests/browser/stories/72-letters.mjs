// SPDX-License-Identifier: Apache-2.0
// A request is told by email; the link in it turns such emails off, from a browser that is not logged in and from a
// mail program.
import assert from 'node:assert/strict';
import { axe, htmlcs, noComplaints, noOverflow, screenshot, send, widths } from '../town.mjs';

export const stories = {};

// Ken asks Hana, who lets everybody ask.
async function request(hana, ken, { family, given }) {
  await hana.goto('/card');
  await hana.locator('main a[href^="/card/"][href$="/edit"]').first().click();
  await hana.selectOption('select[name="show.name"]', 'none');
  await send(hana, 'form:has(select[name="show.name"])', 'button.primary');
  await hana.goto('/settings/choices');
  await hana.locator('input[name="reach"][value="anyone"]').check();
  await send(hana, 'form[action="/settings/choices"]');
  await ken.goto(`/people?q=${encodeURIComponent(`${family} ${given}`)}`);
  await ken.locator('.list-item a.who').first().click();
  await ken.locator('a[href^="/requests/new"]').click();
  await ken.fill('textarea[name="message"]', '先日の会でお話ししました。');
  await send(ken, 'form[action="/requests/new"]');
}

// The link in the newest letter to `email` that leads to a page of its kind.
async function linkTo(page, email, path) {
  const link = page.locator(`main a[href*="${path}"]`).first();
  for (let i = 0; i < 240; i += 1) { // letters are written every twenty seconds
    await page.goto('/outbox');
    await page.locator(`main .list-item:has-text("${email}") a`).first().click();
    await page.waitForLoadState();
    if (await link.count()) return link.getAttribute('href');
    await new Promise((go) => setTimeout(go, 250));
  }
  throw new Error(`no letter to ${email} has a link to ${path}`);
}

async function chosen(page) {
  await page.goto('/notices/settings');
  return page.locator('select[name="request"]').inputValue();
}

for (const language of ['ja', 'en']) {
  stories[`The link in an email about a request turns such emails off (${language})`] = async (town) => {
    const [hana, ken, somebody] = await Promise.all([1, 2, 3].map(() => town.browserOf({ language })));
    const person = await town.newcomer(hana);
    await town.newcomer(ken);
    await request(hana, ken, person);
    const path = await linkTo(somebody, person.email, '/letters/off/');
    for (const width of widths) {
      await somebody.setViewportSize({ width, height: 800 });
      await somebody.goto(path);
      const what = `/letters/off at ${width} px, ${language}`;
      await noOverflow(somebody, what);
      for (const judge of [axe, htmlcs]) await judge(somebody, what);
      await screenshot(somebody, `letters-off-${language}-${width}`);
    }
    assert.equal(await chosen(hana), 'daily', 'looking changes nothing');
    await send(somebody, 'form[action^="/letters/off/"]');
    await axe(somebody, `the answer of /letters/off, ${language}`);
    assert.equal(await chosen(hana), 'never');
    // She wants them again, and her mail program turns them off (RFC 8058).
    await hana.selectOption('select[name="request"]', 'at_once');
    await send(hana, 'form[action="/notices/settings"]');
    assert.equal(await chosen(hana), 'at_once');
    const answer = await fetch(town.base + path, { method: 'POST', redirect: 'error', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    assert.equal(answer.status, 200);
    assert.equal(await chosen(hana), 'never');
    for (const page of [hana, somebody]) noComplaints(page, 'turning emails off');
  };
}
