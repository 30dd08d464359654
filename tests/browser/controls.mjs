// The examination of screens must fail on a bad screen and pass a good one, with scripts and without.
// node controls.mjs OUT

import { createServer } from 'node:http';

import { Desk } from './desk.mjs';
import { Run } from './run.mjs';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'";
const WRONGS = [/image-alt/, /Content Security Policy/, /wider than 1366/, /headings h1/, /language/];

function page(bad) {
  const good = '<!doctype html><html lang="ja"><title>見本</title><main><h1>見本</h1><p>文</p></main></html>';
  return bad ? good.replace(' lang="ja"', '').replace('<p>', '<h1>二</h1><img src="/x"><p style="color:red">').replace('文', `<code>${'x'.repeat(999)}</code>`) : good;
}

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
  response.end(page(request.url === '/bad'));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
let wrong = 0;
for (const scripts of [true, false]) {
  const run = new Run({ url: `http://127.0.0.1:${server.address().port}`, out: process.argv[2], scripts });
  const browser = await run.browser();
  const desk = await Desk.open(browser, run);
  desk.name = 'control';
  await desk.visit('/good', 'good');
  if (run.failures.length) wrong += 1;
  await desk.visit('/bad', 'bad');
  for (const expected of WRONGS) {
    if (!run.failures.some((failure) => expected.test(failure))) {
      console.log(`NOT FOUND ${expected} with scripts ${scripts ? 'on' : 'off'}`);
      wrong += 1;
    }
  }
  await browser.close();
}
server.close();
process.exitCode = wrong ? 1 : 0;
