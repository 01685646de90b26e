// SPDX-License-Identifier: Apache-2.0
// The moment of exchange, and what comes before the first one.
import assert from 'node:assert/strict';
import { noComplaints, send } from '../town.mjs';

async function meet(town, options) {
  const [a, b] = [await town.browserOf(options), await town.browserOf(options)];
  const hana = await town.newcomer(a), ken = await town.newcomer(b);
  await a.goto('/exchange');
  await send(a, 'form[action="/exchange/code"]');
  const digits = (await a.locator('.code-digits').first().innerText()).replace(/\D/g, '');
  await b.goto('/exchange');
  await b.fill('form[action="/exchange/look"] input[name="code"]', digits);
  await send(b, 'form[action="/exchange/look"]');
  await send(b, 'form[action="/exchange/redeem"]');
  return { a, b, hana, ken };
}

export const stories = {};

for (const scripts of [true, false]) {
  stories[`Her card arrives; a memo and a reminder are kept in one step (${scripts ? 'with' : 'without'} script)`] = async (town) => {
    const { a, b, hana, ken } = await meet(town, { scripts });
    assert.equal(await b.locator('.arrives .meishi').count(), 1, 'her card is there');
    assert.equal(await b.evaluate(() => document.activeElement.name), 'memo', 'one can write at once');
    await b.fill('textarea[name="memo"]', '来春の展示会を一緒に。');
    await b.locator('input[name="when"][value="next_business_day"]').check();
    await send(b, 'form[action="/exchange/done"]');
    assert.match(await b.locator('main').innerText(), /名刺交換のお礼/);
    assert.equal(await b.inputValue('textarea[name="memo"]'), '来春の展示会を一緒に。');
    // Back, and saved once more: nothing is there twice.
    await b.goBack();
    await b.fill('textarea[name="memo"]', '来春の展示会を一緒に。');
    await b.locator('input[name="when"][value="next_business_day"]').check();
    await send(b, 'form[action="/exchange/done"]');
    assert.equal(await b.inputValue('textarea[name="memo"]'), '来春の展示会を一緒に。');
    assert.equal((await b.locator('main').innerText()).split('名刺交換のお礼').length, 2);
    noComplaints(b, 'the moment');
    // The screen both look at shows the card that came, and no memo.
    if (!scripts) await a.goto('/exchange');
    await a.locator('.arrives .meishi').waitFor();
    assert.match(await a.locator('#exchange-now').innerText(), new RegExp(ken.given.slice(0, 2)));
    assert.equal(await a.locator('textarea').count(), 0);
    assert.ok(hana);
  };
}

stories['Who wants no motion sees the card at once'] = async (town) => {
  const { b } = await meet(town, {});
  await b.emulateMedia({ reducedMotion: 'reduce' });
  assert.equal(await b.locator('.arrives').evaluate((one) => getComputedStyle(one).animationName), 'none');
};

stories['A memo written at the moment is not lost when it is too long'] = async (town) => {
  const { b } = await meet(town, { scripts: false });
  const words = 'あ'.repeat(10_001);
  await b.locator('textarea[name="memo"]').evaluate((one) => one.removeAttribute('maxlength'));
  await b.fill('textarea[name="memo"]', words);
  await send(b, 'form[action="/exchange/done"]');
  assert.ok(await b.locator('[role="alert"]').count() > 0);
  assert.equal((await b.inputValue('textarea[name="memo"]')).length, words.length);
};

stories['A newcomer is shown what her card still needs, until it is there'] = async (town) => {
  const page = await town.browserOf({ language: 'en' });
  await town.newcomer(page);
  await page.goto('/');
  const steps = page.locator('.first-steps');
  assert.equal(await steps.locator('li a').count(), 3);
  await steps.locator('li a').first().click();
  await page.fill('input[name="sides.en.positions.0.company"]', 'Mihon K.K.');
  await send(page, 'form:has(input[name="sides.en.positions.0.company"])', 'button.primary');
  await page.goto('/');
  assert.equal(await page.locator('.first-steps .done').count(), 1);
};

stories['A keypad phone begins with what one came for, each on its key'] = async (town) => {
  const page = await town.browserOf({ width: 240, scripts: false });
  await town.logIn(page, town.people[0]);
  await page.goto('/?view=plain');
  const keys = await page.locator('[accesskey]').evaluateAll((all) => all.map((one) => one.getAttribute('accesskey')));
  for (const key of ['1', '2', '3', '4', '5', '9', '0']) assert.equal(keys.filter((one) => one === key).length, 1, `key ${key} of ${keys}`);
  await page.locator('[accesskey="1"]').click();
  await send(page, 'form[action="/exchange/code"]');
  const picture = await page.context().request.get(await page.locator('a[href$="/qr.png"]').getAttribute('href'));
  assert.equal(picture.headers()['content-type'], 'image/png');
};
