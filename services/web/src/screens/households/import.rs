//! 指定難病の受給者の取込: a file is chosen, every row is told what it would do, and all of them are recorded in one act or none. Until then
//! the file lies sealed on the desk of whoever chose it.

use acts::{ActError, Awarded, Kin, OutsideRow, RowVerdict};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::CommandId;
use events::vocabulary::wareki;
use projections::ledger::LedgerRow;
use serde::Serialize;
use uuid::Uuid;

use super::file::{COLUMNS, Row, read};
use super::reading::recipient_of;
use crate::csv_file::Wrong;
use crate::csv_import::{Desk, Waiting};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;

const DESK: Desk = Desk { kind: "outside_import", path: "/households/import" };
/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["worklist", "case_history"];

/// The page on which a file is chosen.
#[derive(Serialize)]
pub(crate) struct ChoosePage {
    columns: [&'static str; 8],
    waiting: Vec<Waiting>,
    form: FormView,
}

/// What becomes of a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Line {
    at: u64,
    child_number: String,
    child: String,
    number: String,
    name: String,
    cap: String,
    validity: String,
    verdict: &'static str,
    tone: &'static str,
    wrong: Vec<Wrong>,
}

/// The page that tells what every row would do.
#[derive(Serialize)]
pub(crate) struct PlanPage {
    path: String,
    lines: Vec<Line>,
    wrong: usize,
    added: usize,
    changed: usize,
    form: FormView,
}

async fn choose(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    cx.page_as(status, &ChoosePage { columns: COLUMNS, waiting: DESK.waiting(cx).await?, form })
}

/// `GET /households/import`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    choose(&cx, FormView::default(), StatusCode::OK).await
}

