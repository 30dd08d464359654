//! `GET /tasks/nights`: the runs, with counts that add up: everybody looked at stands in exactly one group of the renewal.

use axum::response::Response;
use casework::nightly::Renewal;
use events::nightly::TaskKind;
use jiff::civil::Date;
use projections::tasks::{self, NightRow};
use serde::Serialize;

use super::trend::{self, Trend};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Nights on the page.
const ROWS: u16 = 31;

#[derive(Serialize)]
struct Line {
    night: Date,
    /// The run before, where nights between were missed.
    missed_since: Option<Date>,
    persons: i32,
    cases: i32,
    found: i32,
    settled: i32,
    ended: u32,
    standing: Vec<u32>,
    renewals: Vec<u32>,
}

impl Line {
    fn of(row: &NightRow) -> Self {
        let one_before = row.night.yesterday().ok();
        Self {
            night: row.night,
            missed_since: row.after.filter(|after| Some(*after) != one_before),
            persons: row.persons,
            cases: row.cases,
            found: row.found,
            settled: row.settled,
            ended: row.ended,
            standing: TaskKind::ALL.iter().map(|kind| row.standing.get(kind.code()).copied().unwrap_or(0)).collect(),
            renewals: Renewal::ALL.iter().map(|group| row.renewals.get(group.code()).copied().unwrap_or(0)).collect(),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct NightsPage {
    kinds: Vec<&'static str>,
    groups: Vec<&'static str>,
    nights: Vec<Line>,
    trend: Option<Trend>,
}

impl NightsPage {
    fn of(nights: Vec<Line>) -> Self {
        let told: Vec<_> = nights.iter().map(|line| (line.night, line.found, line.settled)).collect();
        let kinds = TaskKind::ALL.iter().map(|kind| kind.label()).collect();
        Self { kinds, groups: Renewal::ALL.iter().map(|group| group.label()).collect(), trend: trend::draw(&told), nights }
    }
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let nights = tasks::nights(cx.pool(), ROWS).await?;
    cx.page(&NightsPage::of(nights.iter().map(Line::of).collect()))
}

impl Page for NightsPage {
    const TEMPLATE: &'static str = "tasks/nights.html";

    fn sample() -> Vec<Self> {
        let night = |day| Line {
            night: jiff::civil::date(2026, 11, day),
            missed_since: Some(jiff::civil::date(2026, 11, 20)),
            persons: 1_204,
            cases: 38,
            found: 7,
            settled: 2,
            ended: 1,
            standing: vec![1; TaskKind::ALL.len()],
            renewals: vec![172; Renewal::ALL.len()],
        };
        vec![Self::of(vec![night(23), night(22)]), Self::of(Vec::new())]
    }
}
