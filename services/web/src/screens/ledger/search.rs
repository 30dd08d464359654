//! さがす: what was typed stays out of the address; it is told how it was understood. Where somebody lives and is called has fields of its own;
//! protected families are not found by them.

use axum::http::StatusCode;
use axum::response::Response;
use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::{DiseaseId, OfficeCode};
use jiff::civil::Date;
use projections::ledger;
use projections::ledger::search::{Found, Lexicon, Reach, ReachError, Subject};
use projections::worklist;
use serde::Serialize;
use uuid::Uuid;

use super::list::steps;
use super::row::{CaseLine, Line};
use crate::as_of::{Bar, Kept, View};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// What is asked by.
const FIELDS: [&str; 3] = ["q", "address", "phone"];

/// Most people on a page.
const MOST: usize = 50;

/// The page.
#[derive(Serialize)]
pub(crate) struct SearchPage {
    bar: Bar,
    past: bool,
    /// What was typed.
    text: String,
    /// Something was asked, in whatever field.
    asked: bool,
    /// The fields for address and telephone.
    form: FormView,
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
    let (reach, errors) = reach(&posted);
    let known = if posted.has("step") { posted.text("step") } else { posted.text("known") };
    let view = View::asked(&cx, posted.text("valid").to_owned(), known.to_owned()).await?;
    if cx.search().is_ready() {
        // What was just done is found: the index itself follows only every second.
        cx.search().refresh(cx.pool(), cx.ring()).await?;
    }
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    // A field that cannot be read is no reason to show everybody who fits the rest.
    let found = if errors.is_empty() {
        cx.search().search_reached(&text, &reach, &lexicon(&names, cx.today), MOST)
    } else {
        Found::default()
    };
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
        bar: view.bar_of_form(
            "/search",
            FIELDS.map(|name| Kept { name, value: posted.text(name).trim().to_owned() }).into(),
            steps(around),
        ),
        past: view.is_past(),
        asked: FIELDS.iter().any(|name| !posted.text(name).trim().is_empty()),
        form: FormView::of(&posted).with_errors(&errors),
        text,
        ready: cx.search().is_ready(),
        read_as: found.read_as,
        total: found.total,
        shown: awards.len() + cases.len(),
        lines: awards.iter().map(|row| Line::of(row, &names, view.day).from(&view).shielded(&shield, row)).collect(),
        cases: cases.iter().map(|row| CaseLine::of(row, &names, view.day).from(&view).shielded(&shield, row)).collect(),
    };
    let status = if page.form.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { view.status() };
    cx.page_as(status, &page)
}

/// Where the person lives and is called, or what is wrong with it.
fn reach(posted: &Posted) -> (Reach, FieldErrors) {
    let mut errors = FieldErrors::default();
    let reach = errors.take("address", Reach::default().address(posted.text("address")));
    let reach = errors.take("phone", reach.unwrap_or_default().phone(posted.text("phone")));
    (reach.unwrap_or_default(), errors)
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
        let mut errors = FieldErrors::default();
        errors.add("address", ReachError::AddressTooShort.to_string());
        let page = |total, lines: Vec<Line>, cases, ready| Self {
            bar: if lines.is_empty() { Bar::samples()[0].clone() } else { Bar::sample_of_form() },
            past: !lines.is_empty(),
            text: "ミホン".to_owned(),
            asked: true,
            form: FormView::default(),
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
            Self { text: String::new(), asked: false, read_as: Vec::new(), ..page(0, Vec::new(), Vec::new(), false) },
            Self { text: String::new(), form: FormView::default().with_errors(&errors), ..page(0, Vec::new(), Vec::new(), true) },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(address: &str, phone: &str) -> Vec<String> {
        let pairs = [("address", address), ("phone", phone)];
        let posted = Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        reach(&posted).1.pairs().iter().map(|(field, _)| field.clone()).collect()
    }

    #[test]
    fn what_cannot_be_looked_for_is_told_beside_its_field() {
        assert!(wrong("", "").is_empty() && wrong("城内1-1", "0952-00-0000").is_empty());
        assert_eq!(wrong("町", "12"), ["address", "phone"]);
        assert_eq!(wrong("城内", "電話"), ["phone"]);
    }
}
