// SPDX-License-Identifier: Apache-2.0
// w3m: no script, no style, eighty columns of text. Log in, read the book, search, exchange by code.
import assert from 'node:assert/strict';
import { pagesOf, walk } from '../routes.mjs';
import { send } from '../town.mjs';

// The ends of texts that stand in neighbours of a line, such as two links, with nothing between them in the markup.
const neighbours = (markup) => {
  const blocks = new Set(`ADDRESS ARTICLE ASIDE BLOCKQUOTE BR CAPTION DD DETAILS DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 H4
    HEADER HR IMG INPUT LEGEND LI MAIN NAV OL P PRE SECTION SELECT SUMMARY TABLE TBODY TD TEXTAREA TH THEAD TR UL`.split(/\s+/));
  const found = [];
  let before = null;
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.data) return;
      const [here, there] = [node.parentElement, before?.parentElement];
      if (there && here !== there && !here.contains(there) && !there.contains(here) && !/\s$/.test(before.data) && !/^\s/.test(node.data)) {
        found.push([before.data.slice(-20), node.data.slice(0, 20)].map((text) => text.replace(/\s+/g, ' ')));
      }
      before = node;
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches('script, style, svg, [hidden], option, rt, rp')) {
      if (blocks.has(node.tagName)) before = null;
      node.childNodes.forEach(read);
      if (blocks.has(node.tagName)) before = null;
    }
  };
  read(new DOMParser().parseFromString(markup, 'text/html').body);
  return found;
};

export const stories = {
  'In w3m no two neighbours run together, on any page': async (town) => {
    const page = await town.browserOf({ language: 'ja' }), w3m = await town.textBrowser('ja');
    const wrong = [];
    try {
      const look = async (path) => {
        const answer = await page.context().request.get(path);
        if (!answer.headers()['content-type']?.startsWith('text/html')) return;
        const markup = await answer.text(), shown = await w3m.shown(markup);
        await page.goto('about:blank');
        for (const [left, right] of await page.evaluate(neighbours, markup)) {
          if (shown.includes(left + right)) wrong.push(`${path}: ${left}|${right}`);
        }
      };
      for (const path of ['/', '/login', '/join']) await look(path);
      await town.logIn(page, town.people[0]);
      const pages = await walk(page.context(), pagesOf(town.binary), ['/', '/settings', '/contacts', '/card', '/requests', '/people?q=a', '/admin', '/exchange']);
      for (const path of pages.values()) await look(path);
      assert.ok(pages.size > 40, 'many pages are looked at');
      assert.deepEqual(wrong, []);
    } finally {
      await w3m.close();
    }
  },

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
