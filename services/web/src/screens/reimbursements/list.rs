//! 療養費の一覧: those that wait, due first; those that are decided on demand.

use axum::response::Response;
use jiff::civil::Date;
use projections::reimbursements::{self, ClaimRow, Stage};
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
    amount: String,
}

impl Line {
    /// A line of the list.
    pub(crate) fn of(row: &ClaimRow, shield: &Shield, today: Date) -> Self {
        let filed = Filed {
            href: format!("/reimbursements/{}", row.reimbursement),
            recipient: row.recipient,
            receipt_number: &row.receipt_number,
            name: &row.name,
            on: row.filed_on,
            due_on: row.stage.is_open().then_some(row.due_on),
        };
        let tone = match row.stage {
            Stage::Received | Stage::Examined | Stage::Correcting => "key",
            Stage::Paid => "ok",
            Stage::Refused => "alert",
            Stage::Withdrawn | Stage::Undone => "",
        };
        Self {
            filed: DueLine::new(filed, (row.stage.label(), tone), shield, today),
            amount: row.amount.map_or_else(|| "－".to_owned(), |yen| yen.to_string()),
        }
    }

    pub(crate) fn samples() -> Vec<Self> {
        let line = |late| Self { filed: DueLine::sample("/reimbursements/1", late), amount: "25,000円".to_owned() };
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
    let shield = cx.shielded();
    let count = |stage| counts.iter().find(|count| count.stage == stage).map(|count| count.claims);
    let stages = Stage::ALL.iter().map(|one| (one.code(), one.label(), count(*one)));
    cx.page(&ListPage {
        list: StageList::new("/reimbursements", stages, stage.map(Stage::code), (after, page.next)),
        lines: page.rows.iter().map(|row| Line::of(row, &shield, cx.today)).collect(),
    })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "reimbursements/list.html";

    fn sample() -> Vec<Self> {
        let page = |lines| Self { list: StageList::sample("/reimbursements"), lines };
        vec![page(Line::samples()), page(Vec::new())]
    }
}
