// SPDX-License-Identifier: Apache-2.0
// The days of seven people, with a picture of every page on which they stop, at three widths: docs/days.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { pathOf, readQr, send, widths } from '../town.mjs';

const folder = fileURLToPath(new URL('../../../docs/days/', import.meta.url));
await mkdir(folder, { recursive: true });

async function picture(page, name) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 300 ? 320 : width < 500 ? 844 : 800 });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${folder}${name}-${width}.jpg`, type: 'jpeg', quality: 60 });
  }
}

async function stops(page, day, pages) {
  for (const [name, path] of pages) {
    await page.goto(path);
    await picture(page, `${day}-${name}`);
  }
}

async function firstMember(page) {
  await page.goto('/contacts');
  const people = await page.locator('main > .list > .list-item .who').evaluateAll((links) => links.map((one) => one.getAttribute('href')));
  for (const path of people) {
    await page.goto(path);
    if (await page.locator('#sharing').count()) return path;
  }
  throw new Error('nobody in the book is a member');
}

export const stories = {
  'A section chief joins by a letter': async (town) => {
    const chief = await town.browserOf({ width: 1280 });
    await town.logIn(chief, town.people[0]);
    await chief.goto('/admin/invite');
    await chief.fill('textarea[name="list"]', '氏名,ふりがな,メール\n藤原 誠,ふじわら まこと,makoto.fujiwara@machi.example\n');
    await send(chief, 'main form');
    await chief.locator('button[name="send"]').click();
    await chief.waitForLoadState('load');
    const page = await town.browserOf({ width: 390 });
    const letter = page.locator('main .list-item:has-text("makoto.fujiwara@machi.example") a').first();
    for (let i = 0; i < 240 && !await letter.count(); i += 1) await page.goto('/outbox');
    await letter.click();
    await picture(page, '1-letter');
    await page.locator('main a[href*="/join"]').first().click();
    await picture(page, '1-join');
    await page.fill('input[name="password"]', 'a sentence of a section chief');
    await send(page, 'form[action="/join"]');
    if (!await page.locator('form[action="/logout"]').count())
      await town.logIn(page, { email: 'makoto.fujiwara@machi.example', password: 'a sentence of a section chief' });
    await page.goto('/');
    await picture(page, '1-home');
    await page.locator('.first-steps li a').first().click();
    await picture(page, '1-card');
  },

  'A foreign resident reads everything in English': async (town) => {
    const page = await town.browserOf({ language: 'en', width: 390 });
    await town.logIn(page, town.people[1]);
    await stops(page, '2', [['home', '/'], ['contacts', '/contacts'], ['exchange', '/exchange'], ['settings', '/settings']]);
    await firstMember(page);
    await picture(page, '2-person');
  },

  'Somebody with a ten-key phone shows a code': async (town) => {
    const page = await town.browserOf({ width: 240, scripts: false });
    await town.logIn(page, town.people[1]);
    await page.goto('/?view=plain');
    await picture(page, '3-home');
    await page.goto('/exchange');
    await send(page, 'form[action="/exchange/code"]');
    await picture(page, '3-code');
    await page.goto('/contacts');
    await picture(page, '3-contacts');
  },

  'A secretary invites thirty people and helps one': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    await town.logIn(page, town.people[0]);
    await stops(page, '4', [['office', '/admin']]);
    const people = Array.from({ length: 30 }, (_, i) => `会員 ${'一二三四五六七八九十'[i % 10]}${i < 10 ? '郎' : i < 20 ? '子' : '実'},member.${i}@machi.example`);
    await page.goto('/admin/invite');
    await page.fill('textarea[name="list"]', `氏名,メール\n${people.join('\n')}\n`);
    await send(page, 'main form');
    await picture(page, '4-invitations');
    await page.goto('/admin');
    await page.locator('main .list a[href^="/admin/members/"]').nth(2).click();
    await picture(page, '4-account');
  },

  'Somebody without an account is given a card': async (town) => {
    const owner = await town.browserOf({ width: 390 });
    await town.logIn(owner, town.people[0]);
    await owner.goto('/exchange');
    if (!await owner.locator('.qr').count()) await send(owner, 'form[action="/exchange/code"]');
    const link = pathOf(await readQr(owner));
    const page = await town.browserOf({ width: 390 });
    await page.goto('/');
    await picture(page, '5-front');
    await page.goto(link);
    await picture(page, '5-card');
  },

  'Somebody brings old contacts, and meets one of them again': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    await town.logIn(page, town.people[1]);
    await page.goto('/contacts/import');
    await page.setInputFiles('input[type="file"]', { name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(
      'First Name,Last Name,Email Address,Company,Position,Connected On\n太郎,"佐藤 (Sato), MBA",taro.sato@kyumai.example,株式会社旧前,部長,14 Feb 2019\n花,青山,hana.aoyama@kyumai.example,青山設計,代表,03 Mar 2020\n') });
    await send(page, 'form:has(input[type="file"])');
    await picture(page, '6-preview');
    await page.goto('/contacts');
    await picture(page, '6-contacts');
    await firstMember(page);
    await picture(page, '6-person');
    await page.goto('/network/map');
    await picture(page, '6-map');
  },

  'A founder writes what is new, and reads what happened in five minutes': async (town) => {
    const page = await town.browserOf({ width: 390 });
    await town.logIn(page, town.people[0]);
    await page.goto('/posts/new');
    await page.fill('textarea[name="text"]', '来月の展示会に出ます。新しい木の椅子をお持ちしますので、どうぞ座りにいらしてください。\nhttps://isu.example/');
    await picture(page, '7-writing');
    await page.goto('/');
    await picture(page, '7-home');
    await page.goto(await page.locator('.post .comments-link').first().getAttribute('href'));
    await picture(page, '7-post');
    await page.goto('/moves');
    await picture(page, '7-moves');
    await page.goto('/messages');
    await page.locator('a.thread-name').first().click();
    await page.waitForLoadState('load');
    await picture(page, '7-thread');
    await page.goto(`/search?q=${encodeURIComponent('展示')}`);
    await picture(page, '7-search');
  },
};
