// One child, from the counter to the printed certificate, as four members of staff see it.
// node story.mjs URL OUT scripts|plain — leaves screenshots, the printed documents and summary.json in OUT.

import { PEOPLE, sections, CONCLUDED } from './applicant.mjs';
import { Desk } from './desk.mjs';
import { Run } from './run.mjs';

const [url, out, mode] = process.argv.slice(2);
const run = new Run({ url, out, scripts: mode === 'scripts', password: process.env.DEMO_PASSWORD });
const person = PEOPLE[mode];
const typed = sections(person);
const story = { mode, child: person.child };

async function typePage(desk, draft, section, screen) {
  await desk.submit(`${draft}/${section}`, typed[section], screen, { button: 'next=save' });
}

async function enter(counter) {
  run.step('the counter begins a draft');
  await counter.visit('/applications/new', 'drafts');
  await counter.submit('/applications/drafts', {}, 'task-list');
  const draft = counter.path();
  run.check(/^\/applications\/drafts\/[0-9a-f-]{36}$/.test(draft), `a draft at ${draft}`);

  run.step('mistakes come back beside the field and in the summary');
  await counter.visit(`${draft}/applicant`, 'applicant');
  const wrong = { ...typed.applicant, application_date: 'H31.5.1', applicant_kana: '' };
  await counter.submit(`${draft}/applicant`, wrong, 'applicant-wrong', { button: 'next=save', status: 422 });
  await counter.mistakes(['application_date', 'applicant_kana']);
  await counter.shows('令和元年5月1日');
  run.check((await counter.page.locator('[name=applicant_address]').inputValue()) === typed.applicant.applicant_address, 'what was typed is lost');
  await typePage(counter, draft, 'applicant', 'child');
  await typePage(counter, draft, 'child', 'insurance');

  run.step('the counter leaves in the middle and finds the draft again');
  await counter.signOut();
  await counter.signIn('counter1');
  await counter.visit('/applications/new', 'drafts-again');
  await counter.shows(person.child);
  await Promise.all([counter.page.waitForURL(`**${draft}`), counter.page.locator(`a[href="${draft}"]`).first().click()]);
  await counter.visit(`${draft}/child`);
  run.check((await counter.page.locator('[name=child_name]').inputValue()) === person.child, 'the draft lost the name');

  await counter.visit(`${draft}/insurance`);
  await typePage(counter, draft, 'insurance', 'household');
  await typePage(counter, draft, 'household', 'opinions');

  run.step('a part of a name finds several diseases, one is chosen');
  await counter.submit(`${draft}/opinions`, { ...typed.opinions, opinion1_disease: '白血病' }, 'opinions-candidates', { button: 'next=save', status: 422 });
  const candidates = counter.page.locator('button[name=next][value^="accept:opinion1_disease="]');
  run.check((await candidates.count()) > 1, 'no candidates for 白血病');
  await counter.submit(`${draft}/opinions`, {}, 'opinions-chosen', { button: 'next=accept:opinion1_disease=01_01_001' });
  await counter.submit(`${draft}/opinions`, {}, 'severity', { button: 'next=save' });
  await counter.submit(`${draft}/severity`, {}, 'wishes', { button: 'next=save' });
  await typePage(counter, draft, 'wishes', 'check');

  run.step('the conclusions and their reasons');
  await counter.shows(...CONCLUDED, '68,400円', person.katakana, '前駆B細胞急性リンパ性白血病');
  await counter.submit(`${draft}/receive`, {}, 'case-received');
  story.case = counter.path();
  story.receipt = /8-01-\d{4,7}/.exec(await counter.text())?.[0];
  run.check(story.receipt && story.case.startsWith('/cases/'), `no receipt number at ${story.case}`);
  await counter.shows(person.child, ...CONCLUDED);
}

async function papers(desk, screen, exceptions = {}) {
  const address = `${story.case}/documents`;
  await desk.visitUntil(address, `form[action="${address}"]`, screen);
  const names = await desk.form(address).locator('[name^="state."]').evaluateAll((all) => [...new Set(all.map((one) => one.name))]);
  run.check(names.length >= 4, `checklist ${names}`);
  const states = Object.fromEntries(names.map((name) => [name, 'received']));
  for (const [item, [state, why]] of Object.entries(exceptions)) {
    states[`state.${item}`] = state;
    if (why) states[`why.${item}`] = why;
  }
  await desk.submit(address, states, `${screen}-recorded`);
}

async function act(desk, name, screen) {
  await desk.visitUntil(story.case, `form[action="${story.case}/${name}"]`);
  await desk.submit(`${story.case}/${name}`, {}, screen);
}

