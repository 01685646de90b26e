// SPDX-License-Identifier: Apache-2.0
// What a page of the plain edition must be: XHTML Basic 1.1, at most 9 KB of markup, nothing outside the page needed, and one
// meaning for each access key.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const dtd = '/usr/share/xml/w3c-sgml-lib/schema/dtd/REC-xhtml-basic-20101123/xhtml-basic11.dtd';

// The faults of `body` (bytes), each a sentence that begins with `name`.
export function plainFaults(name, body) {
  const text = body.toString('latin1'), wrong = [];
  if (!text.includes('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML Basic 1.1//EN"')) wrong.push(`${name} is not in the plain edition`);
  if (body.length > 9 * 1024) wrong.push(`${name} has ${body.length} bytes of markup`);
  if (/<(link|script|style|svg|section|nav|main)\b| (aria-|data-|class=)/.test(text)) wrong.push(`${name} has what an old phone does not know`);
  const keys = [...text.matchAll(/ accesskey="([^"]*)"/g)].map(([, key]) => key);
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
  if (twice.length) wrong.push(`${name} has two meanings for the keys ${[...new Set(twice)].join(' ')}`);
  if (existsSync(dtd) && existsSync('/usr/bin/xmllint')) {
    try {
      execFileSync('xmllint', ['--nonet', '--noout', '--dtdvalid', dtd, '-'], { input: body, stdio: ['pipe', 'pipe', 'pipe'] });
    } catch (error) {
      wrong.push(`${name}: ${String(error.stderr).split('\n').filter((line) => line.includes('error')).slice(0, 3).join('\n    ').slice(0, 700)}`);
    }
  }
  return wrong;
}
