// SPDX-License-Identifier: Apache-2.0
// One contact is open for editing in two windows: the second is told what the first stored, and nothing of either is lost.
import assert from 'node:assert/strict';
import { axe, noOverflow, screenshot, send, widths } from '../town.mjs';

async function twoWindows(town, options) {
  const { language, scripts } = options;
  const left = await town.browserOf(options);
  await town.newcomer(left);
  await left.goto('/contacts/new');
  await left.fill('input[name="family"]', '高橋');
  await left.fill('input[name="given"]', '花');
  await send(left, 'form[action="/contacts/new"]', '.actions button[type="submit"]');
  const path = new URL(left.url()).pathname, form = `form[action="${path}/edit"]`, save = '.actions button[type="submit"]';
  const right = await left.context().newPage();
  await Promise.all([left, right].map((window) => window.goto(`${path}/edit`)));
  await left.fill('input[name="given"]', '花子');
  await send(left, form, save);

  await right.fill('input[name="phone_mobile"]', '090-1111-2222');
  await right.fill('input[name="company"]', '見本商事');
  await send(right, form, save);
  const alert = right.locator('[role="alert"]');
  const said = await alert.innerText();
  assert.match(said, language === 'ja' ? /現在の保存内容：\s*花子/ : /Saved now:\s*花子/, 'the page says what is stored now');
  assert.match(said, language === 'ja' ? /開いたときの内容：\s*花$/m : /When you opened the form:\s*花$/m, 'and what was there before');
  if (scripts) assert.ok(await right.evaluate(() => document.activeElement.matches('[role="alert"]')), 'one stands at it');
  assert.equal(await right.inputValue('input[name="phone_mobile"]'), '090-1111-2222', 'what was typed is there');
  assert.equal(await right.inputValue('input[name="given"]'), '花子', 'what the other window stored is not undone');
  if (scripts) await axe(right, 'the form that was changed meanwhile');
  for (const width of widths) {
    await right.setViewportSize({ width, height: 800 });
    await noOverflow(right, `the form that was changed meanwhile at ${width} px`);
    await screenshot(right, `two-windows-${language}-${width}`);
  }
  await left.reload();
  assert.doesNotMatch(await left.locator('main').innerText(), /090-1111-2222|見本商事/, 'nothing is saved until she says so');

  await send(right, form, save);
  const page = await right.locator('main').innerText();
  for (const text of ['花子', '090-1111-2222', '見本商事']) assert.ok(page.includes(text), `${text} is stored`);
}

export const stories = {};
for (const [language, scripts] of [['ja', true], ['en', false]]) {
  stories[`Two windows edit one contact, and nothing is overwritten (${language}, ${scripts ? 'with' : 'without'} script)`] =
    (town) => twoWindows(town, { language, scripts, width: 390 });
}
