//! `GET /claims`: the files of claims that came in, the newest first.

use axum::response::Response;
use identity::Permission;
use projections::claims::{self, ImportRow};
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
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    may_import: bool,
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let before: Option<i64> = cx.parameter("before").and_then(|text| text.parse().ok());
    let mut rows = claims::imports(cx.pool(), before, LINES + 1).await?;
    let more = rows.len() > usize::from(LINES);
    rows.truncate(usize::from(LINES));
    cx.page(&ListPage {
        next: rows.last().filter(|_| more).map(|last| format!("/claims?before={}", last.position)),
        first: before.map(|_| "/claims".to_owned()),
        lines: rows.iter().map(Line::of).collect(),
        may_import: cx.may(Permission::RunPayments),
    })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "claims/list.html";

    fn sample() -> Vec<Self> {
        let line = |faulty| Line {
            href: "/claims/1".to_owned(),
            body: "国保連",
            claimed_in: "令和8年11月".to_owned(),
            recorded_on: jiff::civil::date(2026, 11, 20),
            rows: 412,
            faulty,
        };
        let page = |lines: Vec<Line>, may_import| Self {
            next: (!lines.is_empty()).then(|| "/claims?before=1".to_owned()),
            first: None,
            lines,
            may_import,
        };
        vec![page(vec![line(3), line(0)], true), page(Vec::new(), false)]
    }
}
