//! 届の一覧: those that wait, due first; those that are done on demand.

use axum::response::Response;
use jiff::civil::Date;
use projections::notices::{self, NoticeFilter, NoticeRow, Stage};
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::stage_list::{DueLine, Filed, StageList};
use crate::shield::Shield;

/// Lines of a page.
const LINES: u16 = 50;

/// A line.
#[derive(Clone, Serialize)]
pub(crate) struct Line {
    #[serde(flatten)]
    filed: DueLine,
    kind: &'static str,
    change_of_award: bool,
}

impl Line {
    /// A line of the list.
    pub(crate) fn of(row: &NoticeRow, shield: &Shield, today: Date) -> Self {
        let filed = Filed {
            href: format!("/notices/{}", row.notice),
            recipient: row.recipient,
            receipt_number: &row.receipt_number,
            name: &row.name,
            on: row.filed_on,
            due_on: matches!(row.stage, Stage::Received | Stage::Returned).then_some(row.due_on),
        };
        Self {
            filed: DueLine::new(filed, (row.stage.label(), tone(row.stage)), shield, today),
            kind: row.kind.label(),
            change_of_award: row.change_of_award == Some(true),
        }
    }

    pub(crate) fn samples() -> Vec<Self> {
        let line = |late, change_of_award| Self {
            filed: DueLine::sample("/notices/01990000-0000-7000-8000-000000000001", late),
            kind: "記載事項変更届",
            change_of_award,
        };
        vec![line(true, false), line(false, true)]
    }
}

/// The tone of a stage.
pub(super) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => "key",
        Stage::Returned => "warn",
        Stage::Settled => "ok",
        Stage::Withdrawn => "",
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    list: StageList,
    lines: Vec<Line>,
}

/// `GET /notices`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let stage: Option<Stage> = cx.parameter("stage").and_then(|stage| stage.parse().ok());
    let after = cx.parameter("after").and_then(|after| after.parse().ok());
    let filter = NoticeFilter { stage, office: cx.office_scope() };
    let counts = notices::counts(cx.pool(), cx.office_scope(), cx.today).await?;
    let mut page = notices::page(cx.pool(), filter, after, LINES).await?;
    projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
    let subjects: Vec<uuid::Uuid> = page.rows.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    let shield = cx.shielded();
    let count = |stage| counts.iter().find(|count| count.stage == stage).map(|count| count.notices);
    let stages = Stage::ALL.iter().map(|one| (one.code(), one.label(), count(*one)));
    cx.page(&ListPage {
        list: StageList::new("/notices", stages, stage.map(Stage::code), (after, page.next)),
        lines: page.rows.iter().map(|row| Line::of(row, &shield, cx.today)).collect(),
    })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "notices/list.html";

    fn sample() -> Vec<Self> {
        let page = |lines| Self { list: StageList::sample("/notices"), lines };
        vec![page(Line::samples()), page(Vec::new())]
    }
}
