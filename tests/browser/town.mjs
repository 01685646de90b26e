// SPDX-License-Identifier: Apache-2.0
// The town: browsers for people, and what one can ask of a page.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);
const screens = fileURLToPath(new URL('../../build/screens/', import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const htmlcsSource = await readFile(createRequire(import.meta.url).resolve('html_codesniffer/build/HTMLCS.js'), 'utf8');
const family = [['山本', 'やまもと', 'Yamamoto'], ['渡邉', 'わたなべ', 'Watanabe'], ['神谷', 'かみや', 'Kamiya'], ['髙橋', 'たかはし', 'Takahashi']];
const given = [['花子', 'はなこ', 'Hanako'], ['健', 'けん', 'Ken'], ['美咲', 'みさき', 'Misaki'], ['蓮', 'れん', 'Ren']];
let number = 0;

export const widths = [1280, 390, 240];

export class Town {
  static async open(base, people) {
    const browser = await chromium.launch({
      executablePath: process.env.GOEN_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', '--no-first-run', '--disable-quic'],
    });
    await mkdir(screens, { recursive: true });
    return new Town(base, people, browser);
  }

  constructor(base, people, browser) {
    Object.assign(this, { base, people, browser, contexts: [] });
  }

  // A fresh browser with nothing in it. page.complaints collects what the console and the network complain about.
  async browserOf({ language = 'ja', scripts = true, width = 390, scheme = 'light' } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.base,
      locale: language === 'ja' ? 'ja-JP' : 'en-GB',
      timezoneId: 'Asia/Tokyo',
      javaScriptEnabled: scripts,
      colorScheme: scheme,
      viewport: { width, height: width < 300 ? 320 : width < 500 ? 844 : 800 },
    });
    context.setDefaultTimeout(60_000); // only what never comes is a failure; a busy machine is not
    this.contexts.push(context);
    const page = await context.newPage();
    page.complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') page.complaints.push(message.text());
    });
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    page.on('response', (response) => {
      if (response.status() >= 500) page.complaints.push(`${response.status()} ${response.url()}`);
    });
    return page;
  }

  async logIn(page, person) {
    await page.goto('/login');
    await page.fill('input[name="email"]', person.email);
    await page.fill('input[name="password"]', person.password);
    await send(page, 'form[action="/login"]');
    assert.equal(await page.locator('form[action="/logout"]').count(), 1, `${person.email} is logged in`);
    return person;
  }

  // Somebody new: joins by the page, then logs in. Her name differs from everybody else's.
  async newcomer(page) {
    number += 1;
    // No two newcomers of a run have one name: they are looked for by it.
    const mark = [number % 26, Math.floor(number / 26)].map((n) => String.fromCharCode(97 + n)).join('');
    const numeral = [Math.floor(number / 10), number].map((n) => '一二三四五六七八九十'[n % 10]).join('');
    const f = family[number % family.length], g = given[Math.floor(number / family.length) % given.length];
    const person = {
      email: `newcomer.${number}@machi.example`, password: `a sentence of newcomer ${number}`,
      family: f[0], given: `${g[0]}${numeral}`, familyRomaji: f[2], givenRomaji: g[2] + mark,
    };
    await page.goto('/join');
    await page.fill('input[name="family"]', person.family);
    await page.fill('input[name="given"]', person.given);
    await page.fill('input[name="family_kana"]', f[1]);
    await page.fill('input[name="given_kana"]', g[1]);
    await page.fill('input[name="family_romaji"]', f[2]);
    await page.fill('input[name="given_romaji"]', g[2] + mark);
    // The name is Japanese whatever the language of the page is.
    const order = page.locator('input[name="order"][value="family_first"]');
    if (!await order.isChecked()) {
      if (!await order.isVisible()) await page.locator('summary').first().click();
      await order.check();
    }
    await page.fill('input[name="email"]', person.email);
    await page.fill('input[name="password"]', person.password);
    await send(page, 'form[action="/join"]');
    await this.openLetterTo(page, person);
    if (!await page.locator('form[action="/logout"]').count()) await this.logIn(page, person);
    return person;
  }

  // The demonstration shows letters on a page; the newcomer opens the link in hers.
  async openLetterTo(page, person) {
    const letter = page.locator(`main .list-item:has-text("${person.email}") a`).first();
    for (let i = 0; i < 240; i += 1) { // the postman walks by himself
      await page.goto('/outbox');
      if (await letter.count()) break;
      await new Promise((go) => setTimeout(go, 250));
    }
    await letter.click();
    await page.locator('main a[href*="/confirm/"]').first().click();
    await send(page, 'form[action^="/confirm/"]');
  }

  async everyoneLeaves() {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }
  async keepLastScreens(name) {
    let count = 0;
    for (const context of this.contexts) {
      for (const page of context.pages()) {
        const file = `failed-${name.replace(/[^\w]+/g, '-')}-${count += 1}`;
        console.log(`        ${page.url()} is in build/screens/${file}.png`);
        await page.screenshot({ path: `${screens}${file}.png`, fullPage: true }).catch(() => {});
      }
    }
  }
  async close() {
    await this.everyoneLeaves();
    await this.browser.close();
  }

  // A text browser with a cookie jar of its own.
  async textBrowser(language = 'ja') {
    const home = await mkdtemp(join(tmpdir(), 'goen-w3m-'));
    await mkdir(join(home, '.w3m'));
    await writeFile(join(home, '.w3m', 'config'),
      `accept_language ${language}\nuse_cookie 1\naccept_cookie 1\naccept_bad_cookie 1\nuse_history 0\nno_proxy 127.0.0.1\n`);
    const options = { env: { ...process.env, HOME: home, W3M_DIR: join(home, '.w3m'), LANG: 'C.UTF-8', http_proxy: '', HTTP_PROXY: '' }, timeout: 120_000 };
    // Each call is a w3m of its own. It keeps lasting cookies in its file, but forgets the guest's, which ends with the
    // browser: that one is carried over by hand until somebody has logged in.
    let guest = [];
    const w3m = async (...args) => (await run('w3m', ['-I', 'UTF-8', '-O', 'UTF-8', '-cols', '80', '-cookie',
      '-o', 'accept_encoding=identity', ...guest, ...args], options)).stdout;
    return {
      arrive: async () => {
        const head = await w3m('-dump_head', `${this.base}/login`);
        guest = ['-header', `Cookie: ${/^set-cookie: (guest=[^;]+)/im.exec(head)[1]}`];
      },
      isKnown: () => { guest = []; },
      see: (path) => w3m('-dump', this.base + path),
      // How it shows this markup, in lines that hardly ever end.
      shown: async (markup) => {
        const file = join(home, 'page.html');
        await writeFile(file, markup);
        return w3m('-dump', '-T', 'text/html', '-cols', '400', file);
      },
      source: (path) => w3m('-dump_source', this.base + path),
      // Fills in the form of `path` that posts to `action`, and sends it; answers the page that follows.
      send: async (path, action, fields) => {
        const source = await w3m('-dump_source', this.base + path);
        const form = source.slice(source.indexOf(`action="${action}"`));
        assert.ok(form !== source && source.includes(`action="${action}"`), `${path} has a form for ${action}`);
        const hidden = [...form.slice(0, form.indexOf('</form>')).matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)]
          .map(([tag]) => [/name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1] ?? ''])
          .filter(([name]) => name);
        const body = new URLSearchParams([...hidden.filter(([name]) => !(name in fields)), ...Object.entries(fields)]);
        const file = join(home, 'post');
        await writeFile(file, body.toString());
        return w3m('-dump', '-post', file, this.base + action);
      },
      post: async (action, fields) => {
        const file = join(home, 'post');
        await writeFile(file, new URLSearchParams(fields).toString());
        return w3m('-dump', '-post', file, this.base + action);
      },
      close: () => rm(home, { recursive: true, force: true }),
    };
  }
}

