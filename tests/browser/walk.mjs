// Every kind of screen that a link leads to, as each role: a kind is a path without its ids, and one screen of each is opened. It is examined
// once for each set of forms, in which what the roles may do differs.
// node walk.mjs URL OUT — leaves kinds.json in OUT.

import { Desk } from './desk.mjs';
import { Run } from './run.mjs';
import { fits, inspect } from './screen.mjs';

const [url, out] = process.argv.slice(2);
const run = new Run({ url, out, scripts: true, password: process.env.DEMO_PASSWORD });

const ROLES = ['counter1', 'checker1', 'approver1', 'board1', 'auditor1', 'operator1', 'admin1'];
// Side by side; each is a browser at work.
const AT_ONCE = 2;
// More kinds than there are routes are a link that invents paths.
const MOST = 400;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };

const kinds = new Map();
const examined = new Set();

function kindOf(path) {
  return path
    .split('/')
    .map((part) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part) ? '{id}' : /^\d+$/.test(part) ? '{n}' : part))
    .join('/')
    .replace(/^\/queues\/.*/, '/queues/{queue}')
    .replace(/^\/operations\/[a-z_]+$/, '/operations/{projection}')
    .replace(/^\/masters\/[a-z_]+\/(edit|import|rows.csv)$/, '/masters/{table}/$1');
}

// Addresses on the page, without those that only move within it.
async function links(desk) {
  const found = await desk.page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href]')];
    const within = all.filter((link) => link.getAttribute('href').startsWith('#')).map((link) => link.getAttribute('href').slice(1));
    return {
      lost: within.filter((id) => !document.getElementById(id)),
      hrefs: all.filter((link) => link.origin === location.origin).map((link) => link.pathname + link.search),
    };
  });
  run.check(found.lost.length === 0, `${desk.name} ${desk.path()}: links within the page to ${found.lost}`);
  return found.hrefs;
}

// A page, or nothing where the answer is a file, of which only the status counts.
async function open(desk, address, from) {
  desk.expected = [200];
  const answer = await desk.page.goto(address, { waitUntil: 'load' }).catch((error) => {
    if (/Download is starting|ERR_ABORTED/.test(error.message)) return undefined;
    throw error;
  });
  const status = answer?.status() ?? (await desk.context.request.get(address)).status();
  run.check(status === 200, `${desk.name} ${address}, linked from ${from}: status ${status}`);
  return status === 200 && /^text\/html/.test(answer?.headers()['content-type'] ?? '');
}

async function examine(desk, kind) {
  const forms = await desk.page.evaluate(() => [...document.forms].map((form) => form.getAttribute('action') ?? ''));
  const sight = [kind, ...new Set(forms.map((action) => kindOf(action.split('?')[0])))].join(' ');
  if (examined.has(sight)) return;
  examined.add(sight);
  const where = `${kind} (${desk.name}, ${desk.path()})`;
  await inspect(desk, where);
  await desk.page.setViewportSize(NARROW);
  await fits(desk, where);
  await desk.page.setViewportSize(WIDE);
}

async function walk(browser, login) {
  const desk = await Desk.open(browser, run);
  await desk.signIn(login);
  await desk.page.setViewportSize(WIDE);
  const seen = new Set(['/']);
  const waiting = [{ kind: '/', address: '/', from: '' }];
  for (const { kind, address, from } of waiting) {
    try {
      const page = await open(desk, address, from);
      kinds.set(kind, [...(kinds.get(kind) ?? []), login]);
      if (!page) continue;
      await examine(desk, kind);
      for (const next of await links(desk)) {
        const of = kindOf(next.split('?')[0]);
        if (seen.has(of)) continue;
        seen.add(of);
        waiting.push({ kind: of, address: next, from: address });
      }
    } catch (error) {
      run.fail(`${login} ${address}, linked from ${from}: ${error.message}`);
    }
    if (seen.size > MOST) throw new Error(`${login} met more than ${MOST} kinds of screens: ${[...seen].slice(-20)}`);
  }
  await desk.close();
  run.step(`${login}: ${seen.size} kinds`);
}

const browser = await run.browser();
try {
  const roles = [...ROLES];
  const next = async () => {
    for (let login = roles.shift(); login; login = roles.shift()) await walk(browser, login);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
} catch (error) {
  run.fail(error.stack);
} finally {
  await browser.close();
}
const sorted = [...kinds].sort(([one], [other]) => (one < other ? -1 : 1));
for (const [kind, who] of sorted) console.log(`${kind}  ${who.join(' ')}`);
await run.write('kinds.json', JSON.stringify({ kinds: Object.fromEntries(sorted), failures: run.failures }, null, 2));
console.log(`${kinds.size} kinds, ${run.failures.length} wrong`);
process.exitCode = run.failures.length || kinds.size < 50 ? 1 : 0;
