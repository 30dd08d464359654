//! 届の一覧: those that wait, due first; those that are done on demand.

use axum::response::Response;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::notices::{self, NoticeFilter, NoticeRow, Stage};
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::stage_list::StageList;
use crate::shield::Shield;

/// Lines of a page.
const LINES: u16 = 50;

/// A line.
#[derive(Clone, Serialize)]
pub(crate) struct Line {
    href: String,
    due: String,
    late: bool,
    receipt_number: String,
    name: String,
    kind: &'static str,
    filed_on: String,
    stage: &'static str,
    tone: &'static str,
    change_of_award: bool,
    protected: bool,
}

impl Line {
    /// A line of the list.
    pub(crate) fn of(row: &NoticeRow, shield: &Shield, today: Date) -> Self {
        let open = matches!(row.stage, Stage::Received | Stage::Returned);
        Self {
            href: format!("/notices/{}", row.notice),
            due: if open { wareki::short(row.due_on) } else { "－".to_owned() },
            late: open && row.due_on < today,
            receipt_number: row.receipt_number.to_string(),
            name: name_and_kana(&row.name).0,
            kind: row.kind.label(),
            filed_on: wareki::short(row.filed_on),
            stage: row.stage.label(),
            tone: tone(row.stage),
            change_of_award: row.change_of_award == Some(true),
            protected: shield.covers(row.recipient.0),
        }
    }

    pub(crate) fn samples() -> Vec<Self> {
        let line = |late, change_of_award| Self {
            href: "/notices/01990000-0000-7000-8000-000000000001".to_owned(),
            due: "R8.12.15".to_owned(),
            late,
            receipt_number: "8-01-0413".to_owned(),
            name: "見本 花子".to_owned(),
            kind: "記載事項変更届",
            filed_on: "R8.12.1".to_owned(),
            stage: "処理待ち",
            tone: "key",
            change_of_award,
            protected: late,
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
