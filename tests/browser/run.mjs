// SPDX-License-Identifier: Apache-2.0
// Runs the stories in stories/*.mjs against a fresh demonstration network and prints "N passed, N failed".
// usage: node run.mjs path/to/goen [word in a story's name…]
// GOEN_STORIES=days: instead of the stories, seven people's days, of which it takes the pictures in docs/days.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Town } from './town.mjs';

const [binary, ...words] = process.argv.slice(2);
if (!binary) {
  console.error('usage: node run.mjs path/to/goen [word in a story\'s name…]');
  process.exit(2);
}

const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

const data = await mkdtemp(join(tmpdir(), 'goen-browser-'));
const listen = `127.0.0.1:${await freePort()}`;
const goen = spawn(resolve(binary), ['demo', '--listen', listen, '--data', data, '--members', '40'],
  { stdio: ['ignore', 'pipe', 'pipe'] });
let said = '';
goen.stdout.on('data', (text) => { said += text; });
goen.stderr.on('data', (text) => { said += text; });
const ended = new Promise((done) => goen.on('exit', (code, signal) => done(signal ?? code)));
let isOver = false;
ended.then(() => { isOver = true; });

async function ready() {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (isOver) throw new Error(`goen ended before it was ready:\n${said}`);
    try {
      if ((await fetch(`http://${listen}/readyz`)).ok && /^log in as .*\n.*^log in as .*$/ms.test(said)) return;
    } catch { /* not listening yet */ }
    await new Promise((go) => setTimeout(go, 200));
  }
  throw new Error(`goen was not ready within three minutes:\n${said}`);
}

let passed = 0, failed = 0;
let town;
try {
  await ready();
  const people = [...said.matchAll(/^log in as (\S+) with (.+)$/gm)].map(([, email, password]) => ({ email, password }));
  town = await Town.open(`http://${listen}`, people);
  town.binary = resolve(binary);
  const folder = process.env.GOEN_STORIES ?? 'stories';
  const files = (await readdir(new URL(folder, import.meta.url))).filter((name) => name.endsWith('.mjs')).sort();
  for (const file of files) {
    const { stories } = await import(`./${folder}/${file}`);
    for (const [name, story] of Object.entries(stories)) {
      if (words.length && !words.some((word) => name.includes(word) || file.includes(word))) continue;
      const began = Date.now();
      try {
        await story(town);
        passed += 1;
        console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${name}\n${String(error.stack ?? error).replace(/^/gm, '        ')}`);
        await town.keepLastScreens(name);
      } finally {
        await town.everyoneLeaves();
      }
    }
  }
} catch (error) {
  failed += 1;
  console.log(`FAILED  ${error.stack ?? error}`);
} finally {
  await town?.close();
  if (!isOver) goen.kill('SIGTERM');
  const how = await Promise.race([ended, new Promise((late) => setTimeout(() => late('late'), 15_000))]);
  if (how === 'late') goen.kill('SIGKILL');
  if (how !== 0) {
    failed += 1;
    console.log(`FAILED  goen should end with 0 within 15 seconds of SIGTERM; it said ${how}\n${said.slice(-2000)}`);
  }
  await rm(data, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
