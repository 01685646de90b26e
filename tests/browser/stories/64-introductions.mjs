// SPDX-License-Identifier: Apache-2.0
// Introductions, three people in three browsers: one finds a way and asks, one writes, one says yes; and one who
// brings two together of her own accord. What each sees of the others' cards is looked at on the way.
import assert from 'node:assert/strict';
import { axe, htmlcs, noComplaints, noOverflow, screenshot, send, widths } from '../town.mjs';

export const stories = {};

const digitsOf = (text) => text.replace(/\D/g, '');
const full = (person) => `${person.family} ${person.given}`;
const called = (person, { language }) => language === 'ja' ? person.given : person.givenRomaji;

// a types in the code that b shows.
async function exchange(a, b) {
  await b.goto('/exchange');
  await send(b, 'form[action="/exchange/code"]');
  const digits = digitsOf(await b.locator('.code-digits').first().innerText());
  await a.goto('/exchange');
  await a.fill('form[action="/exchange/look"] input[name="code"]', digits);
  await send(a, 'form[action="/exchange/look"]');
  await send(a, 'form[action="/exchange/redeem"]');
}

async function writeCard(page, form, fields) {
  await page.locator(`${form} .fold`).evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  for (const [name, text] of Object.entries(fields)) {
    const field = page.locator(`${form} [name="${name}"]`);
    if (name.startsWith('show.')) await field.selectOption(text);
    else await field.fill(text);
  }
  await send(page, form, 'button.primary');
  assert.equal(await page.locator('[role="alert"]').count(), 0, 'the card is taken');
}

async function editMainCard(page, fields) {
  await page.goto('/card');
  await page.locator('main a[href^="/card/"][href$="/edit"]').first().click();
  await page.waitForURL(/\/edit$/);
  await writeCard(page, 'form:has(select[name="show.name"])', fields);
}

// Ken, who knows Mei, who knows Hana; Mei may be asked. Ken has a card of his own for introductions.
async function three(town, options) {
  const [ken, mei, hana] = await Promise.all([1, 2, 3].map(() => town.browserOf(options)));
  const people = { ken, mei, hana, of: {}, options };
  for (const name of ['ken', 'mei', 'hana']) people.of[name] = await town.newcomer(people[name]);
  await editMainCard(ken, { 'sides.ja.positions.0.company': '株式会社極秘開発', 'sides.ja.positions.0.title': '主任' });
  await editMainCard(mei, { 'sides.ja.positions.0.company': '株式会社橋渡し', 'show.name': 'none' });
  await editMainCard(hana, { 'sides.ja.positions.0.company': '花屋はな', 'sides.ja.positions.0.title': '店主', 'show.name': 'none' });
  await ken.goto('/card/new');
  await writeCard(ken, 'form[action="/card/new"]', { label: '紹介用', 'name.family': people.of.ken.family, 'name.given': people.of.ken.given,
    'sides.ja.positions.0.company': '製図工房こよみ', 'sides.ja.positions.0.title': '代表', 'phones.0.value': '090-1234-5678',
    'show.positions': 'exchanged' });
  await ken.goto('/introductions/settings');
  await ken.selectOption('select[name="card"]', { index: 1 });
  await send(ken, 'form[action="/introductions/settings"]');
  await exchange(ken, mei);
  await exchange(mei, hana);
  await mei.goto('/introductions/settings');
  await mei.check('input[name="bridge"]');
  await send(mei, 'form[action="/introductions/settings"]');
  return people;
}

// The page at every width, by every judge.
async function look(people, page, what) {
  const { language, scripts, width } = people.options;
  for (const wide of widths) {
    await page.setViewportSize({ width: wide, height: wide < 300 ? 320 : 800 });
    await noOverflow(page, `${what} at ${wide} px`);
    const lines = await page.locator('.places li').evaluateAll((all) => new Set(all.filter((one) => one.getClientRects().length).map((one) => Math.round(one.getBoundingClientRect().top))).size);
    assert.ok(lines <= (wide < 300 ? 2 : 1), `the places stand in ${lines} lines at ${wide} px`);
    await screenshot(page, `introduction-${what}-${language}-${wide}`);
    if (scripts) for (const judge of [axe, htmlcs]) await judge(page, `${what} at ${wide} px`);
  }
  await page.setViewportSize({ width, height: 800 });
  noComplaints(page, what);
}

const words = {
  ja: { by: '紹介：', thanks: 'ご紹介いただき、ありがとうございました。', record: '紹介の記録', message: 'お店の図面のことで、一度お話を伺いたく存じます。',
    about: '製図工房こよみの者です。', text: 'お二人とも長くお付き合いのある方です。図面の話が合うと思います。' },
  en: { by: 'By ', thanks: 'Thank you for introducing us.', record: 'Introduction history', message: 'I would like to talk to her about plans for her shop.',
    about: 'I draw plans for small shops.', text: 'I have known you both for long; I think you would like to talk about plans.' },
};

async function hasByIntroduction(people, page, other, said) {
  await page.goto(`/contacts?q=${encodeURIComponent(other.given)}`);
  assert.equal(await page.locator('.list-item .who').count(), 1, `${full(other)} is in the book once`);
  await page.locator('.list-item .who').first().click();
  await page.waitForURL(/\/contacts\/\d+$/);
  const text = await page.locator('main').innerText();
  assert.ok(text.includes(said.by) && text.includes(called(people.of.mei, people.options)), `${full(other)} came by an introduction of Mei: ${text}`);
}