// Presses the button of a form and waits for the page that follows.
export async function send(page, form, button = 'button[type="submit"]') {
  const before = page.url();
  await Promise.all([
    page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() < 300 || answer.status() >= 400),
    page.locator(`${form} ${button}`).first().click(),
  ]);
  await page.waitForLoadState('load');
  return before;
}

export async function axe(page, what) {
  // axe runs in the page without its content security policy being loosened: as an injected function's source.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const text = violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)}\n    ${node.failureSummary}`).join('\n  ')}`);
  assert.equal(text.length, 0, `${what}: ${text.join('\n')}`);
}

// HTML_CodeSniffer, the judge inside pa11y: errors only, as it can not decide its warnings itself.
export async function htmlcs(page, what) {
  await page.evaluate(htmlcsSource);
  const errors = await page.evaluate(() => new Promise((done) => {
    const sniffer = globalThis.HTMLCS, said = sniffer.getTranslation.bind(sniffer);
    sniffer.getTranslation = (key) => said(key) ?? key; // it lacks words for some of its own verdicts
    // It wants autocomplete="url" on <input type="email"> (2.5.1 mixes the two up); HTML wants it on type="url".
    const isMistaken = ({ code, element }) => code.includes('1_3_5.H98') && element?.type === 'url';
    sniffer.process('WCAG2AA', document, () => done(sniffer.getMessages().filter((one) => one.type === sniffer.ERROR && !isMistaken(one))
      .map((one) => `${one.code}: ${one.msg}\n  ${one.element?.outerHTML?.slice(0, 200)}`)), () => done(['it could not judge']));
  }));
  assert.equal(errors.length, 0, `${what}: ${errors.slice(0, 5).join('\n')}`);
}

