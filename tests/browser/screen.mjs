// What must be true of every screen: accessible, no wider than the display, one heading, a title, Japanese.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function examine(desk, name) {
  const { page, run } = desk;
  await inspect(desk, `${name} (${desk.name}, ${desk.path()})`);
  await page.screenshot({ path: run.file(`${String(++run.screens).padStart(2, '0')}-${name}.png`), fullPage: true });
}

export async function inspect(desk, where) {
  const { page, run } = desk;
  const seen = await page.evaluate(() => ({
    title: document.title,
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    twice: [...document.querySelectorAll('[id]')].map((element) => element.id).filter((id, at, all) => all.indexOf(id) !== at),
    inline: [...document.querySelectorAll('[style], [onclick], style')].length,
  }));
  run.check(seen.title.trim() !== '', `${where}: no title`);
  run.check(seen.language === 'ja', `${where}: language ${seen.language}`);
  run.check(seen.headings === 1, `${where}: ${seen.headings} headings h1`);
  await fits(desk, where);
  run.check(seen.twice.length === 0, `${where}: ids used twice: ${seen.twice}`);
  run.check(seen.inline === 0, `${where}: ${seen.inline} inline styles or handlers`);
  for (const line of await violations(desk)) run.fail(`${where}: ${line}`);
}

// What is wider than its place scrolls within itself, never the page.
export async function fits(desk, where) {
  const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const { width } = desk.page.viewportSize();
  desk.run.check(wide <= 0, `${where}: wider than ${width} by ${wide}`);
}

// With scripts off axe cannot run in the page itself: a page beside it shows the same document, without the document's own scripts.
async function violations(desk) {
  const page = desk.run.scripts ? desk.page : await besides(desk);
  await page.evaluate(axe);
  const result = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }), RULES);
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `axe ${id} (${help}) at ${node.target.join(' ')}: ${node.html.slice(0, 200)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`),
  );
}

async function besides(desk) {
  if (!desk.beside) {
    const context = await desk.context.browser().newContext({ baseURL: desk.run.url, locale: 'ja-JP', viewport: { width: 1366, height: 768 } });
    desk.beside = await context.newPage();
  }
  const body = (await desk.page.content()).replace(/<\/?noscript[^>]*>/g, '').replace(/<script\b[^>]*>[^]*?<\/script>/g, '');
  await desk.beside.unrouteAll();
  await desk.beside.route(desk.page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await desk.beside.goto(desk.page.url(), { waitUntil: 'load' });
  return desk.beside;
}
