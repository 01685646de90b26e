// SPDX-License-Identifier: Apache-2.0
// w3m: no script, no style, eighty columns of text. Log in, read the book, search, exchange by code.
import assert from 'node:assert/strict';
import { send } from '../town.mjs';

export const stories = {
  'In w3m a member logs in, reads her contacts, finds one by its reading, and exchanges by code': async (town) => {
    const other = await town.browserOf({});
    const hana = await town.newcomer(other);
    await other.goto('/exchange');
    await send(other, 'form[action="/exchange/code"]');
    const digits = (await other.locator('.code-digits').first().innerText()).replace(/\D/g, '');

    const w3m = await town.textBrowser('ja');
    try {
      const me = town.people[0];
      await w3m.arrive();
      await w3m.send('/login', '/login', { email: me.email, password: me.password });
      w3m.isKnown();
      const book = await w3m.see('/contacts');
      const first = (await w3m.source('/contacts')).match(/class="who"[^>]*>(?:<ruby>)?([^<]+)/);
      assert.ok(first, 'the book has somebody in it');
      assert.ok(book.replace(/\s/g, '').includes(first[1].replace(/\s/g, '')), 'names are read as text');

      const look = await w3m.send('/exchange', '/exchange/look', { code: digits });
      assert.ok(look.replace(/\s/g, '').includes(hana.given), 'she sees whose code it is before she agrees');
      const card = (await w3m.source('/card')).match(/\/card\/(\d+)/);
      const source = await w3m.source('/exchange');
      const chosen = source.match(/name="card"[^>]*value="(\d+)"/) ?? source.match(/<option value="(\d+)"/) ?? card;
      assert.ok(chosen, 'there is a card to give');
      const csrf = /name="csrf" value="([^"]+)"/.exec(source);
      assert.ok(csrf);
      const done = await w3m.post('/exchange/redeem', { csrf: csrf[1], code: digits, card: chosen[1] });
      assert.ok(done.replace(/\s/g, '').includes(hana.given), 'the next page says with whom she exchanged');

      const found = await w3m.see(`/contacts?q=${encodeURIComponent(hana.given)}`);
      assert.ok(found.replace(/\s/g, '').includes(hana.given), 'and she is in the book');
    } finally {
      await w3m.close();
    }
  },
};
