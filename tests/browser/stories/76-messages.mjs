// SPDX-License-Identifier: Apache-2.0
// Messages as two people meet them: written, seen without reloading, kept as a draft, deleted and brought back; with and without
// script, on wide, narrow and keypad screens, and in w3m.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { axe, noComplaints, noOverflow, send, widths } from '../town.mjs';
import { plainFaults } from '../plain.mjs';

const picture = (name) => fileURLToPath(new URL(`../../samples/pictures/${name}`, import.meta.url));

// Two who have exchanged cards, and the address where each writes to the other for the first time.
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
  await b.goto('/messages/new');
  const hanas = await b.locator('input[name="member"]').first().getAttribute('value');
  return { a, b, hana, ken, first: `/messages/with/${hanas}` };
}

async function write(page, text) {
  await page.fill('.message-form textarea[name="text"]', text);
  await send(page, '.message-form', 'button[value="send"]');
}

export const stories = {
  'Two people write to each other, and what one sends appears before the other': async (town) => {
    const { a, b, ken, first } = await pair(town, { width: 1280 });
    await a.goto('/messages');
    await axe(a, 'no messages yet');
    await b.goto(first);
    await axe(b, 'the first message');
    await write(b, '先日はありがとうございました。\nhttps://mihon.example/ をご覧ください。');
    const thread = new URL(b.url()).pathname;
    await a.goto('/');
    assert.match(await a.locator('.places a[href="/messages"]').innerText(), /1/);
    await a.goto('/messages');
    assert.match(await a.locator('.thread-row').first().innerText(), new RegExp(ken.given.slice(0, 2)));
    await axe(a, 'the list of threads');
    const marked = a.waitForResponse((answer) => answer.url().endsWith('/read') && answer.ok());
    await a.locator('.thread-row a').first().click();
    await marked;
    assert.match(await a.locator('#talk').innerText(), /先日はありがとうございました。/);
    await axe(a, 'a thread');
    await write(b, '資料をお送りします。');
    await a.getByText('資料をお送りします。').waitFor(); // without reloading
    assert.equal(new URL(a.url()).pathname, thread);
    await write(a, '拝見します。');
    assert.match(await a.locator('.said.mine').last().innerText(), /拝見します。/);

    await a.locator('.said.mine').last().getByRole('button', { name: /削除/ }).click();
    await a.waitForURL(/deleted=/);
    assert.match(await a.locator('#talk').innerText(), /削除されました/);
    await send(a, '.undo form');
    assert.match(await a.locator('#talk').innerText(), /拝見します。/);

    await b.goto(thread);
    await b.locator('.attach summary').click();
    await b.setInputFiles('input[name="upload1"]', [picture('gps.jpg')]);
    await b.fill('input[name="photo_text"]', '朝の会場');
    await send(b, '.message-form', 'button[value="send"]');
    assert.equal(await b.locator('.said-photo img').getAttribute('alt'), '朝の会場');
    await b.goto(`/messages?q=${encodeURIComponent('シリョウ')}`);
    await axe(b, 'a search that finds nothing');
    for (const page of [a, b]) noComplaints(page, 'messages');
  },

  'A draft is kept while one types, and another window does not lose it': async (town) => {
    const { a, b, first } = await pair(town);
    await b.goto(first);
    await write(b, 'はじめまして');
    const thread = new URL(b.url()).pathname;
    const kept = b.waitForResponse((answer) => answer.url().endsWith('/draft') && answer.ok());
    await b.fill('.message-form textarea[name="text"]', '書きかけの文');
    await kept;
    const other = await b.context().newPage();
    await other.goto(thread);
    assert.equal(await other.locator('.message-form textarea').inputValue(), '書きかけの文');
    await other.goto('/messages');
    assert.match(await other.locator('.thread-row').first().innerText(), /下書き/);
    await send(b, '.message-form', 'button[value="send"]');
    await other.goto(thread);
    assert.equal(await other.locator('.message-form textarea').inputValue(), '');
    await a.goto(thread);
    assert.match(await a.locator('#talk').innerText(), /書きかけの文/);
  },

  'Without script messages are written, read and found at every width': async (town) => {
    const { a, b, first } = await pair(town, { scripts: false });
    await b.goto(first);
    await write(b, '最初のメッセージ');
    const thread = new URL(b.url()).pathname;
    for (const width of widths) {
      for (const page of [a, b]) await page.setViewportSize({ width, height: width < 300 ? 320 : 844 });
      await write(b, `幅 ${width} から`);
      await a.goto(thread);
      await noOverflow(a, `a thread at ${width}`);
      assert.match(await a.locator('#talk').innerText(), new RegExp(`幅 ${width} から`));
      await send(a, '.mark-read');
      assert.equal(await a.locator('.mark-read').count(), 0);
      await write(a, `返事 ${width}`);
      await b.getByRole('link', { name: '新着を見る' }).click();
      await b.goto(thread);
      assert.match(await b.locator('#talk').innerText(), new RegExp(`返事 ${width}`));
      for (const path of ['/messages', '/messages/new', `${thread}/about`, `/messages?q=${encodeURIComponent('ﾍﾝｼﾞ')}`, '/settings/messages']) {
        await b.goto(path);
        await noOverflow(b, `${path} at ${width}`);
      }
      await b.goto(thread);
      for (const page of [a, b]) noComplaints(page, `messages at ${width}`);
    }
  },

  'The plain edition holds list, thread, members and a long message in nine kilobytes each': async (town) => {
    const { b, first } = await pair(town, { scripts: false, width: 240 });
    await b.goto(first);
    await write(b, '長い文章です。'.repeat(400));
    const thread = new URL(b.url()).pathname;
    for (let i = 0; i < 8; i += 1) await write(b, `お知らせ ${i}：${'会場は東ホールです。'.repeat(20)}`);
    await b.goto('/?view=plain');
    const wrong = [];
    for (const path of ['/messages', thread, `${thread}/about`, '/messages/new', '/messages?q=%E4%BC%9A%E5%A0%B4', '/settings/messages']) {
      const answer = await b.context().request.get(path);
      wrong.push(...plainFaults(path, await answer.body()));
    }
    assert.deepEqual(wrong, []);
    await b.goto(thread);
    assert.match(await b.locator('body').innerText(), /お知らせ 7/);
  },

  'In w3m a message is read and answered': async (town) => {
    const { b, hana, first } = await pair(town, { scripts: false });
    await b.goto(first);
    await write(b, 'お返事をお待ちしています');
    const thread = new URL(b.url()).pathname;
    const w3m = await town.textBrowser('ja');
    try {
      await w3m.arrive();
      await w3m.send('/login', '/login', { email: hana.email, password: hana.password });
      w3m.isKnown();
      assert.match(await w3m.see('/messages'), /お返事をお待ちしています/);
      const shown = await w3m.see(thread);
      assert.match(shown, /新着を見る/);
      assert.match(await w3m.send(thread, thread, { text: 'お待たせしました', do: 'send' }), /お待たせしました|302|303/);
      assert.match(await w3m.see(thread), /お待たせしました/);
    } finally {
      await w3m.close();
    }
  },
};