async function returnForCorrection(checker) {
  run.step('the division checks and returns for correction');
  await checker.visit('/queues/to_check', 'queue-to-check');
  await checker.shows(story.receipt);
  await checker.visit('/queues/all?kind=new&own=1', 'queue-narrowed');
  await checker.visit('/queues/all?disease=x', 'queue-wrong-code', 422);
  await act(checker, 'take-up', 'case-taken-up');
  const address = `${story.case}/return`;
  await checker.visitUntil(address, `form[action="${address}"]`, 'return');
  const item = checker.form(address).locator('[name^="item."]').first();
  const name = await item.getAttribute('name');
  const value = await item.evaluate((control) => (control.tagName === 'SELECT' ? [...control.options].find((option) => option.value).value : control.value));
  await checker.submit(address, { [name]: value, due_on: 'R30.1.29', note: '主となる医療機関を確かめてください。' }, 'case-returned');
  await checker.shows('補正', '令和30年1月29日');
}

async function correct(counter) {
  run.step('the counter corrects and hands in again');
  await counter.visitUntil(story.case, `form[action="${story.case}/amend"]`, 'case-to-correct');
  await counter.shows('主となる医療機関を確かめてください。');
  await counter.submit(`${story.case}/amend`, {}, 'amendment');
  const draft = counter.path();
  await counter.visit(`${draft}/household`);
  run.check(await counter.page.locator('[name=member1_insured]').isChecked(), 'the amendment lost a tick');
  await counter.visit(`${draft}/wishes`);
  await counter.submit(`${draft}/wishes`, { main_institution: '架空病院' }, 'amendment-check', { button: 'next=save' });
  await counter.submit(`${draft}/receive`, { ground: 'in_answer', why: '主となる医療機関の訂正' }, 'case-amended');
  run.check(counter.path() === story.case, `an amendment leads to ${counter.path()}`);
  await act(counter, 'resubmit', 'case-resubmitted');
}

async function fourEyes(checker) {
  run.step('who checked does not decide');
  await checker.visit(story.case, 'case-examined');
  run.check(!(await checker.offers(`${story.case}/approve`)), 'the checker is offered the approval');
  run.check((await checker.page.locator(`a[href$="${story.case}/approve"]`).count()) === 0, 'the checker is led to the approval');
  await checker.visit(`${story.case}/approve`, 'approval-refused', 403);
}

async function decide(approver) {
  run.step('a second person approves');
  await approver.visit('/queues/to_decide', 'queue-to-decide');
  await approver.shows(story.receipt);
  const address = `${story.case}/approve`;
  await approver.visitUntil(address, `form[action="${address}"]`, 'approve');
  await approver.shows(...CONCLUDED);
  await approver.submit(address, {}, 'case-approved');
  await approver.shows('認定');
}

async function certificate(desk) {
  run.step('the certificate is there');
  await desk.visitUntil(story.case, 'a[href^="/certificates/"]', 'case-with-certificate');
  const links = await desk.page.locator('a[href^="/certificates/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const kind of ['certificate', 'cap_sheet', 'calculation_sheet']) {
    const link = links.find((href) => href.endsWith(`/${kind}`));
    run.check(link, `no link to ${kind} among ${links}`);
    if (link) await desk.download(link, `${kind}.pdf`);
  }
}

async function find(desk) {
  run.step('the ledger finds the child by number, name, kana and birth date');
  await desk.visit('/ledger', 'ledger');
  await search(desk, person.child, 'search-name');
  const row = (await desk.page.locator('tr, li', { hasText: person.child }).first().innerText()).replace(/\s+/g, ' ');
  story.recipient = /(?<!\d)\d{7}(?!\d)/.exec(row)?.[0];
  run.check(story.recipient, `no recipient number in ${row}`);
  for (const [text, screen] of [[story.recipient, 'search-number'], [person.katakana, 'search-kana'], [person.kana, 'search-typed-kana'], [person.born, 'search-birth-date']]) {
    await search(desk, text, screen);
    await desk.shows(person.child);
  }
  const link = desk.page.locator('a[href^="/recipients/"]').first();
  await desk.visit(await link.getAttribute('href'), 'recipient');
  await desk.shows(person.child, story.recipient, /52416013/, '5,000円');
}

async function search(desk, q, screen) {
  await desk.submit('/search', { q }, screen);
  run.check(!desk.page.url().includes(encodeURIComponent(q)), 'what was searched stands in the address');
}

async function history(auditor) {
  run.step('the whole history in sentences');
  await auditor.visitUntil(`${story.case}/history`, 'text=認定', 'history');
  await auditor.shows('受け付けた', '進達した', '補正', '点検', '認定した', '受給者証', '佐賀中部', '窓口', '決裁', /令和8年|R8\.|月\d+日/);
  await auditor.visit(`${story.case}/form`, 'form-sheet');
  await auditor.shows(person.child, '架空病院');
}

