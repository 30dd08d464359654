//! さがす: what was typed stays out of the address; it is told how it was understood.

use axum::response::Response;
use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::{DiseaseId, OfficeCode};
use jiff::civil::Date;
use projections::ledger;
use projections::ledger::search::{Lexicon, Subject};
use projections::worklist;
use serde::Serialize;
use uuid::Uuid;

use super::list::steps;
use super::row::{CaseLine, Line};
use crate::as_of::{Bar, Kept, View};
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
    bar: Bar,
    past: bool,
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
    let known = if posted.has("step") { posted.text("step") } else { posted.text("known") };
    let view = View::asked(&cx, posted.text("valid").to_owned(), known.to_owned()).await?;
    if cx.search().is_ready() {
        // What was just done is found: the index itself follows only every second.
        cx.search().refresh(cx.pool(), cx.ring()).await?;
    }
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    let found = cx.search().search(&text, &lexicon(&names, cx.today), MOST);
    let mut recipients: Vec<RecipientId> = Vec::new();
    let mut applications: Vec<ApplicationId> = Vec::new();
    for hit in &found.hits {
        match hit.subject {
            Subject::Recipient(id) => recipients.push(id),
            Subject::Application(id) => applications.push(id),
        }
    }
    let mut awards = ledger::of_recipients(cx.pool(), &recipients, view.as_of()).await?;
    // The newest award stands for the person; the others are on the person's page.
    awards.dedup_by_key(|row| row.recipient);
    let mut cases = worklist::rows(cx.pool(), &applications, view.known).await?;
    projections::open(cx.pool(), cx.ring(), &mut awards).await?;
    projections::open(cx.pool(), cx.ring(), &mut cases).await?;
    let subjects: Vec<Uuid> = awards.iter().map(|row| row.recipient.0).chain(cases.iter().map(|row| row.application.0)).collect();
    cx.viewed(&subjects).await?;
    let recipients: Vec<Uuid> = cases.iter().filter_map(|row| row.recipient).map(|recipient| recipient.0).collect();
    let shield = cx.shield(&recipients).await?;
    let around = ledger::around(cx.pool(), view.known).await?;
    let page = SearchPage {
        bar: view.bar_of_form("/search", vec![Kept { name: "q", value: text.clone() }], steps(around)),
        past: view.is_past(),
        text,
        ready: cx.search().is_ready(),
        read_as: found.read_as,
        total: found.total,
        shown: awards.len() + cases.len(),
        lines: awards.iter().map(|row| Line::of(row, &names, view.day).from(&view).shielded(&shield, row)).collect(),
        cases: cases.iter().map(|row| CaseLine::of(row, &names, view.day).from(&view).shielded(&shield, row)).collect(),
    };
    cx.page_as(view.status(), &page)
}

/// The names of diseases and offices that a text may hold.
fn lexicon(names: &Names, today: Date) -> Lexicon {
    let masters = names.masters();
    let mut lexicon = Lexicon::new(today);
    for row in masters.diseases.on(today) {
        if let Ok(id) = DiseaseId::parse(&row.key) {
            lexicon = lexicon.disease(id, &row.value.name, row.value.kana.as_deref().unwrap_or_default());
        }
    }
    for row in masters.offices.on(today).filter(|row| row.value.counter) {
        if let Ok(code) = OfficeCode::parse(&row.key) {
            lexicon = lexicon.office(code, &row.value.short_name, &row.value.name);
        }
    }
    lexicon
}

impl Page for SearchPage {
    const TEMPLATE: &'static str = "ledger/search.html";

    fn sample() -> Vec<Self> {
        let page = |total, lines: Vec<Line>, cases, ready| Self {
            bar: if lines.is_empty() { Bar::samples()[0].clone() } else { Bar::sample_of_form() },
            past: !lines.is_empty(),
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
