// SPDX-License-Identifier: Apache-2.0
// The drawn network from nearer: by buttons, keys, mouse and fingers; still for who wants no motion; whole without script.
import assert from 'node:assert/strict';
import { axe, htmlcs, noComplaints, noOverflow, screenshot, widths } from '../town.mjs';

export const stories = {};

const path = '/network/map?by=company';
const shown = (page) => page.locator('.map svg:visible');
const box = async (page) => (await shown(page).getAttribute('viewBox')).split(' ').map(Number);
const still = async (page) => { // until a glide has ended
  let last = '';
  for (let i = 0; i < 400; i += 1) {
    const now = await shown(page).getAttribute('viewBox');
    if (now === last) return box(page);
    last = now;
    // A glide moves in each frame; frames are counted, since a busy machine draws few of them.
    await page.evaluate(() => new Promise((go) => { requestAnimationFrame(() => requestAnimationFrame(go)); }));
  }
  return assert.fail('the picture never stands still');
};
const press = async (page, key) => { await page.keyboard.press(key); return still(page); };

async function open(town, options) {
  const page = await town.browserOf(options);
  await town.logIn(page, town.people[0]);
  const language = options.language ?? 'ja'; // she may have chosen another one before
  if (await page.getAttribute('html', 'lang') !== language) {
    await Promise.all([page.waitForNavigation(), page.locator(`button[name="language"][value="${language}"]`).click()]);
  }
  await page.goto(path);
  return page;
}

stories['By keys alone one comes nearer, moves, reaches a company and sees all again'] = async (town) => {
  const page = await open(town, { width: 1280 });
  const [, , width, height] = await box(page);
  const scrolled = () => page.evaluate(() => scrollY);
  await page.locator('.tabs a').last().focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), '拡大', 'Tab leads to the tools');
  // While the picture is whole the arrows scroll the page as ever.
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await box(page), [0, 0, width, height]);
  await page.evaluate(() => scrollTo(0, 0));
  await page.keyboard.press('Enter');
  let now = await still(page);
  assert.ok(Math.abs(now[2] - width / 1.5) < .01 && Math.abs(now[3] - height / 1.5) < .01, `nearer: ${now}`);
  assert.equal(await page.locator('.map-tools output').innerText(), '150 %');
  const before = await scrolled();
  for (const [key, at, sign] of [['ArrowLeft', 0, -1], ['ArrowUp', 1, -1], ['ArrowRight', 0, 1], ['ArrowDown', 1, 1]]) {
    const [from, to] = [now[at], (now = await press(page, key))[at]];
    assert.ok((to - from) * sign > 1, `${key} moves: ${from} to ${to}`);
  }
  assert.equal(await scrolled(), before, 'the page stays where it is');
  for (let i = 0; i < 30; i += 1) now = await press(page, 'ArrowLeft');
  assert.equal(now[0], 0, 'not beyond the edge');
  for (let i = 0; i < 9; i += 1) now = await press(page, '+');
  assert.ok(Math.abs(now[2] - width / 6) < .01, 'not nearer than six times');
  await screenshot(page, 'map-nearer-1280');
  // Every circle that Tab reaches is brought into view.
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab');
  for (let i = 0; i < 6; i += 1) {
    const [x, y, w, h] = await still(page);
    const [cx, cy] = await page.evaluate(() => ['cx', 'cy'].map((name) => Number(document.activeElement.querySelector('.map-ground').getAttribute(name))));
    assert.ok(cx >= x && cx <= x + w && cy >= y && cy <= y + h, `where one is, one sees: ${[cx, cy]} in ${[x, y, w, h]}`);
    await page.keyboard.press('Tab');
  }
  for (const judge of [axe, htmlcs]) await judge(page, 'the picture from nearer');
  now = await press(page, '-');
  assert.ok(now[2] > width / 6);
  assert.deepEqual(await press(page, '0'), [0, 0, width, height], '0 shows all');
  assert.equal(await page.locator('.map-tools button[aria-disabled="true"]').count(), 2, 'there is nothing further to go back to');
  await page.locator('.map svg:visible a.map-group').first().focus();
  await Promise.all([page.waitForURL('**/network/map?by=company&group=*'), page.keyboard.press('Enter')]);
  noComplaints(page, 'the picture from nearer');
};

stories['The picture is dragged by mouse; a drag opens nothing, a click does'] = async (town) => {
  const page = await open(town, { width: 1280 });
  const circle = page.locator('.map svg:visible a.map-group .map-ground').first();
  await page.locator('.map-tools button').first().click();
  const from = await still(page);
  await circle.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await circle.boundingBox();
  const [left, top] = [x + width / 2, y + height / 2];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + 40, top + 30, { steps: 4 });
  await page.mouse.move(left - 90, top - 70, { steps: 6 });
  await page.mouse.up();
  const to = await box(page);
  assert.ok(to[0] > from[0] + 5 || to[1] > from[1] + 5, `dragged: ${from} to ${to}`);
  await page.waitForTimeout(200);
  assert.ok(page.url().endsWith(path), 'a drag opens nothing');
  await page.locator('.map-tools button').nth(2).click();
  await still(page);
  await Promise.all([page.waitForURL('**/network/map?by=company&group=*'), circle.click()]);
  noComplaints(page, 'dragging');
};

stories['Two fingers and one finger move the picture on a phone; who wants no motion sees none'] = async (town) => {
  const page = await open(town, { width: 390 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const whole = await box(page);
  await page.locator('.map-tools button').first().click();
  const near = await box(page); // at once
  assert.ok(Math.abs(near[2] - whole[2] / 1.5) < .01, 'no glide: the next look finds it there');
  await shown(page).scrollIntoViewIfNeeded();
  const phone = await page.context().newCDPSession(page);
  await phone.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const area = await shown(page).boundingBox();
  const x = area.x + area.width / 2, y = Math.min(area.y + area.height / 2, 500);
  const touch = (type, ...points) => phone.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })) });
  await touch('touchStart', [x, y]);
  for (let i = 1; i <= 6; i += 1) await touch('touchMove', [x - 12 * i, y - 10 * i]);
  await touch('touchEnd');
  const moved = await box(page);
  assert.ok(moved[0] > near[0] + 5 || moved[1] > near[1] + 5, `one finger moves it: ${near} to ${moved}`);
  await touch('touchStart', [x - 30, y], [x + 30, y]);
  for (let i = 1; i <= 6; i += 1) await touch('touchMove', [x - 30 - 10 * i, y], [x + 30 + 10 * i, y]);
  await touch('touchEnd');
  assert.ok((await box(page))[2] < moved[2] * .7, 'two fingers bring it nearer');
  assert.ok(page.url().endsWith(path));
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 300 ? 320 : 800 });
    await page.goto(path);
    await page.locator('.map-tools button').first().click();
    await noOverflow(page, `the picture from nearer at ${width} px`);
    await screenshot(page, `map-nearer-tools-${width}`);
  }
  noComplaints(page, 'fingers');
};

stories['Without script there are no tools, and the picture is the same'] = async (town) => {
  const page = await open(town, { scripts: false, width: 1280 });
  assert.equal(await page.locator('.map-tools').count(), 0);
  const without = await shown(page).getAttribute('viewBox');
  const other = await open(town, { width: 1280 });
  assert.equal(await shown(other).getAttribute('viewBox'), without);
  const answer = await other.context().request.get(path);
  const text = await answer.text();
  assert.ok(!/<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=/.test(text), 'nothing inline');
  assert.match(answer.headers()['content-security-policy'], /script-src 'self'/);
};
