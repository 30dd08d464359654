//! `GET /erasures`: everybody whose retention period is over, and everything proposed, held or done.

use axum::response::Response;
use casework::erasure::{Term, kept_until};
use events::ids::SubjectId;
use jiff::civil::Date;
use projections::retention::{self, Person, Stage};
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Persons on a page.
const ROWS: u16 = 50;

/// One person, without a name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Row {
    href: String,
    number: String,
    ended: Option<Date>,
    kept_until: Option<Date>,
    /// What stands now, and its tone.
    state: &'static str,
    tone: &'static str,
}

impl Row {
    pub(super) fn of(person: &Person, years: u8) -> Self {
        let (state, tone) = match (person.stage, person.held) {
            (Stage::Erased, _) => ("消去済み", ""),
            (_, true) => ("差し止め中", "alert"),
            (Stage::Proposed, _) => ("決裁待ち", "warn"),
            (Stage::Kept, _) => ("保存期間満了", "key"),
        };
        Self {
            href: format!("/erasures/{}", person.person),
            number: person.number.clone(),
            ended: person.last_ended_on,
            kept_until: person.last_ended_on.and_then(|day| kept_until(day, years)),
            state,
            tone,
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ErasuresPage {
    years: u8,
    confirmed: bool,
    over: Vec<Row>,
    told: Vec<Row>,
    next: Option<String>,
    first: Option<&'static str>,
}

fn after(cx: &Cx) -> Option<(Date, SubjectId)> {
    let (day, person) = cx.parameter("after")?.split_once('_')?;
    Some((day.parse().ok()?, person.parse().ok()?))
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let term = Term::on(cx.masters().await?.as_ref(), cx.today);
    let after = after(&cx);
    let over = match term.over_before(cx.today) {
        Some(day) => retention::over(cx.pool(), day, after, ROWS).await?,
        None => Vec::new(),
    };
    let next = over.last().filter(|_| over.len() == usize::from(ROWS));
    let next = next.and_then(|last| Some(format!("/erasures?after={}_{}", last.last_ended_on?, last.person)));
    let told = if after.is_none() { retention::told_of(cx.pool(), ROWS).await? } else { Vec::new() };
    let rows = |people: &[Person]| people.iter().map(|person| Row::of(person, term.years)).collect();
    cx.page(&ErasuresPage {
        years: term.years,
        confirmed: term.confirmed,
        over: rows(&over),
        told: rows(&told),
        next,
        first: after.map(|_| "/erasures"),
    })
}

/// A row for the tests of templates.
pub(super) fn sample_row() -> Row {
    Row {
        href: "/erasures/01990000-0000-7000-8000-000000000001".to_owned(),
        number: "0000018".to_owned(),
        ended: Some(jiff::civil::date(2020, 9, 30)),
        kept_until: Some(jiff::civil::date(2026, 3, 31)),
        state: "保存期間満了",
        tone: "key",
    }
}

impl Page for ErasuresPage {
    const TEMPLATE: &'static str = "erasures/list.html";

    fn sample() -> Vec<Self> {
        let row = |state, tone| Row { state, tone, ..sample_row() };
        let page =
            |over, told, next, first| Self { years: 5, confirmed: first, over, told, next, first: first.then_some("/erasures") };
        vec![
            page(Vec::new(), Vec::new(), None, false),
            page(
                vec![row("保存期間満了", "key")],
                vec![row("決裁待ち", "warn"), row("消去済み", "")],
                Some("/erasures?after=x".to_owned()),
                true,
            ),
        ]
    }
}
