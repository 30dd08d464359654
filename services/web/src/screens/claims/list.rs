//! `GET /claims`: the files of claims that came in, the newest first, those that were taken back marked.

use axum::response::Response;
use identity::Permission;
use projections::claims::{self, ImportRow, Standing};
use serde::Serialize;

use crate::cx::Cx;
use crate::month;
use crate::page::Page;
use crate::problem::Problem;

/// Lines of a page.
const LINES: u16 = 50;

/// A file.
#[derive(Clone, Serialize)]
struct Line {
    href: String,
    body: &'static str,
    claimed_in: String,
    recorded_on: jiff::civil::Date,
    rows: i32,
    faulty: i32,
    taken_back_on: Option<jiff::civil::Date>,
}

impl Line {
    fn of(row: &ImportRow) -> Self {
        Self {
            href: format!("/claims/{}", row.import),
            body: row.body.label(),
            claimed_in: month::long(row.claimed_in),
            recorded_on: row.recorded_on,
            rows: row.rows,
            faulty: row.faulty,
            taken_back_on: row.taken_back.as_ref().map(|taken_back| taken_back.on),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    only_taken_back: bool,
    may_import: bool,
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let before: Option<i64> = cx.parameter("before").and_then(|text| text.parse().ok());
    let only_taken_back = cx.parameter("which") == Some("taken-back");
    let which = if only_taken_back { Standing::TakenBack } else { Standing::All };
    let here = if only_taken_back { "/claims?which=taken-back&" } else { "/claims?" };
    let mut rows = claims::imports(cx.pool(), which, before, LINES + 1).await?;
    let more = rows.len() > usize::from(LINES);
    rows.truncate(usize::from(LINES));
    cx.page(&ListPage {
        next: rows.last().filter(|_| more).map(|last| format!("{here}before={}", last.position)),
        first: before.map(|_| here.trim_end_matches(['?', '&']).to_owned()),
        lines: rows.iter().map(Line::of).collect(),
        only_taken_back,
        may_import: cx.may(Permission::RunPayments),
    })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "claims/list.html";

    fn sample() -> Vec<Self> {
        let line = |faulty, taken_back: bool| Line {
            href: "/claims/1".to_owned(),
            body: "国保連",
            claimed_in: "令和8年11月".to_owned(),
            recorded_on: jiff::civil::date(2026, 11, 20),
            rows: 412,
            faulty,
            taken_back_on: taken_back.then_some(jiff::civil::date(2026, 11, 21)),
        };
        let page = |lines: Vec<Line>, may_import: bool| Self {
            next: (!lines.is_empty()).then(|| "/claims?before=1".to_owned()),
            first: None,
            only_taken_back: !may_import,
            lines,
            may_import,
        };
        vec![page(vec![line(3, false), line(0, true)], true), page(vec![line(0, true)], false), page(Vec::new(), false)]
    }
}
