// SPDX-License-Identifier: Apache-2.0
// The card as its owner makes it: drawn while she types, in one of five styles, with photograph and logo, on the screen and
// on paper.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { axe, noComplaints, noOverflow, send } from '../town.mjs';

const picture = (name) => fileURLToPath(new URL(`../../samples/pictures/${name}`, import.meta.url));

// Opens what is folded.
const unfold = (page) => page.locator('.card-form .fold').evaluateAll((all) => all.forEach((one) => { one.open = true; }));

// A newcomer at the editor of her card. The editor's path.
async function editor(page, town) {
  await town.newcomer(page);
  await page.goto('/card');
  const path = await page.locator('main a[href^="/card/"][href$="/edit"]').first().getAttribute('href');
  await page.goto(path);
  await unfold(page);
  return path;
}

const save = (page) => Promise.all([page.waitForNavigation(), page.locator('.card-form .actions button[type="submit"]').click()]);

// Whatever of a face leaves it, or lies under one of its pictures.
const misplaced = (page, faces) => page.locator(faces).evaluateAll((all) => all.flatMap((one) => {
  const paper = one.getBoundingClientRect(), found = [];
  const boxes = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()];
  };
  const pictures = [...one.querySelectorAll('img')].map((img) => img.getBoundingClientRect());
  for (const box of pictures) {
    if (box.left < paper.left || box.right > paper.right || box.top < paper.top || box.bottom > paper.bottom) found.push('a picture leaves the paper');
  }
  for (const text of one.querySelectorAll('.company, .department, .also, .title, .name-part, .romaji, .postal, .where, .building, .number, .link')) {
    for (const box of boxes(text)) {
      if (box.left < paper.left - 1 || box.right > paper.right + 1 || box.top < paper.top - 1 || box.bottom > paper.bottom + 1)
        found.push(`${text.textContent} leaves the paper`);
      if (pictures.some((img) => box.left < img.right - 1 && box.right > img.left + 1 && box.top < img.bottom - 1 && box.bottom > img.top + 1))
        found.push(`${text.textContent} lies under a picture`);
    }
  }
  return found;
}));

