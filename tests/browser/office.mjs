// An office at work with the scripts of the browser switched off: a print run from choosing to closed, a renewal campaign begun, a row of a
// master changed by two persons, an old ledger taken over. Each form is filled in wrongly first.
// node office.mjs URL OUT — leaves screenshots and the printed file in OUT.

import { execFileSync } from 'node:child_process';

import { Desk } from './desk.mjs';
import { Run } from './run.mjs';

const [url, out] = process.argv.slice(2);
const run = new Run({ url, out, scripts: false, password: process.env.DEMO_PASSWORD });

// 照合コード as it is printed beside the QR mark; its first twelve characters are the same on all sheets of one envelope.
const CODE = /(?<!\S)(?:[0-9A-HJKMNP-TV-Y]{4} ){3}[0-9A-HJKMNP-TV-Y]{2}(?!\S)/g;
const LEDGER = `受給者番号,氏名,フリガナ,生年月日,住所,保護者氏名,保護者フリガナ,電話番号,保険種別,保険記号,保険番号,疾病名,階層区分,自己負担上限月額,有効期間開始,有効期間終了
0500009,架空 みどり,カクウ ミドリ,H30.5.1,佐賀県佐賀市例示町1番1号,架空 太郎,カクウ タロウ,0952-00-0000,協会,12,345,01_01_001,4,5000,R7.10.1,R8.9.30
,架空 みどり,カクウ ミドリ,H30.5.1,佐賀県佐賀市例示町1番1号,架空 太郎,カクウ タロウ,0952-00-0000,協会,12,345,01_01_001,4,5000,R7.10.1,R8.9.30
`;

// The codes of each envelope, in the order of the file.
async function envelopes(desk, path) {
  await desk.download(`${path}/paper`, 'run.pdf');
  const text = execFileSync('pdftotext', ['-layout', run.file('run.pdf'), '-'], { encoding: 'utf8' });
  const found = new Map();
  for (const code of (text.match(CODE) ?? []).map((one) => one.replaceAll(' ', ''))) {
    const of = code.slice(0, 12);
    found.set(of, (found.get(of) ?? new Set()).add(code));
  }
  return [...found.values()].map((codes) => [...codes]);
}

async function freeze(checker, today) {
  run.step('the checker chooses what is printed');
  await checker.visit('/print-runs', 'print-runs');
  await checker.refused('/print-runs', { decided_from: 'きのう', decided_until: today }, ['decided_from'], 'print-run-wrong');
  await checker.submit('/print-runs', { decided_from: 'R1.5.1', order: 'number' }, 'print-run-frozen');
  run.check(/^\/print-runs\/[0-9a-f-]{36}$/.test(checker.path()), `a run at ${checker.path()}`);
  return checker.path();
}

async function release(checker, approver, path) {
  run.step('another person releases it');
  await approver.visitUntil(path, `form[action="${path}/release"]`, 'print-run-to-release');
  await checker.visit(path, 'print-run-of-ones-own');
  run.check(!(await checker.offers(`${path}/release`)), 'whoever froze the run is offered its release');
  const codes = await envelopes(approver, path);
  run.check(codes.length > 0 && codes.every((one) => one.length === 2), `sheets of ${codes.length} envelopes: ${JSON.stringify(codes)}`);
  await approver.submit(`${path}/release`, {}, 'print-run-released');
  return codes;
}

async function print(checker, path, codes) {
  run.step(`${codes.length} envelopes are printed, one sheet is spoiled, all are matched`);
  const all = { from: '1', until: String(codes.length) };
  await checker.visit(path);
  await checker.refused(`${path}/printed`, { from: '一番', until: all.until }, ['from'], 'printed-wrong');
  await checker.submit(`${path}/printed`, all, 'printed');
  await checker.refused(`${path}/spoil`, { spoil_reason: 'jammed' }, ['spoiled'], 'spoiled-wrong');
  await checker.submit(`${path}/spoil`, { spoiled: '1', spoil_reason: 'jammed' }, 'spoiled');
  await checker.submit(`${path}/printed`, { from: '1', until: '1' }, 'printed-again');
  await checker.refused(`${path}/match`, { codes: codes[0][0] }, ['codes'], 'matched-half');
  await checker.shows('封をしないでください');
  if (codes.length > 1) await checker.refused(`${path}/match`, { codes: `${codes[0][0]}\n${codes[1][1]}` }, ['codes']);
  for (const [nth, both] of codes.entries()) await checker.submit(`${path}/match`, { codes: both.join('\n') }, nth ? undefined : 'matched');
}

async function send(checker, path, today) {
  run.step('they are posted, one comes back and is posted again');
  const post = { posted_on: today, way: 'specified_record' };
  await checker.refused(`${path}/post`, { ...post, posted_on: 'あした' }, ['posted_on'], 'posted-wrong');
  await checker.submit(`${path}/post`, post, 'posted');
  const back = { returned: '1', returned_on: today, ground: 'moved' };
  await checker.refused(`${path}/return`, { ...back, returned: 'いち' }, ['returned'], 'returned-wrong');
  await checker.submit(`${path}/return`, back, 'returned');
  await checker.submit(`${path}/post`, { posted_on: today, way: 'ordinary', only: '1' }, 'posted-again');
}

async function close(checker, path, today) {
  run.step('what is left is explained and the run is closed');
  const left = checker.page.locator('form[action*="/explain?"]');
  for (let nth = 0; (await left.count()) > 0; nth += 1) {
    const action = await left.first().getAttribute('action');
    const award = /award=([0-9a-f-]+)/.exec(action)[1];
    const why = { [`why-${award}`]: '家族が転居先を届け出るまで待つ' };
    if (nth === 0) await checker.refused(action, { ...why, [`due-${award}`]: '来月' }, [`due-${award}`], 'explained-wrong');
    await checker.submit(action, { ...why, [`due-${award}`]: today }, nth ? undefined : 'explained');
    await checker.visit(path);
  }
  await checker.submit(`${path}/close`, {}, 'print-run-closed');
  await checker.shows('締め済');
}

