//! 一括延長の一覧, the newest first.

use axum::response::Response;
use events::vocabulary::wareki;
use identity::Permission;
use projections::extensions::{self, ExtensionRow, Stage};
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Lines of the page.
const LINES: u16 = 100;

#[derive(Serialize)]
struct Line {
    href: String,
    reference: String,
    issued_on: String,
    period: String,
    until: String,
    chosen: i32,
    extended: String,
    stage: &'static str,
    tone: &'static str,
}

impl Line {
    fn of(row: &ExtensionRow) -> Self {
        Self {
            href: format!("/extensions/{}", row.extension),
            reference: row.reference.open().map_or_else(|| "消去済み".to_owned(), ToString::to_string),
            issued_on: wareki::short(row.issued_on),
            period: format!("{}から{}まで", wareki::short(row.ends_from), wareki::short(row.ends_until)),
            until: wareki::short(row.until),
            chosen: row.chosen,
            extended: row.extended.map_or_else(|| "－".to_owned(), |count| format!("{count}件")),
            stage: row.stage.label(),
            tone: match row.stage {
                Stage::Proposed => "key",
                Stage::Approved => "warn",
                Stage::Done => "ok",
                Stage::Dropped => "",
            },
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    lines: Vec<Line>,
    may_propose: bool,
}

/// `GET /extensions`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut rows = extensions::list(cx.pool(), LINES).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let may_propose = cx.may(Permission::ProposeExtensions);
    cx.page(&ListPage { lines: rows.iter().map(Line::of).collect(), may_propose })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "extensions/list.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            href: "/extensions/1".to_owned(),
            reference: "令和8年厚生労働省令（見本）".to_owned(),
            issued_on: "R8.11.1".to_owned(),
            period: "R8.11.1からR9.2.28まで".to_owned(),
            until: "R9.9.30".to_owned(),
            chosen: 128,
            extended: "126件".to_owned(),
            stage: "延長した",
            tone: "ok",
        };
        vec![Self { lines: vec![line], may_propose: true }, Self { lines: Vec::new(), may_propose: false }]
    }
}
