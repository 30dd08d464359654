//! `GET /payments/{id}`: one batch, its lines with what became of them, its history, and what this person may do with it.

use acts::PaymentBatchCase;
use axum::http::StatusCode;
use axum::response::Response;
use casework::payment_batch::{PaymentBatchRefusal, Stage as State};
use events::ids::{ApplicationId, PaymentBatchId};
use events::payment_batch::{PaymentFile, PaymentLine, PaymentOutcome};
use events::reimbursement::BankAccount;
use events::vocabulary::wareki;
use identity::Permission;
use projections::case_history;
use projections::payments::Stage;
use serde::Serialize;
use uuid::Uuid;

use super::list::{next_of, tone};
use super::result::Verdict;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::{Told, tell_all};

/// A line.
#[derive(Clone, Serialize)]
struct Line {
    at: u32,
    href: String,
    receipt_number: String,
    name: String,
    account: String,
    amount: i64,
    result: String,
    tone: &'static str,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct BatchPage {
    path: String,
    version: i32,
    number: String,
    stage: &'static str,
    tone: &'static str,
    next: &'static str,
    pay_on: String,
    delivered_on: String,
    total: i64,
    paid: i64,
    rejected: i64,
    waiting: i64,
    files: Vec<Offered>,
    digests: Vec<(String, String)>,
    lines: Vec<Line>,
    verdicts: Vec<Verdict>,
    may: Vec<&'static str>,
    /// Its file may be out.
    released: bool,
    closed: String,
    history: Vec<Told>,
    form: FormView,
}

/// What was tried, with what is wrong; nothing where the page is only shown.
#[derive(Default)]
pub(super) struct Tried {
    form: FormView,
    verdicts: Vec<Verdict>,
}

impl Tried {
    pub(super) fn form(posted: &Posted, errors: &FieldErrors) -> Self {
        Self { form: FormView::of(posted).with_errors(errors), verdicts: Vec::new() }
    }

    /// With a verdict on every line of the file.
    pub(super) fn file(posted: &Posted, errors: &FieldErrors, verdicts: Vec<Verdict>) -> Self {
        Self { verdicts, ..Self::form(posted, errors) }
    }
}

const fn stage_of(state: State) -> Stage {
    match state {
        State::None | State::Waiting => Stage::Waiting,
        State::Released => Stage::Released,
        State::TakenBack => Stage::TakenBack,
        State::Delivered => Stage::Delivered,
        State::Closed => Stage::Closed,
    }
}

fn result(case: &PaymentBatchCase, at: u32) -> (String, &'static str) {
    match case.batch.result(at) {
        Some(PaymentOutcome::Paid { on }) => (format!("振込済 {}", wareki::short(on)), "ok"),
        Some(PaymentOutcome::Rejected { fault }) => (format!("振込不能 {}", fault.label()), "alert"),
        None if case.batch.stage() == State::TakenBack => (String::new(), ""),
        None => ("結果待ち".to_owned(), "key"),
    }
}

async fn line(cx: &Cx, case: &PaymentBatchCase, at: u32, line: &PaymentLine) -> Result<Line, Problem> {
    let claim = cx.acts().reimbursement(line.reimbursement).await?;
    let (result, tone) = result(case, at);
    Ok(Line {
        at,
        href: format!("/reimbursements/{}", line.reimbursement),
        receipt_number: line.receipt_number.to_string(),
        name: name_and_kana(&claim.name).0,
        account: claim.account_of(line.account).map(BankAccount::masked).unwrap_or_default(),
        amount: line.amount.amount(),
        result,
        tone,
    })
}

/// What a person may do with a batch, by its state and their role; nobody releases an own one.
fn may(cx: &Cx, case: &PaymentBatchCase, own: bool) -> Vec<&'static str> {
    let state = case.batch.stage();
    let acts = [
        ("release", state == State::Waiting && !own, Permission::ReleaseReimbursementPayments),
        ("take-back", state == State::Waiting, Permission::TakeBackReimbursementPayments),
        // Its file may be out: whoever handles that does not undo alone.
        ("take-back", state == State::Released, Permission::ReleaseReimbursementPayments),
        ("take", case.batch.may_leave(), Permission::RunReimbursementPayments),
        ("deliver", state == State::Released, Permission::RunReimbursementPayments),
        ("answer", state == State::Delivered, Permission::RunReimbursementPayments),
    ];
    acts.into_iter().filter(|(_, now, permission)| *now && cx.may(*permission)).map(|(act, ..)| act).collect()
}

fn files() -> Vec<Offered> {
    PaymentFile::ALL.iter().map(|file| Offered { value: file.code().to_owned(), label: file.label().to_owned() }).collect()
}

