// SPDX-License-Identifier: Apache-2.0
// One example of every page there is, found as a person finds it: by following links.
import { execFileSync } from 'node:child_process';

// "/contacts/{id}/edit" as an expression for paths of that page.
const expression = (pattern) => new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);

// The pages that `goen routes` names: [{ pattern, who, is }], those with fixed words first, as the router has it.
export function pagesOf(binary) {
  return execFileSync(binary, ['routes'], { encoding: 'utf8' }).split('\n')
    .map((line) => /^GET (\S+) (anyone|member|operator)$/.exec(line)).filter(Boolean)
    .filter(([, pattern]) => !pattern.startsWith('/api/') && !/\/(healthz|readyz)$/.test(pattern))
    .map(([, pattern, who]) => ({ pattern, who, is: expression(pattern) }))
    .sort((a, b) => a.pattern.split('{').length - b.pattern.split('{').length || b.pattern.length - a.pattern.length);
}

// Follows links from `start`, a few examples of each page (not every contact can be edited), until nothing new turns up.
// Answers pattern -> path.
export async function walk(context, pages, start) {
  const found = new Map(), tried = new Map(), seen = new Set(), queue = [...start];
  while (queue.length) {
    const path = queue.shift();
    const page = pages.find(({ is }) => is.test(path.split('?')[0]));
    const tries = tried.get(page?.pattern) ?? 0;
    if (!page || tries === 60 || seen.has(path)) continue;
    seen.add(path);
    tried.set(page.pattern, tries + 1);
    const answer = await context.request.get(path, { maxRedirects: 0 });
    if (answer.status() !== 200) continue;
    if (!found.has(page.pattern)) found.set(page.pattern, path);
    if (!answer.headers()['content-type']?.startsWith('text/html')) continue;
    for (const [, href] of (await answer.text()).matchAll(/<(?:a|form)\b[^>]*?(?:href|action)="(\/[^"#]*)/g)) {
      if (!href.startsWith('/assets/')) queue.push(href.replaceAll('&amp;', '&'));
    }
  }
  return found;
}