export async function noOverflow(page, what) {
  const wide = await page.evaluate(() => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over <= 0) return null;
    const guilty = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    return `${over}px: ${guilty.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')}`;
  });
  assert.equal(wide, null, `${what} scrolls sideways`);
}

export function noComplaints(page, what) {
  assert.deepEqual(page.complaints, [], `${what}: the console complains`);
}

export async function screenshot(page, name) {
  await page.screenshot({ path: `${screens}${name}.png`, fullPage: true });
}

// What a phone's camera reads from the QR on the page.
export async function readQr(page) {
  const folder = await mkdtemp(join(tmpdir(), 'goen-qr-'));
  try {
    const file = join(folder, 'qr.png');
    await page.locator('.qr').first().screenshot({ path: file });
    return (await run('zbarimg', ['--quiet', '--raw', file])).stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// What two people do takes at most so many pages, both of theirs counted.
export async function inPages(most, what, { a, b }, deed) {
  let pages = 0;
  const count = (frame) => { if (!frame.parentFrame()) pages += 1; };
  for (const page of [a, b]) page.on('framenavigated', count);
  await deed();
  for (const page of [a, b]) page.off('framenavigated', count);
  assert.ok(pages > 0 && pages <= most, `${what} took ${pages} pages, and should take at most ${most}`);
}

// The link's path, for a browser on the same machine whatever the public address is.
export function pathOf(link) {
  const { pathname } = new URL(link);
  return pathname;
}

// How far things moved under the reader's eyes since the page was asked for (Layout Instability API, a sum of scores). To be
// asked before anything resizes the page: a screenshot of the whole page does.
export async function layoutShift(page) {
  return page.evaluate(() => new Promise((done) => {
    let sum = 0;
    const add = (entries) => { for (const entry of entries) sum += entry.value; };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    // Two frames later every shift up to now has been reported or lies ready to be taken.
    requestAnimationFrame(() => requestAnimationFrame(() => { add(observer.takeRecords()); done(sum); }));
  }));
}