/// The page with what was typed and what is wrong.
pub(super) async fn render(cx: &Cx, id: PaymentBatchId, tried: Tried, status: StatusCode) -> Result<Response, Problem> {
    let case = cx.acts().payment_batch(id).await?;
    let subjects: Vec<Uuid> = case.drawn.lines.iter().map(|line| line.recipient.0).collect();
    cx.viewed(&subjects).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let mut entries = case_history::of_case(cx.pool(), ApplicationId(id.0), None).await?;
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let mut lines = Vec::with_capacity(case.drawn.lines.len());
    for (at, frozen) in (1..).zip(&case.drawn.lines) {
        lines.push(line(cx, &case, at, frozen).await?);
    }
    let (mut paid, mut rejected) = (0, 0);
    for (at, frozen) in (1..).zip(&case.drawn.lines) {
        match case.batch.result(at) {
            Some(PaymentOutcome::Paid { .. }) => paid += frozen.amount.amount(),
            Some(PaymentOutcome::Rejected { .. }) => rejected += frozen.amount.amount(),
            None => {}
        }
    }
    let total: i64 = case.drawn.lines.iter().map(|line| line.amount.amount()).sum();
    let stage = stage_of(case.batch.stage());
    let own = case.by.0 == cx.staff()?.actor.id;
    let refused = case.batch.stage() == State::Waiting && own && cx.may(Permission::ReleaseReimbursementPayments);
    let short = |digest: &str| digest.chars().take(16).collect::<String>();
    let page = BatchPage {
        path: format!("/payments/{id}"),
        version: case.version,
        number: format!("{}-{}", case.drawn.year, case.drawn.serial),
        stage: stage.label(),
        tone: tone(stage),
        next: next_of(stage),
        pay_on: wareki::long(case.drawn.pay_on),
        delivered_on: case.batch.delivered_on().map(wareki::long).unwrap_or_default(),
        total,
        paid,
        rejected,
        waiting: if stage == Stage::TakenBack { 0 } else { total - paid - rejected },
        files: files(),
        digests: case.drawn.files.iter().map(|file| (file.file.label().to_owned(), short(&file.digest))).collect(),
        lines,
        verdicts: tried.verdicts,
        may: may(cx, &case, own),
        released: stage == Stage::Released,
        closed: if refused { PaymentBatchRefusal::OwnBatch.to_string() } else { String::new() },
        history: tell_all(&entries, &names, cx.today),
        form: tried.form,
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<PaymentBatchId>) -> Result<Response, Problem> {
    render(&cx, id, Tried::default(), StatusCode::OK).await
}

impl Page for BatchPage {
    const TEMPLATE: &'static str = "payments/show.html";

    fn sample() -> Vec<Self> {
        let line = |at, result: &str, tone| Line {
            at,
            href: "/reimbursements/1".to_owned(),
            receipt_number: "8-01-0413".to_owned(),
            name: "見本 花子".to_owned(),
            account: "見本銀行 例題支店 普通 ••••345".to_owned(),
            amount: 25_000,
            result: result.to_owned(),
            tone,
        };
        let page = |stage: Stage, may: Vec<&'static str>, closed: &str| Self {
            path: "/payments/1".to_owned(),
            version: 1,
            number: "8-3".to_owned(),
            stage: stage.label(),
            tone: tone(stage),
            next: next_of(stage),
            pay_on: "令和8年12月25日".to_owned(),
            delivered_on: if stage == Stage::Delivered { "令和8年12月20日".to_owned() } else { String::new() },
            total: 50_000,
            paid: 25_000,
            rejected: if stage == Stage::Closed { 25_000 } else { 0 },
            waiting: 25_000,
            files: files(),
            digests: vec![("振込データ".to_owned(), "ab".repeat(8))],
            lines: vec![line(1, "振込済 R8.12.25", "ok"), line(2, "", "")],
            verdicts: Vec::new(),
            may,
            released: stage == Stage::Released,
            closed: closed.to_owned(),
            history: Told::samples(),
            form: FormView::default(),
        };
        let mut errors = FieldErrors::default();
        errors.add("file", "結果のCSVファイルを選んでください。");
        errors.add("file_kind", "支払のファイルの種類を選んでください。");
        errors.add("reason", "取り出す理由を入力してください。");
        let mut refused = page(Stage::Delivered, vec!["take", "answer"], "");
        refused.form = FormView::default().with_errors(&errors);
        refused.verdicts = Verdict::samples();
        vec![
            page(Stage::Waiting, vec!["release", "take-back"], ""),
            page(Stage::Waiting, Vec::new(), "作った人は承認できません。"),
            page(Stage::Released, vec!["take-back", "take", "deliver"], ""),
            page(Stage::TakenBack, Vec::new(), ""),
            refused,
            page(Stage::Closed, vec!["take"], ""),
        ]
    }
}
