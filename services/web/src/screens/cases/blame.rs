//! 来歴: for each field who gave it its value, when, why, from which event; and every earlier value.

use axum::response::Response;
use events::ids::ApplicationId;
use jiff::civil::Date;
use projections::case_history::Entry;
use serde::Serialize;

use super::frame::{self, Frame, Looked};
use super::names::Names;
use super::told::tell;
use super::trail::{Trail, trails};
use crate::as_of::Bar;
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// A value and where it comes from.
#[derive(Clone, Serialize)]
struct Origin {
    value: String,
    what: String,
    who: String,
    when: String,
    why: String,
    href: String,
}

/// A field.
#[derive(Clone, Serialize)]
struct Line {
    label: String,
    now: Origin,
    earlier: Vec<Origin>,
}

/// Fields that belong together.
#[derive(Clone, Serialize)]
pub(crate) struct Part {
    title: String,
    lines: Vec<Line>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct BlamePage {
    bar: Bar,
    frame: Frame,
    parts: Vec<Part>,
}

/// Each field with its value, where that comes from, and every earlier one. The entries must have been opened.
pub(crate) fn parts(trails: Vec<Trail>, entries: &[Entry], names: &Names, today: Date) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for trail in trails {
        let mut origins: Vec<Origin> = trail.values.iter().rev().map(|value| origin(value, entries, names, today)).collect();
        if origins.is_empty() {
            continue;
        }
        let line = Line { label: trail.label, now: origins.remove(0), earlier: origins };
        match parts.iter_mut().find(|part| part.title == trail.group) {
            Some(part) => part.lines.push(line),
            None => parts.push(Part { title: trail.group, lines: vec![line] }),
        }
    }
    parts
}

fn origin((position, value): &(i64, String), entries: &[Entry], names: &Names, today: Date) -> Origin {
    let value = value.clone();
    let Some(entry) = entries.iter().find(|entry| entry.position == *position) else {
        let what = format!("位置 {position} の出来事");
        return Origin { value, what, who: String::new(), when: String::new(), why: String::new(), href: String::new() };
    };
    let told = tell(entry, names, today);
    let why = told.details.iter().filter(|detail| detail.label.contains("理由") || detail.label == "依頼");
    Origin {
        value,
        why: why.map(|line| line.text.clone()).collect::<Vec<_>>().join("、"),
        what: told.text,
        who: told.who,
        when: told.recorded,
        href: format!("{}/events/{position}", frame::path(entry.application)),
    }
}

/// `GET /cases/{id}/trail`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let Looked { case, names, entries, view, .. } = &looked;
    let mut states = cx.acts().case_steps(id).await?;
    states.retain(|state| state.position <= case.position);
    frame::viewed(&cx, case).await?;
    let parts = parts(trails(&states, names), entries, names, cx.today);
    let page = BlamePage { bar: looked.bar("/trail"), frame: Frame::at(case, names, view, "trail"), parts };
    cx.page_as(view.status(), &page)
}

impl Part {
    /// Parts for the tests of templates.
    pub(crate) fn samples() -> Vec<Self> {
        let origin = |value: &str, why: &str| Origin {
            value: value.to_owned(),
            what: "申請内容の「世帯と所得」を訂正した".to_owned(),
            who: "佐賀中部 窓口 見本 一".to_owned(),
            when: "令和8年11月9日 9:12:05".to_owned(),
            why: why.to_owned(),
            href: if value.is_empty() { String::new() } else { "/cases/1/events/4".to_owned() },
        };
        let line = |earlier| Line { label: "所得割額".to_owned(), now: origin("68,400円", "所得割の誤り"), earlier };
        vec![Self {
            title: "世帯と所得".to_owned(),
            lines: vec![line(vec![origin("86,400円", ""), origin("", "")]), line(Vec::new())],
        }]
    }
}

impl Page for BlamePage {
    const TEMPLATE: &'static str = "cases/trail.html";

    fn sample() -> Vec<Self> {
        let page = |parts| Self { bar: Bar::sample(), frame: Frame::sample("trail"), parts };
        vec![page(Part::samples()), page(Vec::new())]
    }
}
