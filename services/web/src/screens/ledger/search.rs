//! さがす: what was typed stays out of the address; it is told how it was understood.

use axum::response::Response;
use events::ids::{ApplicationId, RecipientId};
use projections::ledger::search::Subject;
use projections::ledger::{self, AsOf};
use projections::worklist;
use serde::Serialize;
use uuid::Uuid;

use super::row::{CaseLine, Line};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// Most people on a page.
const MOST: usize = 50;

/// The page.
#[derive(Serialize)]
pub(crate) struct SearchPage {
    /// What was typed.
    text: String,
    ready: bool,
    read_as: Vec<String>,
    total: usize,
    shown: usize,
    lines: Vec<Line>,
    cases: Vec<CaseLine>,
}

/// `POST /search`.
pub(crate) async fn search(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let text = posted.text("q").trim().to_owned();
    if cx.search().is_ready() {
        // What was just done is found: the index itself follows only every second.
        cx.search().refresh(cx.pool(), cx.ring()).await?;
    }
    let found = cx.search().search(&text, MOST);
    let mut recipients: Vec<RecipientId> = Vec::new();
    let mut applications: Vec<ApplicationId> = Vec::new();
    for hit in &found.hits {
        match hit.subject {
            Subject::Recipient(id) => recipients.push(id),
            Subject::Application(id) => applications.push(id),
        }
    }
    let mut awards = ledger::of_recipients(cx.pool(), &recipients, AsOf::default()).await?;
    // The newest award stands for the person; the others are on the person's page.
    awards.dedup_by_key(|row| row.recipient);
    let mut cases = worklist::rows(cx.pool(), &applications, None).await?;
    projections::open(cx.pool(), cx.ring(), &mut awards).await?;
    projections::open(cx.pool(), cx.ring(), &mut cases).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let subjects: Vec<Uuid> = awards.iter().map(|row| row.recipient.0).chain(cases.iter().map(|row| row.application.0)).collect();
    cx.viewed(&subjects).await?;
    cx.page(&SearchPage {
        text,
        ready: cx.search().is_ready(),
        read_as: found.read_as,
        total: found.total,
        shown: found.hits.len(),
        lines: awards.iter().map(|row| Line::of(row, &names, cx.today)).collect(),
        cases: cases.iter().map(|row| CaseLine::of(row, &names, cx.today)).collect(),
    })
}

impl Page for SearchPage {
    const TEMPLATE: &'static str = "ledger/search.html";

    fn sample() -> Vec<Self> {
        let page = |total, lines, cases, ready| Self {
            text: "ミホン".to_owned(),
            ready,
            read_as: vec!["カナ ミホン".to_owned()],
            total,
            shown: 2,
            lines,
            cases,
        };
        vec![
            page(80, vec![Line::sample("有効", "ok")], vec![CaseLine::sample()], true),
            page(2, vec![Line::sample("満了", "")], Vec::new(), true),
            page(0, Vec::new(), Vec::new(), true),
            Self { text: String::new(), read_as: Vec::new(), ..page(0, Vec::new(), Vec::new(), false) },
        ]
    }
}
