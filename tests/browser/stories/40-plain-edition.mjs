// SPDX-License-Identifier: Apache-2.0
// The plain edition: XHTML Basic 1.1, at most 9 KB of markup a page, nothing outside the page needed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const dtd = '/usr/share/xml/w3c-sgml-lib/schema/dtd/REC-xhtml-basic-20101123/xhtml-basic11.dtd';
const pages = ['/', '/card', '/card/new', '/exchange', '/contacts', '/contacts/new', '/requests', '/people', '/settings', '/settings/choices', '/settings/devices',
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
    for (const path of [...pages, `${card}/edit`, `${card}/preview`, `${card}/print`, contact, `${contact}/ledger`]) {
      const answer = await page.context().request.get(path);
      const text = await answer.text();
      const size = Buffer.byteLength(text);
      if (!text.startsWith('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML Basic 1.1//EN"')) wrong.push(`${path} is not in the plain edition`);
      if (size > 9 * 1024) wrong.push(`${path} has ${size} bytes of markup`);
      if (/<(link|script|style|svg|section|nav|main)\b| (aria-|data-|class=)/.test(text)) wrong.push(`${path} has what an old phone does not know`);
      if (existsSync(dtd) && existsSync('/usr/bin/xmllint')) {
        try {
          execFileSync('xmllint', ['--nonet', '--noout', '--dtdvalid', dtd, '-'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] });
        } catch (error) {
          wrong.push(`${path}: ${String(error.stderr).split('\n').filter((line) => line.includes('error')).slice(0, 3).join('\n    ').slice(0, 700)}`);
        }
      }
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
