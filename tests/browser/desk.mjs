// A member of staff at a browser: opens addresses, fills in forms by the names of their fields, and has every screen examined.

import { examine } from './screen.mjs';

// As patient as the other acceptance tests: a slow machine is no fault.
const WAIT = 120_000;

export class Desk {
  constructor(context, page, run) {
    Object.assign(this, { context, page, run });
  }

  static async open(browser, run) {
    const context = await browser.newContext({
      baseURL: run.url,
      javaScriptEnabled: run.scripts,
      locale: 'ja-JP',
      timezoneId: 'Asia/Tokyo',
      viewport: { width: 1366, height: 768 },
    });
    context.setDefaultTimeout(WAIT);
    const page = await context.newPage();
    const desk = new Desk(context, page, run);
    desk.expected = [];
    // A refused script, style or form is told on the console, with scripts on or off.
    page.on('console', (message) => {
      const text = message.text();
      // A file that is shown instead of a page names no icon, and the browser looks for one.
      if (message.location().url.endsWith('/favicon.ico')) return;
      const awaited = /status of (4\d\d)/.exec(text)?.[1];
      if (awaited && desk.expected.includes(Number(awaited))) return;
      if (['error', 'warning'].includes(message.type())) run.fail(`${desk.name} ${page.url()}: console: ${text}`);
    });
    page.on('pageerror', (error) => run.fail(`${desk.name} ${page.url()}: ${error}`));
    if (run.scripts) {
      await context.exposeFunction('policyRefused', (what) => run.fail(`${desk.name}: content security policy refused ${what}`));
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          globalThis.policyRefused(`${event.violatedDirective} ${event.blockedURI} on ${location.pathname}`);
        });
      });
    }
    return desk;
  }

  async signIn(login) {
    this.name = login;
    // The same for everybody: examined once.
    await this.visit('/sign-in', this.run.screens ? undefined : 'sign-in');
    await this.submit('/sign-in', { login, password: this.run.password }, `home-${login}`);
    this.run.check(!this.path().startsWith('/sign-in'), `${login} cannot sign in`);
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  // The readable text of the page, white space made single.
  async text() {
    return (await this.page.locator('body').innerText()).replace(/\s+/g, ' ');
  }

  async shows(...parts) {
    const text = await this.text();
    for (const part of parts) {
      const there = part instanceof RegExp ? part.test(text) : text.includes(part);
      this.run.check(there, `${this.name} ${this.path()}: ${part} is not shown: ${text.slice(0, 800)}`);
    }
  }

  async visit(path, screen, status = 200) {
    this.expected = [status];
    const answer = await this.page.goto(path, { waitUntil: 'load' });
    this.run.check(answer.status() === status, `${this.name} ${path}: status ${answer.status()}, not ${status}`);
    if (screen) await examine(this, screen);
  }

  // Opens an address again and again until the form or text is there: read models follow a moment later.
  async visitUntil(path, locator, screen) {
    const end = Date.now() + WAIT;
    for (;;) {
      await this.visit(path);
      if (await this.page.locator(locator).count()) break;
      if (Date.now() > end) {
        throw new Error(`${this.name} ${path}: ${locator} did not come: ${(await this.text()).slice(0, 800)}`);
      }
      await this.page.waitForTimeout(150);
    }
    if (screen) await examine(this, screen);
  }

  form(action) {
    return this.page.locator(`form[action="${action}"]`).first();
  }

  async offers(action) {
    return (await this.page.locator(`form[action="${action}"]`).count()) > 0;
  }

  async fill(form, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const controls = form.locator(`[name="${name}"]`);
      if (!(await controls.count())) throw new Error(`${this.name} ${this.path()}: there is no field ${name}`);
      const first = controls.first();
      const kind = await first.evaluate((control) => control.type);
      if (kind === 'radio') await form.locator(`[name="${name}"][value="${value}"]`).check();
      else if (kind === 'checkbox') await (value ? form.locator(`[name="${name}"]${value === true ? '' : `[value="${value}"]`}`).first().check() : first.uncheck());
      else if (kind === 'select-one') await first.selectOption(value);
      else if (kind === 'file') await first.setInputFiles(value);
      else if (await first.isVisible()) await first.fill(value);
      else throw new Error(`${this.name} ${this.path()}: ${name} cannot be seen`);
    }
  }

  // Fills in the form that goes to `action` and presses its button; `button` chooses one by `name=value`.
  async submit(action, fields, screen, { button, status = 200 } = {}) {
    this.expected = [status];
    const form = this.form(action);
    if (!(await form.count())) throw new Error(`${this.name} ${this.path()}: there is no form to ${action}: ${(await this.text()).slice(0, 800)}`);
    for (const closed of await form.locator('xpath=ancestor::details[not(@open)]').all()) await closed.locator('> summary').click();
    await this.fill(form, fields);
    const [name, value] = (button ?? '').split(/=(.*)/);
    const buttons = form.locator(button ? `button[name="${name}"][value="${value}"]:not([aria-hidden])` : 'button:not([type=button]):not([aria-hidden])');
    // The answer that stays: redirects on the way are not it.
    const answered = this.page.waitForResponse((response) => {
      return response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400);
    });
    await Promise.all([answered, buttons.first().click()]);
    await this.page.waitForLoadState('load');
    const answer = await answered;
    this.run.check(answer.status() === status, `${this.name} ${action}: status ${answer.status()}, not ${status}: ${(await this.text()).slice(0, 400)}`);
    if (screen) await examine(this, screen);
  }

  // Sends a form with mistakes: each stands beside its field and in the summary, and everything else that was typed is still there.
  async refused(action, fields, wrong, screen, options = {}) {
    await this.submit(action, fields, screen, { ...options, status: 422 });
    await this.mistakes(wrong);
    const form = this.form(action);
    for (const [name, value] of Object.entries(fields)) {
      const control = form.locator(`[name="${name}"]`).first();
      const kind = await control.evaluate((one) => one.type);
      if (kind === 'file') continue;
      const kept = kind === 'radio' ? await form.locator(`[name="${name}"][value="${value}"]`).isChecked() : (await control.inputValue()) === value;
      this.run.check(kept, `${this.name} ${this.path()}: ${value}, typed into ${name}, is lost`);
    }
  }

  async mistakes(names) {
    for (const name of names) {
      // What is chosen from several is marked as one.
      const field = this.page.locator(`[name="${name}"]:not([type=radio]), fieldset:has([name="${name}"][type=radio])`).last();
      this.run.check((await field.getAttribute('aria-invalid')) === 'true', `${this.path()}: ${name} is not marked as wrong`);
      const beside = ((await field.getAttribute('aria-describedby')) ?? '').split(/\s+/).filter(Boolean);
      const texts = await Promise.all(beside.map((id) => this.page.locator(`[id="${id}"]`).innerText()));
      this.run.check(texts.some((text) => /[ぁ-ん]/.test(text)), `${this.path()}: ${name} has no message beside it`);
      const id = await this.page.locator(`[name="${name}"]`).first().getAttribute('id');
      this.run.check((await this.page.locator(`[role=alert] a[href="#${id}"]`).count()) > 0, `${this.path()}: ${name} is not in the summary`);
    }
  }

  // Fetches a file with the cookies of this person.
  async download(path, file) {
    const answer = await this.context.request.get(path);
    this.run.check(answer.ok(), `${this.name} ${path}: status ${answer.status()}`);
    this.run.check(/^application\/pdf/.test(answer.headers()['content-type'] ?? ''), `${path} is ${answer.headers()['content-type']}`);
    await this.run.write(file, await answer.body());
  }

  async signOut() {
    await this.submit('/sign-out', {}, 'signed-out');
  }

  async close() {
    await this.context.close();
  }
}