async function printRun({ checker, approver, today }) {
  const path = await freeze(checker, today);
  const codes = await release(checker, approver, path);
  await print(checker, path, codes);
  await send(checker, path, today);
  await close(checker, path, today);
}

async function campaign({ checker, approver, today }) {
  run.step('a renewal campaign begins, its guides go out in bulk by two persons');
  await checker.visit('/campaigns', 'campaigns');
  const typed = { name: '見本の一斉更新', last_day: 'R9.9.30', apply_by: 'R9.8.31' };
  await checker.refused('/campaigns', { ...typed, last_day: 'R9.9.31' }, ['last_day'], 'campaign-wrong');
  await checker.submit('/campaigns', typed, 'campaign');
  const path = checker.path();
  await checker.shows(typed.name, '令和9年9月30日');
  await checker.refused(`${path}/letters`, {}, ['kind'], 'campaign-letters-wrong');
  await checker.submit(`${path}/letters`, { kind: 'renewal_guide' }, 'guides-prepared');
  const guides = checker.path();
  run.check(!(await checker.offers(`${guides}/release`)), 'whoever prepared the guides is offered their release');
  await approver.visit(guides, 'guides-to-release');
  await approver.submit(`${guides}/release`, {}, 'guides-released');
  const post = `${guides}/post`;
  await checker.visitUntil(guides, `form[action="${post}"]`, 'guides-made');
  await checker.refused(post, { posted_on: 'しばらくして', way: 'ordinary' }, ['posted_on'], 'guides-posted-wrong');
  await checker.submit(post, { posted_on: today, way: 'ordinary' }, 'guides-posted');
  await checker.visit(`${path}/people?state=guided`, 'campaign-people');
}

async function masters({ administrator, approver }) {
  run.step('a row of a master is changed by two persons');
  await administrator.visit('/masters/program', 'master');
  const link = administrator.page.locator('a[href*="key=review.sample"]').first();
  await administrator.visit(await link.getAttribute('href'), 'master-edit');
  const action = await administrator.page.locator('main form[method=post]').getAttribute('action');
  const typed = { value: '25', valid_from: 'R12.4.1', source: '県の監査の定め（見本）', why: '抽出する件数の見直し（見本）' };
  await administrator.refused(action, { ...typed, value: 'にじゅうご', valid_from: '春' }, ['value', 'valid_from'], 'master-edit-wrong');
  await administrator.submit(action, typed, 'master-change');
  const change = administrator.path();
  run.check(!(await administrator.offers(`${change}/approve`)), 'whoever proposed the row is offered its approval');
  await approver.visit(change, 'master-change-to-approve');
  await approver.refused(`${change}/return`, { why: '' }, ['why'], 'master-change-return-wrong');
  await approver.submit(`${change}/approve`, {}, 'master-change-approved');
  await administrator.visit('/masters/program?status=unconfirmed', 'master-unconfirmed');
  await administrator.visit(change);
  await administrator.shows('変わったこと', typed.source);
}

async function takeover({ administrator, approver }) {
  run.step('an old ledger is taken over');
  await administrator.visit('/takeovers', 'takeovers');
  const why = '佐賀中部の旧台帳（見本）';
  await administrator.refused('/takeovers', { why }, ['file'], 'takeover-wrong');
  const file = { name: 'ledger.csv', mimeType: 'text/csv', buffer: Buffer.from(LEDGER) };
  await administrator.submit('/takeovers', { why, file }, 'takeover-received');
  const path = administrator.path();
  await administrator.refused(`${path}/prepare`, { payer_number: '五二四', keep_as: '見本の列' }, ['payer_number'], 'takeover-columns-wrong');
  await administrator.submit(`${path}/prepare`, { payer_number: '52416013', keep_as: '見本の列' }, 'takeover-prepared');
  await administrator.visitUntil(path, 'table[aria-label="行ごとの判定"]', 'takeover-judged');
  run.check(!(await administrator.offers(`${path}/approve`)), 'whoever prepared the takeover is offered its approval');
  await approver.visitUntil(path, `form[action="${path}/approve"]`, 'takeover-to-approve');
  await approver.shows('架空 みどり', '引き継げない');
  await approver.submit(`${path}/approve`, {}, 'takeover-approved');
  await approver.visitUntil(path, `form[action="${path}/reverse"]`, 'takeover-done');
  await approver.refused(`${path}/reverse`, { why: '' }, ['why'], 'takeover-reverse-wrong');
}

const browser = await run.browser();
let done = 0;
try {
  const [checker, approver, administrator] = await Promise.all([1, 2, 3].map(() => Desk.open(browser, run)));
  await checker.signIn('checker1');
  await approver.signIn('approver1');
  await administrator.signIn('admin1');
  await checker.visit('/print-runs');
  const today = await checker.form('/print-runs').locator('[name=decided_until]').inputValue();
  for (const part of [printRun, campaign, masters, takeover]) {
    // What is wrong with one does not keep the others from being tried.
    try {
      await part({ checker, approver, administrator, today });
      done += 1;
    } catch (error) {
      run.fail(`${part.name}: ${error.stack}`);
    }
  }
} catch (error) {
  run.fail(error.stack);
} finally {
  await browser.close();
}
console.log(`${done} parts, ${run.screens} screens, ${run.failures.length} wrong`);
process.exitCode = run.failures.length || done < 4 ? 1 : 0;
