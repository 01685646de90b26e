// SPDX-License-Identifier: Apache-2.0
// Every page that the program has, found by its links: nothing is left out because a list forgot it.
import assert from 'node:assert/strict';
import { axe, htmlcs, noComplaints, noOverflow } from '../town.mjs';
import { plainFaults } from '../plain.mjs';
import { pagesOf, walk } from '../routes.mjs';

// Not reached by links: they come in letters, or after something was sent. Other stories go there.
const elsewhere = ['/reset/{secret}', '/confirm/{secret}', '/claim/{secret}', '/join/done', '/exchange/done', '/exchange/look', '/exchange/now', '/search/suggest', '/postal/{code}', '/x/{secret}',
  '/x/{secret}/qr.png', '/x/{secret}/qr.svg', '/c/{token}', '/c/{token}/left', '/code', '/contacts/import/{id}', '/requests/new', '/introductions/new', '/m/{id}/paths', '/pictures/{member}/{hash}/{size}', '/posts/pictures/{id}/{size}', '/feed/newer', '/stream', '/posts/people', '/messages/{id}/newer', '/messages/files/{id}', '/messages/files/{id}/{size}', '/messages/{id}/{message}', '/messages/with/{id}', '/login', '/join', '/forgot',
  '/settings/archive/look', '/settings/letters', '/letters/off/{key}', '/sw.js', '/contacts/{id}/invite', '/card/{id}/remove', '/m/{id}/end', '/m/{id}/block', '/m/{id}/paths'];

export const stories = {};

// A post with all that can hang on one, so that its pages are there.
async function writePost(town, context) {
  const send = async (page, path, fields) => {
    const form = await (await context.request.get(page)).text();
    const csrf = /name="csrf" value="([^"]+)"/.exec(form)[1];
    const answer = await context.request.post(path, { form: { csrf, ...fields }, headers: { origin: town.base }, maxRedirects: 0 });
    assert.equal(answer.status(), 303, `${path}: ${answer.status()}`);
    return answer.headers().location;
  };
  const post = (await send('/posts/new', '/posts/new', { text: '展示会に出まず', audience: 'exchanged', do: 'post' })).replace(/[?#].*/, '');
  const edited = await (await context.request.get(`${post}/edit`)).text();
  await send(`${post}/edit`, `${post}/edit`, { text: '展示会に出ます', version: /name="version" value="([^"]+)"/.exec(edited)[1], do: 'post' });
  await send(post, `${post}/comments`, { text: 'お待ちしています' });
  await send(post, `${post}/reaction`, { kind: 'thanks', back: post });
}

async function everyPage(town, context) {
  await writePost(town, context);
  const pages = pagesOf(town.binary);
  const found = await walk(context, pages, ['/', '/feed', '/posts/new', '/settings', '/contacts', '/card', '/requests', '/notices', '/people', '/people?q=a', '/search?q=a', '/admin', '/invite', '/blocked', '/exchange']);
  const missing = pages.map(({ pattern }) => pattern).filter((pattern) => !found.has(pattern) && !elsewhere.includes(pattern));
  assert.deepEqual(missing, [], 'pages that no link leads to');
  return [...found.entries()].filter(([pattern]) => !/\.(vcf|svg|png|csv)$|\/postal\/|\/pictures\/|archive\.zip/.test(pattern));
}

for (const scheme of ['light', 'dark']) {
  stories[`Two judges of accessibility find nothing on any page (${scheme})`] = async (town) => {
    const page = await town.browserOf({ language: 'ja', scheme });
    await town.logIn(page, town.people[0]);
    const wrong = [];
    for (const [pattern, path] of await everyPage(town, page.context())) {
      const answer = await page.goto(path);
      if (!answer.headers()['content-type']?.startsWith('text/html')) continue;
      for (const judge of [axe, htmlcs]) await judge(page, pattern).catch((error) => wrong.push(`${pattern}: ${error.message}`));
      await page.setViewportSize({ width: 240, height: 320 });
      await noOverflow(page, `${pattern} at 240 px`).catch((error) => wrong.push(error.message));
      await page.setViewportSize({ width: 390, height: 844 });
      noComplaints(page, pattern);
    }
    assert.deepEqual(wrong, []);
  };
}

for (const language of ['ja', 'en']) {
  stories[`The plain edition of every page is small, valid and stands alone (${language})`] = async (town) => {
    const page = await town.browserOf({ language, scripts: false, width: 240 });
    await town.logIn(page, town.people[0]);
    await page.goto('/');
    if (await page.getAttribute('html', 'lang') !== language) {
      await Promise.all([page.waitForNavigation(), page.locator(`button[name="language"][value="${language}"]`).click()]);
    }
    const paths = [...await everyPage(town, page.context()), ['/no-such-page', '/no-such-page']];
    await page.goto('/?view=plain');
    const wrong = [];
    for (const [pattern, path] of paths) {
      const answer = await page.context().request.get(path);
      if (!answer.headers()['content-type']?.startsWith('text/html')) continue;
      wrong.push(...plainFaults(pattern, await answer.body()));
      if (language === 'ja') {
        const other = await page.context().request.get(`${path}${path.includes('?') ? '&' : '?'}enc=sjis`);
        if (other.headers()['content-type'] !== 'text/html; charset=Shift_JIS') wrong.push(`${pattern} is not in Shift_JIS`);
        wrong.push(...plainFaults(`${pattern} in Shift_JIS`, await other.body()));
        await page.context().request.get('/?enc=utf8');
      }
    }
    assert.deepEqual(wrong, []);
  };
}
