//! `GET /statistics/times/cases`: the decisions behind a figure of processing times, by receipt number. Nobody is named.

use axum::response::Response;
use events::vocabulary::wareki;
use projections::statistics::{Handled, times};
use serde::Serialize;

use super::period::Period;
use super::times::{OpenDays, asked_by, group, word};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// Decisions of a page.
const PAGE: usize = 50;

/// One decision.
#[derive(Clone, Serialize)]
struct Line {
    href: String,
    receipt_number: String,
    kind: &'static str,
    office: String,
    received_on: String,
    decided_on: String,
    outcome: &'static str,
    open_days: i64,
    corrected_days: i64,
    days: i64,
    standard_days: i64,
    late: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct CasesPage {
    what: String,
    from: String,
    until: String,
    known: i64,
    late: bool,
    total: usize,
    lines: Vec<Line>,
    back: String,
    next: Option<String>,
    first: Option<String>,
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let (period, _) = Period::asked(&cx).await?;
    let (by, value, late) =
        (asked_by(cx.parameter("by").unwrap_or_default()), cx.decoded("value"), cx.parameter("late") == Some("1"));
    let all = times(cx.pool(), period.known, (period.from, period.until), cx.office_scope()).await?;
    let found: Vec<&Handled> = all.iter().filter(|one| group(by, one) == value && (!late || one.is_late())).collect();
    let after = cx.parameter("after").and_then(|text| text.parse::<events::ids::ApplicationId>().ok());
    let begin = after.and_then(|after| found.iter().position(|one| one.application == after)).map_or(0, |at| at + 1);
    let page = &found[begin..(begin + PAGE).min(found.len())];
    let masters = cx.masters().await?;
    let days = OpenDays::over(&masters, &all);
    let names = Names::new(masters, period.until);
    let marked = if late { "&late=1" } else { "" };
    let path = format!("/statistics/times/cases?{}&by={by}&value={value}{marked}", period.query());
    let more = begin + PAGE < found.len();
    cx.page(&CasesPage {
        what: word(by, &value, &names),
        from: wareki::long(period.from),
        until: wareki::long(period.until),
        known: period.known,
        late,
        total: found.len(),
        lines: page.iter().map(|one| line(one, &days, &names)).collect(),
        back: format!("/statistics/times?{}&by={by}", period.query()),
        next: page.last().filter(|_| more).map(|last| format!("{path}&after={}", last.application)),
        first: (begin > 0).then_some(path),
    })
}

fn line(one: &Handled, days: &OpenDays, names: &Names) -> Line {
    Line {
        href: format!("/cases/{}", one.application),
        receipt_number: one.receipt_number.to_string(),
        kind: one.kind.label(),
        office: names.office_short(one.office),
        received_on: wareki::short(one.received_on),
        decided_on: wareki::short(one.decided_on),
        outcome: if one.approved { "認定" } else { "不認定" },
        open_days: days.of(one),
        corrected_days: one.corrected_days,
        days: one.days(),
        standard_days: one.standard_days,
        late: one.is_late(),
    }
}

impl Page for CasesPage {
    const TEMPLATE: &'static str = "statistics/times_cases.html";

    fn sample() -> Vec<Self> {
        let line = |late| Line {
            href: "/cases/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            kind: "新規",
            office: "佐賀中部".to_owned(),
            received_on: "R8.4.20".to_owned(),
            decided_on: "R8.7.1".to_owned(),
            outcome: "認定",
            open_days: 49,
            corrected_days: 5,
            days: 67,
            standard_days: 60,
            late,
        };
        let page = |lines: Vec<Line>, late| Self {
            what: "新規".to_owned(),
            from: "令和8年4月1日".to_owned(),
            until: "令和9年3月31日".to_owned(),
            known: 1_204,
            late,
            total: lines.len(),
            lines,
            back: "/statistics/times".to_owned(),
            next: Some("/statistics/times/cases?after=1".to_owned()),
            first: Some("/statistics/times/cases".to_owned()),
        };
        vec![page(vec![line(true), line(false)], true), Self { next: None, first: None, ..page(Vec::new(), false) }]
    }
}
