//! 療養費の一覧: those that wait, due first; those that are decided on demand.

use axum::response::Response;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::reimbursements::{self, ClaimRow, Stage};
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::stage_list::StageList;

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
    filed_on: String,
    amount: String,
    stage: &'static str,
    tone: &'static str,
}

impl Line {
    /// A line of the list.
    pub(crate) fn of(row: &ClaimRow, today: Date) -> Self {
        let open = row.stage.is_open();
        Self {
            href: format!("/reimbursements/{}", row.reimbursement),
            due: if open { wareki::short(row.due_on) } else { "－".to_owned() },
            late: open && row.due_on < today,
            receipt_number: row.receipt_number.to_string(),
            name: name_and_kana(&row.name).0,
            filed_on: wareki::short(row.filed_on),
            amount: row.amount.map_or_else(|| "－".to_owned(), |yen| yen.to_string()),
            stage: row.stage.label(),
            tone: match row.stage {
                Stage::Received | Stage::Examined => "key",
                Stage::Paid => "ok",
                Stage::Refused => "alert",
                Stage::Withdrawn => "",
            },
        }
    }

    pub(crate) fn samples() -> Vec<Self> {
        let line = |late| Self {
            href: "/reimbursements/1".to_owned(),
            due: "R9.2.8".to_owned(),
            late,
            receipt_number: "8-01-0414".to_owned(),
            name: "見本 花子".to_owned(),
            filed_on: "R8.12.10".to_owned(),
            amount: "25,000円".to_owned(),
            stage: "決裁待ち",
            tone: "key",
        };
        vec![line(true), line(false)]
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    list: StageList,
    lines: Vec<Line>,
}

/// `GET /reimbursements`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let stage: Option<Stage> = cx.parameter("stage").and_then(|stage| stage.parse().ok());
    let after = cx.parameter("after").and_then(|after| after.parse().ok());
    let counts = reimbursements::counts(cx.pool(), cx.office_scope(), cx.today).await?;
    let mut page = reimbursements::page(cx.pool(), stage, cx.office_scope(), after, LINES).await?;
    projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
    let subjects: Vec<uuid::Uuid> = page.rows.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    let count = |stage| counts.iter().find(|count| count.stage == stage).map(|count| count.claims);
    let stages = Stage::ALL.iter().map(|one| (one.code(), one.label(), count(*one)));
    cx.page(&ListPage {
        list: StageList::new("/reimbursements", stages, stage.map(Stage::code), (after, page.next)),
        lines: page.rows.iter().map(|row| Line::of(row, cx.today)).collect(),
    })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "reimbursements/list.html";

    fn sample() -> Vec<Self> {
        let page = |lines| Self { list: StageList::sample("/reimbursements"), lines };
        vec![page(Line::samples()), page(Vec::new())]
    }
}