export const stories = {
  'The card is drawn anew while one types, beside the form or above it, and nothing is saved': async (town) => {
    for (const width of [1280, 390]) {
      const page = await town.browserOf({ width });
      const path = await editor(page, town);
      assert.equal(await page.locator('button[name="look"]').isVisible(), false, 'no button where the script draws');
      const shown = page.locator('.preview .meishi').first();
      const company = page.locator('[name="sides.ja.positions.0.company"]');
      await company.fill('株式会社書きかけ');
      await shown.getByText('株式会社書きかけ').waitFor();
      await page.locator('.styles .meishi').last().getByText('株式会社書きかけ').waitFor({ state: 'attached' });
      const card = await shown.boundingBox(), field = await company.boundingBox();
      if (width === 1280) {
        assert.ok(card.x + card.width <= field.x, 'the card stands beside the form');
      } else {
        // At the foot of the form, too, the card is still in sight, and does not cover the field.
        const last = page.locator('[name="sides.ja.address.building"]');
        await last.focus();
        await last.fill('見本ビル9F');
        await shown.getByText('見本ビル9F').waitFor();
        const seen = await shown.boundingBox(), typed = await last.boundingBox();
        assert.ok(seen.y >= 0 && seen.y + seen.height <= typed.y, `the card ends at ${seen.y + seen.height}, the field begins at ${typed.y}`);
      }
      await noOverflow(page, `the editor at ${width}`);
      noComplaints(page, `the editor at ${width}`);
      await page.goto(path);
      assert.equal(await company.inputValue(), '', 'nothing was saved');
    }
  },

  'A name that cannot be drawn is told beside its field, and nobody leaves an edited card by mistake': async (town) => {
    const page = await town.browserOf({ width: 1280, language: 'en' });
    const path = await editor(page, town);
    const field = page.locator('.field', { has: page.locator('[name="name.family"]') }), given = page.locator('[name="name.given"]');
    const before = await page.inputValue('[name="name.family"]');
    const asked = [];
    page.on('dialog', (dialog) => { asked.push(dialog.type()); return dialog.accept(); });
    await page.goto('/card');
    assert.deepEqual(asked, [], 'nothing was typed');
    await page.goto(path);
    await page.locator('[name="name.family"]').pressSequentially('😀');
    await field.locator('.error').waitFor();
    const said = await field.locator('.error').innerText();
    const top = async (one) => (await one.boundingBox()).y;
    assert.equal(await top(page.locator('[name="name.family"]')), await top(given), 'the pair stays side by side');
    await axe(page, 'the editor with a name that cannot be drawn');
    await page.fill('[name="name.family"]', before);
    await field.locator('.error').waitFor({ state: 'detached' });
    await page.locator('[name="name.family"]').pressSequentially('😀');
    await page.goto('/card');
    assert.deepEqual(asked, ['beforeunload']);
    await page.goto(path);
    await page.locator('[name="name.family"]').pressSequentially('😀');
    await save(page);
    assert.equal(asked.length, 1, 'saving does not ask');
    assert.equal(await field.locator('.error').innerText(), said, 'the same is said when it is saved');
  },

  'The first screen of the editor asks for what everybody has; the rest is folded, and opens where something is wrong': async (town) => {
    const page = await town.browserOf({ width: 390, scripts: false, language: 'en' });
    await town.newcomer(page);
    await page.goto('/card');
    await page.goto(await page.locator('main a[href^="/card/"][href$="/edit"]').first().getAttribute('href'));
    for (const name of ['sides.en.positions.0.company', 'phones.0.value', 'emails.0.value']) assert.ok(await page.locator(`[name="${name}"]`).isVisible(), name);
    for (const name of ['sides.ja.positions.0.company', 'urls.0.value', 'sides.en.address.street', 'layout']) assert.ok(!await page.locator(`[name="${name}"]`).first().isVisible(), name);
    await page.locator('.fold summary', { hasText: 'Web' }).click();
    await page.fill('[name="urls.0.value"]', 'no address');
    await save(page);
    assert.ok(await page.locator('[name="urls.0.value"]').isVisible());
    assert.equal(await page.inputValue('[name="urls.0.value"]'), 'no address');
  },

  'Without script a button draws the card, and what was typed stays typed': async (town) => {
    const page = await town.browserOf({ width: 1280, scripts: false });
    const path = await editor(page, town);
    await page.fill('[name="sides.ja.positions.0.company"]', '株式会社書きかけ');
    await page.fill('[name="emails.0.value"]', 'half@');
    await Promise.all([page.waitForNavigation(), page.click('button[name="look"]')]);
    assert.match(await page.locator('.preview .meishi').first().innerText(), /株式会社書きかけ/);
    assert.equal(await page.inputValue('[name="emails.0.value"]'), 'half@');
    await page.goto(path);
    assert.equal(await page.inputValue('[name="sides.ja.positions.0.company"]'), '');
  },

  'A style is chosen by touching a picture of one\'s own card in it': async (town) => {
    const page = await town.browserOf({ width: 390 });
    await editor(page, town);
    const choice = page.locator('.style-choice', { has: page.locator('input[value="gothic_navy"]') });
    const box = await choice.locator('.meishi').boundingBox();
    await choice.scrollIntoViewIfNeeded();
    await choice.locator('.meishi').click({ force: true, position: { x: box.width / 2, y: box.height / 2 } });
    assert.equal(await page.locator('input[value="gothic_navy"]').isChecked(), true);
    await page.locator('.preview .meishi.navy.gothic').first().waitFor();
    await save(page);
    await page.waitForURL(/\/card\?card=/);
    assert.equal(await page.locator('main .meishi.navy.gothic').count() > 0, true);
  },

  'Letters of a name never lie on their side, also on a vertical card': async (town) => {
    const page = await town.browserOf({ width: 390 });
    const path = await editor(page, town);
    const mode = () => page.locator('main .meishi .name').first().evaluate((name) => getComputedStyle(name).writingMode);
    await page.check('[name="layout"][value="vertical"]');
    await save(page);
    await page.waitForURL(/\/card\?card=/);
    assert.equal(await mode(), 'vertical-rl', 'a name in kanji stands');
    await page.goto(path);
    await unfold(page);
    for (const part of ['family_kana', 'given_kana', 'middle']) await page.fill(`[name="name.${part}"]`, '');
    await page.fill('[name="name.family"]', 'García');
    await page.fill('[name="name.given"]', 'María');
    await save(page);
    await page.waitForURL(/\/card\?card=/);
    assert.equal(await mode(), 'horizontal-tb');
    const paper = await page.locator('main .meishi').first().boundingBox();
    assert.ok(paper.height > paper.width, 'the paper still stands');
  },

  'Photograph and logo stand on the card and on paper, and no line lies under them': async (town) => {
    const page = await town.browserOf({ width: 1280 });
    const path = await editor(page, town);
    const fields = {
      'sides.ja.positions.0.company': '株式会社見本商会', 'sides.ja.positions.0.department': '営業本部 ＞ 第一営業部', 'sides.ja.positions.0.title': '課長代理',
      'sides.ja.address.postal_code': '100-0005', 'sides.ja.address.region': '東京都', 'sides.ja.address.locality': '千代田区',
      'sides.ja.address.street': '丸の内1-2-3', 'sides.ja.address.building': '見本ビル10F', 'phones.0.value': '03-0000-0000',
      'emails.0.value': 'newcomer@mihon.example', 'urls.0.value': 'https://mihon.example/',
    };
    for (const [name, text] of Object.entries(fields)) await page.fill(`[name="${name}"]`, text);
    await save(page);
    await page.waitForURL(/\/card\?card=/);
    for (const [part, file] of [['photo', 'gps.jpg'], ['logo', 'alpha.png']]) {
      await page.goto(path.replace('/edit', '/pictures'));
      await page.setInputFiles(`input[name="${part}"]`, picture(file));
      await send(page, `form[action$="/${part}"]`);
    }
    for (const layout of ['horizontal', 'vertical']) {
      await page.goto(path);
      await unfold(page);
      await page.check(`[name="layout"][value="${layout}"]`);
      await save(page);
      await page.waitForURL(/\/card\?card=/);
      for (const [where, faces] of [['/card', '.card-shown .meishi'], [path.replace('/edit', '/print'), '.sheet .cell .meishi']]) {
        await page.goto(where);
        await page.waitForFunction(() => [...document.images].every((img) => img.complete));
        const drawn = await page.locator(`${faces} img`).evaluateAll((all) => all.map((img) => img.naturalWidth));
        assert.ok(drawn.length >= 2 && drawn.every((wide) => wide > 0), `${where} shows both pictures: ${drawn}`);
        assert.deepEqual(await misplaced(page, faces), [], `${layout} at ${where}`);
      }
      noComplaints(page, layout);
    }
  },

  'The front page shows what a card looks like, at every width': async (town) => {
    for (const width of [1280, 1024, 390, 240]) {
      const page = await town.browserOf({ width });
      await page.goto('/');
      assert.equal(await page.locator('.sample-card .meishi').count(), 2);
      assert.deepEqual(await misplaced(page, '.sample-card > .meishi'), []);
      await noOverflow(page, `the front page at ${width}`);
      noComplaints(page, `the front page at ${width}`);
    }
  },
};
