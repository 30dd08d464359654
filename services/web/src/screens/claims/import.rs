//! 請求明細の取込: a file is chosen, every row is judged against the ledger, and all of them are recorded in one act with their verdicts. A row with
//! something wrong is recorded, too: that is the list by which the claim is sent back.

use acts::{ActError, ClaimFile};
use axum::http::StatusCode;
use axum::response::Response;
use casework::claim_import::ClaimImportRefusal;
use events::claim_import::ClaimRow;
use events::recipient_file::ReviewBody;
use serde::Serialize;
use uuid::Uuid;

use super::reading::{COLUMNS, Row, read};
use super::show::Line;
use super::{SHOWN_BY, bodies};
use crate::csv_file::Wrong;
use crate::csv_import::{Chosen, Desk, Waiting};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::month;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;

const DESK: Desk = Desk { kind: "claim_import", path: "/claims/import" };
/// Rows with something wrong that the page lists.
const LISTED: usize = 200;

/// The page on which a file is chosen.
#[derive(Serialize)]
pub(crate) struct ChoosePage {
    columns: [&'static str; 8],
    bodies: Vec<Offered>,
    waiting: Vec<Waiting>,
    form: FormView,
}

/// A row that cannot be read.
#[derive(Clone, Serialize)]
struct Unreadable {
    at: u64,
    wrong: Vec<Wrong>,
}

/// The page that tells the verdict on every row.
#[derive(Serialize)]
pub(crate) struct PlanPage {
    path: String,
    body: &'static str,
    claimed_in: String,
    rows: usize,
    right: usize,
    faulty: usize,
    unreadable: usize,
    broken: Vec<Unreadable>,
    lines: Vec<Line>,
    form: FormView,
}

async fn choose(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    cx.page_as(status, &ChoosePage { columns: COLUMNS, bodies: bodies(), waiting: DESK.waiting(cx).await?, form })
}

/// `GET /claims/import`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    choose(&cx, FormView::default(), StatusCode::OK).await
}

/// `POST /claims/import`: looks at a file.
pub(crate) async fn upload(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    errors.take("body", posted.text("body").parse::<ReviewBody>());
    if let Some(claimed_in) = errors.take("claimed_in", month::read(posted.text("claimed_in")))
        && claimed_in > cx.today
    {
        errors.add("claimed_in", ClaimImportRefusal::Ahead.to_string());
    }
    match DESK.keep(&cx, &posted, &["body", "claimed_in"], errors, |text| read(text).map(drop)).await? {
        Ok(kept) => Ok(kept),
        Err(errors) => choose(&cx, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// The rows of a chosen file, and the file where all of them can be read.
fn opened(chosen: Chosen) -> Result<(Vec<Row>, ClaimFile), Problem> {
    let invalid = |error: &dyn std::fmt::Display| Problem::Invalid(error.to_string());
    let body = chosen.typed("body").parse::<ReviewBody>().map_err(|error| invalid(&error))?;
    let claimed_in = month::read(chosen.typed("claimed_in")).map_err(|error| invalid(&error))?;
    let rows = read(&chosen.text).map_err(|error| invalid(&error))?;
    let readable = rows.iter().filter_map(|row| row.read.clone().ok()).collect();
    Ok((rows, ClaimFile { body, claimed_in, rows: readable, text: chosen.text }))
}

async fn plan(cx: &Cx, id: Uuid, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    let (rows, file) = opened(DESK.load(cx, id).await?)?;
    let judged = cx.acts().plan_claims(&file).await?;
    let faulty: Vec<&ClaimRow> = judged.iter().filter(|row| !row.faults.is_empty()).collect();
    let broken: Vec<Unreadable> =
        rows.iter().filter_map(|row| Some(Unreadable { at: row.line, wrong: row.read.as_ref().err()?.clone() })).collect();
    let lines: Vec<Line> = faulty.iter().take(LISTED).map(|row| Line::judged(row)).collect();
    let seen: Vec<Uuid> = faulty.iter().take(LISTED).filter_map(|row| Some(row.matched?.recipient.0)).collect();
    cx.viewed(&seen).await?;
    let page = PlanPage {
        path: DESK.of(id),
        body: file.body.label(),
        claimed_in: month::long(file.claimed_in),
        rows: rows.len(),
        right: judged.len() - faulty.len(),
        faulty: faulty.len(),
        unreadable: broken.len(),
        broken: broken.into_iter().take(LISTED).collect(),
        lines,
        form: FormView::default().with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// `GET /claims/import/{id}`.
pub(crate) async fn look(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    plan(&cx, id, &FieldErrors::default(), StatusCode::OK).await
}

/// `POST /claims/import/{id}`: all rows in one act.
pub(crate) async fn record(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let (rows, file) = opened(DESK.load(&cx, id).await?)?;
    let mut errors = FieldErrors::default();
    if file.rows.len() < rows.len() {
        errors.general("読めない行があるため、何も取り込んでいません。ファイルを直して、もう一度選んでください。");
        return plan(&cx, id, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match cx.acts().import_claims(&request, &file).await {
        Ok((import, done)) => {
            DESK.clear(&cx, id).await?;
            cx.told(&format!("/claims/{import}"), "claims_imported", done.position, SHOWN_BY).await
        }
        Err(error @ (ActError::Refused(_) | ActError::AlreadyTaken(_))) => {
            errors.general(error.to_string());
            plan(&cx, id, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /claims/import/{id}/discard`.
pub(crate) async fn discard(cx: Cx, Id(id): Id<Uuid>, _posted: Posted) -> Result<Response, Problem> {
    DESK.discard(&cx, id).await
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "claims/import.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("file", "取り込むCSVファイルを選んでください。");
        let page = |waiting, form| Self { columns: COLUMNS, bodies: bodies(), waiting, form };
        vec![
            page(Vec::new(), FormView::default()),
            page(vec![Waiting::sample(DESK)], FormView::filled([("claimed_in", "R8.11")]).with_errors(&errors)),
        ]
    }
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "claims/import_plan.html";

    fn sample() -> Vec<Self> {
        let page = |lines: Vec<Line>, broken: Vec<Unreadable>| Self {
            path: DESK.of(Uuid::nil()),
            body: ReviewBody::Fund.label(),
            claimed_in: "令和8年11月".to_owned(),
            rows: 412,
            right: 411,
            faulty: lines.len(),
            unreadable: broken.len(),
            broken,
            lines,
            form: FormView::default(),
        };
        let wrong = Wrong { column: "医療費総額", why: "金額を入力してください。".to_owned() };
        vec![
            page(Vec::new(), Vec::new()),
            page(Line::samples(), Vec::new()),
            page(Line::samples(), vec![Unreadable { at: 7, wrong: vec![wrong] }]),
        ]
    }
}
