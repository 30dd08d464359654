//! `GET /inquiries`: the inquiries whose answers are waited for, those that are overdue first; and those that came to an end. Whom a case is
//! about, and who was asked by name, is shown on its own page.

use axum::response::Response;
use events::ids::InquiryId;
use jiff::civil::Date;
use projections::inquiries::{self, InquiryRow, InquiryState};
use projections::worklist;
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::stage_list::Tab;

/// Inquiries of a page.
const LINES: u16 = 50;

/// An inquiry.
#[derive(Serialize)]
struct Line {
    href: String,
    receipt: String,
    party: &'static str,
    ground: &'static str,
    asked_on: Date,
    due_on: Date,
    ended_on: Option<Date>,
    state: &'static str,
    tone: &'static str,
    stops_clock: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct InquiriesPage {
    tabs: Vec<Tab>,
    overdue: i64,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
}

fn line(row: &InquiryRow, receipt: String, today: Date) -> Line {
    let (state, tone) = match row.state {
        InquiryState::Open if row.due_on < today => ("期限を過ぎた", "alert"),
        InquiryState::Open => (row.state.label(), "warn"),
        InquiryState::Answered => (row.state.label(), "ok"),
        InquiryState::Withdrawn => (row.state.label(), ""),
    };
    Line {
        href: format!("/cases/{}/inquiries", row.application),
        receipt,
        party: row.party.label(),
        ground: row.ground.label(),
        asked_on: row.asked_on,
        due_on: row.due_on,
        ended_on: row.ended_on,
        state,
        tone,
        stops_clock: row.stops_clock,
    }
}

/// From where a page goes on: the due day and the id of the last line.
fn after(text: &str) -> Option<(Date, InquiryId)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

fn here(state: &str) -> String {
    format!("/inquiries?state={state}")
}

fn tabs(current: InquiryState, count: impl Fn(InquiryState) -> i64) -> Vec<Tab> {
    let states = InquiryState::ALL.iter().map(|one| (one.code(), one.label(), Some(count(*one))));
    Tab::each(states, Some(current.code()), here)
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let state = cx.parameter("state").and_then(|code| code.parse::<InquiryState>().ok()).unwrap_or(InquiryState::Open);
    let from = cx.parameter("after").and_then(after);
    let counts = inquiries::counts(cx.pool(), cx.today).await?;
    let rows = inquiries::page(cx.pool(), state, from, LINES).await?;
    let applications: Vec<_> = rows.iter().map(|row| row.application).collect();
    let cases = worklist::rows(cx.pool(), &applications, None).await?;
    let receipt = |row: &InquiryRow| {
        let case = cases.iter().find(|case| case.application == row.application);
        case.map(|case| case.receipt_number.to_string()).unwrap_or_default()
    };
    let here = here(state.code());
    let full = rows.len() == usize::from(LINES);
    let page = InquiriesPage {
        tabs: tabs(state, |one| counts.iter().find(|(state, ..)| *state == one).map_or(0, |(_, inquiries, _)| *inquiries)),
        overdue: counts.iter().map(|(_, _, overdue)| *overdue).sum(),
        next: rows.last().filter(|_| full).map(|last| format!("{here}&after={}_{}", last.due_on, last.inquiry)),
        first: from.map(|_| here),
        lines: rows.iter().map(|row| line(row, receipt(row), cx.today)).collect(),
    };
    cx.page(&page)
}

impl Page for InquiriesPage {
    const TEMPLATE: &'static str = "inquiries/list.html";

    fn sample() -> Vec<Self> {
        let line = |state: InquiryState, tone| Line {
            href: "/cases/1/inquiries".to_owned(),
            receipt: "8-01-0412".to_owned(),
            party: "指定医",
            ground: "医療意見書の記載",
            asked_on: Date::constant(2026, 11, 24),
            due_on: Date::constant(2026, 12, 8),
            ended_on: (state != InquiryState::Open).then(|| Date::constant(2026, 12, 4)),
            state: state.label(),
            tone,
            stops_clock: state == InquiryState::Open,
        };
        let tabs = || tabs(InquiryState::Open, |_| 3);
        let lines = vec![line(InquiryState::Open, "alert"), line(InquiryState::Answered, "ok")];
        let next = Some("/inquiries?state=open&after=2026-12-08_1".to_owned());
        vec![
            Self { tabs: tabs(), overdue: 1, lines, next, first: None },
            Self { tabs: tabs(), overdue: 0, lines: Vec::new(), next: None, first: Some("/inquiries?state=open".to_owned()) },
        ]
    }
}