async function thanksArrive(people, from, said) {
  const { mei } = people;
  await from.goto('/introductions');
  await from.locator('main .list-item a.who').first().click();
  await from.locator('input[name="phrase"][value="1"]').check();
  await send(from, 'form[action$="/thank"]');
  assert.equal(await from.locator('form[action$="/thank"]').count(), 0, 'one says thanks once');
  await mei.goto('/introductions');
  await look(people, mei, 'record');
  assert.ok((await mei.locator('main').innerText()).includes(said.record), 'Mei has it in her record');
  await mei.locator('main .list-item a.who').first().click();
  assert.ok((await mei.locator('main').innerText()).includes(said.thanks), 'Mei reads the thanks');
  await look(people, mei, 'thanks');
}

async function asked(town, options) {
  const people = await three(town, options);
  const { ken, mei, hana } = people, said = words[options.language];

  await ken.goto(`/people?q=${encodeURIComponent(full(people.of.hana))}`);
  await ken.locator('.list-item', { hasText: called(people.of.hana, options) }).locator('a.who').first().click();
  await ken.locator('main a[href$="/paths"]').click();
  await look(people, ken, 'ways');
  await ken.locator('main a[href^="/introductions/new"]').first().click();
  assert.match(await ken.locator('select[name="card"] option:checked').innerText(), /紹介用/, 'the card for introductions is offered first');
  await ken.fill('textarea[name="message"]', said.message);
  await ken.fill('input[name="about"]', said.about);
  await look(people, ken, 'ask');
  await send(ken, 'form[action="/introductions/new"]');
  await look(people, ken, 'asked');

  await mei.goto('/requests');
  // Beside it stands the notice of the cards she exchanged today.
  assert.equal(await mei.locator('.places a[href="/notices"] .badge').innerText(), '2', 'the head says that somebody waits');
  await mei.locator('#introductions a.button.primary').click();
  assert.ok((await mei.locator('main').innerText()).includes(said.message));
  assert.equal(await mei.inputValue('textarea[name="words"]'), said.about, 'the sentence to pass on is there to begin with');
  await mei.fill('textarea[name="words"]', said.text);
  await send(mei, 'form[action$="/introduce"]', 'button[value="preview"]');
  assert.ok(mei.url().endsWith('#preview'), 'she is taken to what each would see');
  const panels = mei.locator('main .grid-2 > section');
  const toHana = await panels.nth(0).innerText(), toKen = await panels.nth(1).innerText();
  for (const seen of [toHana, toKen]) assert.ok(seen.includes(said.text), 'each is shown the paragraph');
  assert.ok(toHana.includes('製図工房こよみ') && !toHana.includes('極秘'), 'Hana would see the card for introductions');
  assert.ok(toKen.includes(called(people.of.hana, options)) && !toKen.includes('花屋はな'), 'Ken would see what everybody sees of Hana');
  await look(people, mei, 'write');
  await send(mei, 'form[action$="/introduce"]', 'button[value="send"]');

  await hana.goto('/requests');
  const tray = await hana.locator('main').innerText();
  assert.ok(tray.includes('製図工房こよみ') && tray.includes(said.text), 'Hana reads who it is, and why');
  for (const secret of ['極秘', '090-1234-5678', people.of.ken.email, said.message])
    assert.ok(!tray.includes(secret), `Hana must not read ${secret}`);
  await look(people, hana, 'answer');
  await send(hana, '#introductions form[action$="/accept"]');
  await hasByIntroduction(people, hana, people.of.ken, said);
  await hasByIntroduction(people, ken, people.of.hana, said);
  await thanksArrive(people, ken, said);
}

async function proposed(town, options) {
  const people = await three(town, options);
  const { ken, mei, hana } = people, said = words[options.language];
  await mei.goto('/introductions');
  await mei.locator('main a[href="/introductions/propose"]').click();
  await mei.locator('.list-item', { hasText: people.of.ken.given }).locator('a.who').click();
  await mei.locator('.list-item', { hasText: people.of.hana.given }).locator('a.who').click();
  await mei.fill('textarea[name="words"]', said.text);
  await send(mei, 'form[action="/introductions/propose"]', 'button[value="preview"]');
  await look(people, mei, 'propose');
  await send(mei, 'form[action="/introductions/propose"]', 'button[value="send"]');
  for (const [page, isLast] of [[ken, false], [hana, true]]) {
    await page.goto('/requests');
    const tray = await page.locator('#introductions .grid-2').innerText();
    assert.ok(tray.includes(said.text) && !tray.includes('極秘') && !tray.includes('花屋はな'), 'each sees what everybody sees');
    await send(page, '#introductions form[action$="/accept"]');
    await mei.goto('/introductions');
    assert.equal((await mei.locator('main').innerText()).includes(said.record), isLast, 'one yes is not told');
    if (!isLast) await look(people, page, 'said-yes');
  }
  await hasByIntroduction(people, hana, people.of.ken, said);
  await hasByIntroduction(people, ken, people.of.hana, said);
  await thanksArrive(people, hana, said);
}

stories['Ken asks Mei for an introduction to Hana, and thanks her (ja, without script)'] =
  (town) => asked(town, { language: 'ja', scripts: false, width: 390 });
stories['Ken asks Mei for an introduction to Hana, and thanks her (en, with script, on a keypad phone)'] =
  (town) => asked(town, { language: 'en', scripts: true, width: 240 });
stories['Mei brings Ken and Hana together, and both say yes (ja, with script)'] =
  (town) => proposed(town, { language: 'ja', scripts: true, width: 390 });
