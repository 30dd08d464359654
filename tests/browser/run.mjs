// One run of a story: where it happens, what it found wrong, what it leaves behind.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const SWITCHES = [
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export class Run {
  constructor({ url, out, scripts, password }) {
    Object.assign(this, { url, out, scripts, password, failures: [], screens: 0 });
  }

  fail(what) {
    this.failures.push(what);
    console.log(`WRONG ${what}`);
  }

  check(good, what) {
    if (!good) this.fail(what);
  }

  step(what) {
    console.log(`— ${what}`);
  }

  file(name) {
    return join(this.out, name);
  }

  async write(name, content) {
    await writeFile(this.file(name), content);
  }

  async browser() {
    await mkdir(this.out, { recursive: true });
    const root = process.getuid?.() === 0;
    return chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: root ? [...SWITCHES, '--no-sandbox'] : SWITCHES,
    });
  }
}