async function past(auditor) {
  run.step('the auditor goes back in time, compares and looks at one event');
  await auditor.visit(`${story.case}/history`);
  const received = await auditor.page.locator('tbody tr').last().locator('a[href*="/events/"]').getAttribute('href');
  const position = received.split('/').pop();
  await auditor.visit(`${story.case}?known=%23${position}`, 'case-as-received');
  await auditor.shows('過去を見ています', '今日に戻る', '受付済', `位置 ${position}`);
  run.check((await auditor.page.locator('main form[method=post]').count()) === 0, 'something can be done in the past');
  await auditor.visit('/ledger?valid=R8.3.31&known=%E3%81%8D%E3%81%AE%E3%81%86', 'ledger-no-moment', 422);
  await auditor.shows('日付として読めません');
  await auditor.visit('/ledger?valid=2026-10-01', 'ledger-as-of');
  await auditor.shows('過去を見ています');
  await auditor.visit(`${story.case}/compare?from=%23${position}`, 'case-compared');
  await auditor.shows('変わった項目', '≠', '認定');
  await auditor.visit(`${story.case}/trail`, 'case-trail');
  await auditor.shows('記録した出来事', person.child);
  await auditor.visit(received, 'event-inspected');
  await auditor.shows('申請を受け付けた', '一致', '封印', '場所の証明');
  run.step('the ledger, a person, a queue and the search at other moments, and what is compared');
  await auditor.visit('/ledger?office=all');
  const shown = await auditor.page.locator('a[href^="/recipients/"]').first().getAttribute('href');
  await auditor.visit(`${shown}/trail`, 'person-trail');
  await auditor.shows('来歴', '月額上限', '支給認定');
  await auditor.visit(`${shown}/compare`, 'person-compared');
  await auditor.shows('変わった項目');
  await auditor.visit('/ledger/compare?office=all&known=%231', 'ledger-compared');
  await auditor.shows('加わった', '月額上限', '支給認定した');
  await auditor.visit('/ledger/compare?known=R99.1.1', 'ledger-compare-no-moment', 422);
  await auditor.visit('/?known=%23300', 'home-as-of');
  await auditor.shows('この時点の待ち行列', '過去を見ています');
  await auditor.visit('/queues/to_check?known=%23300', 'queue-as-of');
  await auditor.shows('過去を見ています', 'この時点で待っていた申請');
  await auditor.submit('/search', { q: '見本' }, 'search-now');
  await auditor.page.locator('details.asof summary').click();
  await auditor.page.locator('#as-of-known').fill('#300');
  await Promise.all([auditor.page.waitForLoadState('load'), auditor.page.locator('.asof-form .find-go').click()]);
  await auditor.page.waitForSelector('.asof.past');
  await auditor.shows('過去を見ています', '今日に戻る', 'アドレスはありません');
  run.check(new URL(auditor.page.url()).search === '', 'a search of the past stands in the address');
}

async function audit(auditor) {
  run.step('who saw what, the review of a month, a sample with notes');
  await auditor.visit('/audit/access', 'audit-access');
  const staff = await auditor.page.locator('a[href^="/audit/access/staff/"]').first().getAttribute('href');
  await auditor.visit(staff, 'audit-staff');
  await auditor.visit(`/audit/access/persons/${story.case.split('/').pop()}`, 'audit-person');
  await auditor.shows('担当');
  await auditor.visit('/audit/reviews', 'audit-reviews');
  const open = auditor.page.locator('form[action="/audit/review/open"]');
  if (run.scripts && (await open.count())) await auditor.submit('/audit/review/open', {}, 'audit-review');
  await auditor.visit('/audit/samples', 'audit-samples');
  await auditor.submit('/audit/samples', { from: 'R8.4.1', until: 'R12.3.31', size: '2', purpose: '定期監査' }, 'audit-sample');
  for (const page of ['/verifications', '/changes', '/erasures', '/operations']) {
    await auditor.visit(page, `auditor${page.replaceAll('/', '-')}`);
  }
}

async function others(browser) {
  run.step('the other desks');
  for (const [login, pages] of [
    ['admin1', ['/masters', '/masters/caps', '/masters/diseases']],
    ['operator1', ['/operations']],
    ['board1', ['/']],
  ]) {
    const desk = await Desk.open(browser, run);
    await desk.signIn(login);
    for (const page of pages) await desk.visit(page, `${login}${page.replaceAll('/', '-')}`);
    await desk.close();
  }
}

const browser = await run.browser();
try {
  const [counter, checker, approver, auditor] = await Promise.all([1, 2, 3, 4].map(() => Desk.open(browser, run)));
  await counter.signIn('counter1');
  await enter(counter);
  await papers(counter, 'documents', { resident_record: ['waived', 'きょうだいの申請で確認したため'] });
  await act(counter, 'forward', 'case-forwarded');
  await checker.signIn('checker1');
  await returnForCorrection(checker);
  await correct(counter);
  await act(checker, 'take-up', 'case-taken-up-again');
  await act(checker, 'examine', 'case-put-before-the-approver');
  await fourEyes(checker);
  await approver.signIn('approver1');
  await decide(approver);
  await certificate(approver);
  await find(approver);
  await auditor.signIn('auditor1');
  await history(auditor);
  await past(auditor);
  await audit(auditor);
  await others(browser);
  await approver.signOut();
} catch (error) {
  run.fail(error.stack);
} finally {
  await browser.close();
}
story.screens = run.screens;
story.failures = run.failures;
await run.write('summary.json', JSON.stringify(story, null, 2));
console.log(`${run.screens} screens, ${run.failures.length} wrong`);
process.exitCode = run.failures.length || !story.recipient ? 1 : 0;
