// SPDX-License-Identifier: Apache-2.0
// A session ends while somebody writes: what was written is there after the log-in, and only its writer sends it.
import assert from 'node:assert/strict';
import { axe, noOverflow, send, widths } from '../town.mjs';

const memo = '名刺交換の席で伺ったこと。\n「次は秋に」と。';

async function sessionEnds(town, options) {
  const { language, scripts } = options;
  const page = await town.browserOf(options);
  const person = await town.newcomer(page);
  await page.goto('/contacts/new');
  await page.fill('input[name="family"]', '高橋');
  await page.fill('input[name="given"]', '花');
  await send(page, 'form[action="/contacts/new"]', '.actions button[type="submit"]');
  const path = new URL(page.url()).pathname, form = `form[action="${path}"]:has([name="memo"])`;
  await page.context().clearCookies();
  await page.context().addCookies([{ name: 'lang', value: language, url: town.base }]);
  if (!await page.locator('[name="memo"]').isVisible()) await page.locator('details:has([name="memo"]) > summary').first().click();
  await page.fill(`${form} [name="memo"]`, memo);
  await send(page, form);
  assert.match(await page.locator('h1').innerText(), language === 'ja' ? /ログアウトされています/ : /You were logged out/);

  await page.fill('input[name="email"]', person.email);
  await page.fill('input[name="password"]', person.password);
  await send(page, 'form[action="/login"]');
  const text = page.locator(`form[action="${path}"] textarea[name="memo"]`);
  assert.equal(await text.inputValue(), memo, 'what was written is there');
  if (scripts) await axe(page, 'the form that was not sent');
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await noOverflow(page, `the form that was not sent at ${width} px`);
  }
  const other = await page.context().newPage();
  await other.goto(path);
  assert.doesNotMatch(await other.locator('main').innerText(), /伺ったこと/, 'nothing is saved until its writer says so');
  await send(page, `form[action="${path}"]`);
  assert.equal(new URL(page.url()).pathname, path);
  assert.equal(await page.locator(`${form} [name="memo"]`).inputValue(), memo, 'the memo is saved');
}

export const stories = {
  'Another member who logs in on the same browser is not shown what was typed before': async (town) => {
    const page = await town.browserOf({ scripts: false });
    await town.newcomer(page);
    await page.goto('/contacts/new');
    await page.fill('input[name="family"]', '高橋');
    await page.fill('input[name="company"]', '株式会社書きかけ');
    await page.context().clearCookies();
    await send(page, 'form[action="/contacts/new"]', '.actions button[type="submit"]');
    await page.fill('input[name="email"]', town.people[1].email);
    await page.fill('input[name="password"]', town.people[1].password);
    await send(page, 'form[action="/login"]');
    assert.equal(new URL(page.url()).pathname, '/');
    assert.match(await page.locator('.flash').innerText(), /別の会員|another member/i);
    assert.doesNotMatch(await page.content(), /書きかけ/);
  },
};
for (const [language, scripts] of [['ja', true], ['en', false]]) {
  stories[`A session ends while a memo is written, and the memo is kept (${language}, ${scripts ? 'with' : 'without'} script)`] =
    (town) => sessionEnds(town, { language, scripts, width: 390 });
}
