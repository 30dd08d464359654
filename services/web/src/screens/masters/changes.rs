//! `GET /masters/changes`: the proposals, those that wait first.

use acts::ActError;
use axum::response::Response;
use events::ids::MasterChangeId;
use events::master::RowAdopted;
use jiff::civil::Date;
use projections::master_changes::{self, MasterChangeRow, Stage};
use serde::Serialize;

use super::rows::title;
use super::table::Link;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Proposals on the page.
const ROWS: u16 = 100;

#[derive(Serialize)]
struct Line {
    href: String,
    tables: String,
    rows: i32,
    first_day: Date,
    proposed_on: Date,
    stage: &'static str,
    tone: &'static str,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ChangesPage {
    lines: Vec<Line>,
}

pub(super) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "key",
        Stage::Returned => "warn",
        Stage::Approved => "ok",
        Stage::Withdrawn => "",
    }
}

fn tables(row: &MasterChangeRow) -> String {
    row.tables.iter().map(|table| title(table).unwrap_or(table)).collect::<Vec<_>>().join("、")
}

/// A proposal in a few words.
pub(super) fn change_link(row: &MasterChangeRow) -> Link {
    let label = format!("{} {}行の改定案（{}）", tables(row), row.rows, row.stage.label());
    Link { href: format!("/masters/changes/{}", row.change), label }
}

/// Shows them.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let rows = master_changes::newest(cx.pool(), None, ROWS).await?;
    let line = |row: &MasterChangeRow| Line {
        href: format!("/masters/changes/{}", row.change),
        tables: tables(row),
        rows: row.rows,
        first_day: row.first_day,
        proposed_on: row.proposed_on,
        stage: row.stage.label(),
        tone: tone(row.stage),
    };
    cx.page(&ChangesPage { lines: rows.iter().map(line).collect() })
}

/// The proposal with one more row; a row of the same key and first day takes the place of the one that was written before.
pub(super) async fn with_row(
    cx: &Cx,
    request: &acts::Request,
    id: MasterChangeId,
    row: RowAdopted,
) -> Result<acts::Done, ActError> {
    let file = cx.acts().master_change(id).await?;
    let same = |other: &&RowAdopted| (&other.table, &other.key, other.valid_from) != (&row.table, &row.key, row.valid_from);
    let mut rows: Vec<RowAdopted> = file.change.rows().iter().filter(same).cloned().collect();
    rows.push(row);
    let why = file.why.open().cloned().ok_or(ActError::Erased)?;
    cx.acts().rewrite_master_change(request, id, rows, why).await
}

impl Page for ChangesPage {
    const TEMPLATE: &'static str = "masters/changes.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            href: "/masters/changes/1".to_owned(),
            tables: "事務所、市町と管轄事務所".to_owned(),
            rows: 4,
            first_day: jiff::civil::date(2027, 4, 1),
            proposed_on: jiff::civil::date(2026, 11, 24),
            stage: Stage::Waiting.label(),
            tone: tone(Stage::Waiting),
        };
        vec![Self { lines: vec![line] }, Self { lines: Vec::new() }]
    }
}
