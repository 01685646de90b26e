// SPDX-License-Identifier: Apache-2.0
// Posts and the feed as people meet them: written with photographs, edited, answered, deleted and brought back, hidden, kept
// as a draft; with and without script, on wide, narrow and keypad screens.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { axe, noComplaints, noOverflow, send, widths } from '../town.mjs';
import { plainFaults } from '../plain.mjs';

const picture = (name) => fileURLToPath(new URL(`../../samples/pictures/${name}`, import.meta.url));

// Two who have exchanged cards.
async function pair(town, options = {}) {
  const a = await town.browserOf(options), b = await town.browserOf(options);
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

// Writes a post and answers its path.
async function post(page, text) {
  await page.goto('/posts/new');
  await page.fill('.post-form textarea[name="text"]', text);
  await send(page, '.post-form', 'button[value="post"]');
  return new URL(page.url()).pathname;
}

const kept = (page) => page.waitForResponse((answer) => answer.url().endsWith('/posts/draft') && answer.ok());

export const stories = {
  'A founder posts with two photographs, mends a mistake, and sees what her people say': async (town) => {
    const { a, b, hana } = await pair(town, { width: 1280 });
    await a.goto('/posts/new');
    await a.fill('.post-form textarea[name="text"]', '展示会に出まず。\nhttps://mihon.example/expo をご覧ください。');
    await a.locator('input[type="file"]').setInputFiles([picture('gps.jpg'), picture('plain.webp')]);
    await a.locator('.photo-item').nth(1).waitFor();
    await a.locator('.photo-item input[type="text"]').nth(0).fill('検査装置の前の三人');
    await a.locator('.photo-item input[type="text"]').nth(1).fill('会場の入口');
    assert.match(await a.locator('#post-audience option:checked').innerText(), /名刺交換した人.*1名が読めます/);
    await axe(a, 'the composer');
    await send(a, '.post-form', 'button[value="post"]');
    const path = new URL(a.url()).pathname;
    assert.equal(await a.locator('.post .pictures img').count(), 2);
    assert.equal(await a.locator('.post .pictures img').first().getAttribute('alt'), '検査装置の前の三人');

    await a.goto(`${path}/edit`);
    await a.fill('.post-form textarea[name="text"]', '展示会に出ます。\nhttps://mihon.example/expo をご覧ください。');
    await send(a, '.post-form', 'button[value="post"]');
    assert.match(await a.locator('.post-text').innerText(), /出ます。\nhttps/, 'the line break is kept');
    await a.getByText('編集済み').click();
    assert.match(await a.locator('main').innerText(), /出まず/);

    // Her reader finds it on her home page, and taps without leaving it.
    await b.goto('/');
    const shown = b.locator('.feed .post').first();
    assert.match(await shown.innerText(), new RegExp(hana.given.slice(0, 2)));
    assert.equal(await shown.locator('.post-text a[href="https://mihon.example/expo"]').getAttribute('rel'), 'nofollow ugc noopener');
    await shown.getByRole('button', { name: '参考になった' }).click();
    await shown.locator('button[aria-pressed="true"]').waitFor();
    assert.match(await shown.locator('.counts').innerText(), /反応 1件/);
    assert.equal(new URL(b.url()).pathname, '/');
    await axe(b, 'home with a feed');
    await b.goto(path);
    await b.fill('.comment-form textarea', 'お伺いします。');
    await send(b, '.comment-form');
    assert.match(await b.locator('.comments').innerText(), /お伺いします。/);

    await a.goto(path);
    await a.getByRole('link', { name: /返信/ }).first().click();
    await a.fill('.comment-form textarea', 'お待ちしています。');
    await send(a, '.comment-form');
    assert.match(await a.locator('.answers').innerText(), /お待ちしています。/, 'the answer stands below its comment');
    await a.goto(path);
    await axe(a, 'a post with comments');
    await a.getByText('反応 1件').click();
    assert.match(await a.locator('main').innerText(), /参考になった/);
    for (const page of [a, b]) noComplaints(page, 'posts');
  },

  'What was deleted can be brought back, post and comment alike': async (town) => {
    const { a, b } = await pair(town, { scripts: true });
    const path = await post(a, '消してしまう投稿');
    await a.locator('.menu summary').click();
    await a.getByRole('button', { name: '削除' }).click();
    await a.locator('.undo').waitFor();
    assert.equal((await b.context().request.get(path)).status(), 404, 'it is not there for anybody');
    await send(a, '.undo form');
    assert.match(await a.locator('.post-text').innerText(), /消してしまう投稿/);
    await b.goto(path);
    await b.fill('.comment-form textarea', '書き損じ');
    await send(b, '.comment-form');
    await send(b, '.comment form', 'button');
    assert.equal(await b.getByText('書き損じ').count(), 0);
    await send(b, '.undo form');
    assert.equal(await b.getByText('書き損じ').count(), 1);
  },

  'A person is hidden from the feed, told nothing, and shown again': async (town) => {
    const { a, b } = await pair(town, { scripts: false });
    const path = await post(a, '毎日のご挨拶');
    await b.goto('/');
    assert.equal(await b.locator('.feed .post').count(), 1);
    await b.locator('.menu summary').click();
    await b.getByRole('button', { name: 'この人の投稿を表示しない' }).click();
    await b.waitForLoadState('load');
    await b.goto('/');
    assert.equal(await b.locator('.feed .post').count(), 0);
    assert.equal((await b.goto(path)).status(), 200, 'the tie stands');
    await b.goto('/settings');
    await b.locator('a[href="/settings/feed"]').click();
    await send(b, 'main form');
    await b.goto('/');
    assert.equal(await b.locator('.feed .post').count(), 1);
  },

  'A draft outlives a closed window, an ended session and a lost connection': async (town) => {
    const page = await town.browserOf({ width: 390 });
    const person = await town.newcomer(page);
    await page.goto('/posts/new');
    await Promise.all([kept(page), page.fill('.post-form textarea[name="text"]', '書きかけのお知らせ')]);
    await page.close();
    const other = await town.browserOf({ width: 1280 });
    await town.logIn(other, person);
    await other.goto('/posts/new');
    assert.equal(await other.inputValue('.post-form textarea[name="text"]'), '書きかけのお知らせ');
    await send(other, 'form[action="/posts/draft/discard"]', 'button');
    await other.goto('/posts/new');
    assert.equal(await other.inputValue('.post-form textarea[name="text"]'), '');

    await other.context().setOffline(true);
    await other.fill('.post-form textarea[name="text"]', '電車の中で書きました');
    await other.getByText('この端末に下書きを残しました').waitFor();
    await other.context().setOffline(false);
    await other.goto('/contacts');
    await other.goto('/posts/new');
    assert.equal(await other.inputValue('.post-form textarea[name="text"]'), '電車の中で書きました');
    await send(other, '.post-form', 'button[value="post"]');
    await other.goto('/posts/new');
    assert.equal(await other.inputValue('.post-form textarea[name="text"]'), '', 'what is posted is no draft');
  },

  'Somebody is mentioned by choosing her, with script and without': async (town) => {
    const { a, b, ken } = await pair(town, {});
    const name = `${ken.family} ${ken.given}`;
    await a.goto('/posts/new');
    await a.locator('.post-form textarea[name="text"]').pressSequentially(`昨日は @${ken.family}`);
    await a.locator('.suggestions li').first().waitFor();
    await a.keyboard.press('Enter');
    assert.match(await a.inputValue('.post-form textarea[name="text"]'), new RegExp(`@${name} $`));
    await send(a, '.post-form', 'button[value="post"]');
    const path = new URL(a.url()).pathname;
    assert.equal(await a.locator('.post-text a.mention').innerText(), `@${name}`);
    await a.goto(`${path}/edit`);
    assert.match(await a.inputValue('.post-form textarea[name="text"]'), new RegExp(`@${name}`), 'edited as it was typed');
    await send(a, '.post-form', 'button[value="post"]');
    assert.equal(await a.locator('.post-text a.mention').count(), 1);

    const page = await town.browserOf({ scripts: false });
    await town.logIn(page, ken);
    await page.goto('/posts/new');
    await page.fill('.post-form textarea[name="text"]', 'ご紹介します');
    await page.locator('.mention-part summary').click();
    await page.fill('#mention-q', '山');
    await send(page, '.post-form', 'button[value="find"]');
    assert.equal(await page.inputValue('.post-form textarea[name="text"]'), 'ご紹介します', 'nothing typed is lost');
    assert.ok(b);
  },

  'Without script everything can be done: photographs, reactions, comments, the mark of what was read': async (town) => {
    for (const width of widths) {
      const { a, b } = await pair(town, { scripts: false, width });
      await a.goto('/posts/new');
      await a.fill('.post-form textarea[name="text"]', '写真を一枚');
      await a.locator('.photo-files summary').click();
      await a.setInputFiles('input[name="photo1"]', picture('gps.jpg'));
      await a.fill('input[name="photo_alt1"]', '朝の会場');
      await noOverflow(a, `the composer at ${width}`);
      await send(a, '.post-form', 'button[value="post"]');
      const path = new URL(a.url()).pathname;
      assert.equal(await a.locator('.pictures img').getAttribute('alt'), '朝の会場');
      for (const where of ['/', '/feed', path]) {
        await b.goto(where);
        await noOverflow(b, `${where} at ${width}`);
      }
      await b.goto('/feed');
      await b.getByRole('button', { name: 'いいね' }).click();
      await b.waitForLoadState('load');
      assert.equal(new URL(b.url()).pathname, '/feed');
      assert.equal(await b.locator('button[aria-pressed="true"]').count(), 1);
      await send(b, 'form.seen', 'button');
      assert.equal(await b.locator('form.seen').count(), 0, 'all is read');
      for (const page of [a, b]) noComplaints(page, `posts at ${width}`);
    }
  },

  'New posts are announced above the feed and not pushed into it; what was read is remembered': async (town) => {
    const { a, b } = await pair(town, { width: 390 });
    await post(a, '一つ目');
    await b.goto('/feed');
    const newest = await b.locator('#feed').getAttribute('data-newest');
    await post(a, '二つ目');
    const count = await b.evaluate(async (from) => (await fetch(`/feed/newer?filter=all&newest=${from}`)).text(), newest);
    assert.equal(count, '1');
    assert.equal(await b.locator('.feed .post').count(), 1);
  },

  'The plain edition holds feed, post, composer and moves in nine kilobytes each, one key one meaning': async (town) => {
    const { a, b } = await pair(town, { scripts: false, width: 240 });
    const long = await post(a, '長い文章です。'.repeat(600));
    for (let i = 0; i < 8; i += 1) await post(a, `お知らせ ${i}：${'会場は東ホールです。'.repeat(20)}`);
    await b.goto('/?view=plain');
    const wrong = [];
    for (const path of ['/', '/feed', long, `${long}?part=3`, `${long}/reactions`, '/posts/new', '/moves', '/settings/feed']) {
      const answer = await b.context().request.get(path);
      wrong.push(...plainFaults(path, await answer.body()));
    }
    assert.deepEqual(wrong, []);
    await b.goto('/');
    assert.match(await b.locator('body').innerText(), /お知らせ 7/);
  },

  'Moves of a month can be read, printed and congratulated on': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    await town.logIn(page, town.people[0]);
    await page.goto('/moves');
    await noOverflow(page, 'moves');
    await axe(page, 'moves');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.congratulate:visible').count(), 0);
    noComplaints(page, 'moves');
  },
};