/// `POST /households/import`: looks at a file.
pub(crate) async fn upload(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    match DESK.keep(&cx, &posted, &[], FieldErrors::default(), |text| read(text).map(drop)).await? {
        Ok(kept) => Ok(kept),
        Err(errors) => choose(&cx, FormView::default().with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// A row, and whose household it belongs to where it can be said.
struct Placed {
    row: Row,
    child: Option<LedgerRow>,
    wrong: Vec<Wrong>,
}

impl Placed {
    fn outside(&self) -> Option<OutsideRow> {
        let asked = self.row.read.as_ref().ok().filter(|_| self.wrong.is_empty())?;
        let child = self.child.as_ref()?;
        let child = Kin::Recipient(Awarded { recipient: child.recipient, award: child.award });
        Some(OutsideRow { child, input: asked.input.clone() })
    }
}

async fn placed(cx: &Cx, row: Row) -> Result<Placed, Problem> {
    let asked = match &row.read {
        Ok(asked) => asked,
        Err(wrong) => return Ok(Placed { wrong: wrong.clone(), child: None, row }),
    };
    let [column, ..] = COLUMNS;
    Ok(match recipient_of(cx, asked.child).await? {
        Ok(child) => Placed { row, child: Some(child), wrong: Vec::new() },
        Err(why) => Placed { row, child: None, wrong: vec![Wrong { column, why: why.to_owned() }] },
    })
}

async fn load(cx: &Cx, id: Uuid) -> Result<Vec<Placed>, Problem> {
    let chosen = DESK.load(cx, id).await?;
    let rows = read(&chosen.text).map_err(|error| Problem::Invalid(error.to_string()))?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(placed(cx, row).await?);
    }
    Ok(all)
}

/// Shows what every row would do.
async fn plan(cx: &Cx, id: Uuid, mut rows: Vec<Placed>, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    let asked: Vec<OutsideRow> = rows.iter().filter_map(Placed::outside).collect();
    let looking = cx.request_as(CommandId(cx.new_uuid()), None, cx.staff()?.actor.clone());
    let mut verdicts = cx.acts().plan_outside(&looking, &asked).await?.into_iter();
    let mut lines = Vec::with_capacity(rows.len());
    let mut seen: Vec<Uuid> = Vec::new();
    for placed in &mut rows {
        let verdict = if placed.outside().is_some() { verdicts.next() } else { None };
        if let Some(child) = &mut placed.child {
            projections::open(cx.pool(), cx.ring(), std::slice::from_mut(child)).await?;
            seen.push(child.recipient.0);
        }
        lines.push(line(placed, verdict));
    }
    cx.viewed(&seen).await?;
    let count = |verdict: &str| lines.iter().filter(|line| line.verdict == verdict).count();
    let page = PlanPage {
        path: DESK.of(id),
        wrong: count(WRONG),
        added: count(ADDED),
        changed: count(CHANGED),
        lines,
        form: FormView::default().with_errors(errors),
    };
    cx.page_as(status, &page)
}

const WRONG: &str = "誤り";
const ADDED: &str = "新しく記録";
const CHANGED: &str = "改める";

fn line(placed: &Placed, verdict: Option<Result<RowVerdict, casework::Refusal>>) -> Line {
    let cell = |place: usize| placed.row.cells.get(place).cloned().unwrap_or_default();
    let mut wrong = placed.wrong.clone();
    let (verdict, tone) = match verdict {
        Some(Ok(RowVerdict::Added)) => (ADDED, "ok"),
        Some(Ok(RowVerdict::Changed)) => (CHANGED, "key"),
        Some(Ok(RowVerdict::Unchanged)) => ("変わらない", ""),
        Some(Err(refusal)) => {
            let [_, column, ..] = COLUMNS;
            wrong.push(Wrong { column, why: refusal.to_string() });
            (WRONG, "alert")
        }
        None => (WRONG, "alert"),
    };
    let read = placed.row.read.as_ref().ok().map(|asked| &asked.input);
    Line {
        at: placed.row.line,
        child_number: cell(0),
        child: placed.child.as_ref().map(|child| name_and_kana(&child.name).0).unwrap_or_default(),
        number: cell(1),
        name: cell(2),
        cap: read.map_or_else(|| cell(5), |input| input.cap.to_string()),
        validity: read.map_or_else(
            || format!("{}〜{}", cell(6), cell(7)),
            |input| format!("{}〜{}", wareki::short(input.validity.start()), wareki::short(input.validity.end())),
        ),
        verdict,
        tone,
        wrong,
    }
}

/// `GET /households/import/{id}`.
pub(crate) async fn look(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let rows = load(&cx, id).await?;
    plan(&cx, id, rows, &FieldErrors::default(), StatusCode::OK).await
}

/// `POST /households/import/{id}`: all rows in one act.
pub(crate) async fn record(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let rows = load(&cx, id).await?;
    let mut errors = FieldErrors::default();
    if rows.iter().any(|row| row.outside().is_none()) {
        errors.general("誤りのある行があるため、何も記録していません。ファイルを直して、もう一度選んでください。");
        return plan(&cx, id, rows, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let asked: Vec<OutsideRow> = rows.iter().filter_map(Placed::outside).collect();
    match cx.acts().import_outside(&request, &asked).await {
        Ok(done) => {
            DESK.clear(&cx, id).await?;
            cx.told("/households/import", "outside_imported", done.position, SHOWN_BY).await
        }
        Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => {
            let stale = matches!(error, ActError::Stale { .. });
            errors.general(error.to_string());
            plan(&cx, id, rows, &errors, if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /households/import/{id}/discard`.
pub(crate) async fn discard(cx: Cx, Id(id): Id<Uuid>, _posted: Posted) -> Result<Response, Problem> {
    DESK.discard(&cx, id).await
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "households/import.html";

    fn sample() -> Vec<Self> {
        let waiting = Waiting::sample(DESK);
        let page = |waiting| Self { columns: COLUMNS, waiting, form: FormView::default() };
        vec![page(Vec::new()), page(vec![waiting])]
    }
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "households/import_plan.html";

    fn sample() -> Vec<Self> {
        let line = |verdict, tone, wrong| Line {
            at: 2,
            child_number: "1000018".to_owned(),
            child: "見本 花子".to_owned(),
            number: "難7654321".to_owned(),
            name: "見本 太郎".to_owned(),
            cap: "10,000円".to_owned(),
            validity: "R8.1.1〜R8.12.31".to_owned(),
            verdict,
            tone,
            wrong,
        };
        let broken = Wrong { column: "生年月日", why: "この日付はありません。".to_owned() };
        let page = |lines: Vec<Line>, wrong| Self {
            path: DESK.of(Uuid::nil()),
            lines,
            wrong,
            added: 1,
            changed: 0,
            form: FormView::default(),
        };
        vec![
            page(vec![line(ADDED, "ok", Vec::new())], 0),
            page(vec![line(CHANGED, "key", Vec::new()), line(WRONG, "alert", vec![broken])], 1),
        ]
    }
}
