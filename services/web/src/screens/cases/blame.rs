//! 来歴: for each field who gave it its value, when, why, from which event; and every earlier value.

use axum::response::Response;
use events::ids::ApplicationId;
use serde::Serialize;

use super::frame::{self, Frame, Looked};
use super::told::tell;
use super::trail::trails;
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
struct Part {
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

/// `GET /cases/{id}/trail`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let Looked { case, names, entries, view, .. } = &looked;
    let mut states = cx.acts().case_steps(id).await?;
    states.retain(|state| state.position <= case.position);
    frame::viewed(&cx, case).await?;
    let origin = |(position, value): &(i64, String)| {
        let told = entries.iter().find(|entry| entry.position == *position).map(|entry| tell(entry, names, cx.today));
        let told = told.as_ref();
        let why = told.map(|told| told.details.iter().filter(|detail| detail.label.contains("理由") || detail.label == "依頼"));
        Origin {
            value: value.clone(),
            what: told.map_or_else(|| format!("位置 {position}"), |told| told.text.clone()),
            who: told.map(|told| told.who.clone()).unwrap_or_default(),
            when: told.map(|told| told.recorded.clone()).unwrap_or_default(),
            why: why.map(|lines| lines.map(|line| line.text.clone()).collect::<Vec<_>>().join("、")).unwrap_or_default(),
            href: format!("{}/events/{position}", frame::path(id)),
        }
    };
    let mut parts: Vec<Part> = Vec::new();
    for trail in trails(&states, names) {
        let mut origins: Vec<Origin> = trail.values.iter().rev().map(origin).collect();
        if origins.is_empty() {
            continue;
        }
        let line = Line { label: trail.label, now: origins.remove(0), earlier: origins };
        match parts.iter_mut().find(|part| part.title == trail.group) {
            Some(part) => part.lines.push(line),
            None => parts.push(Part { title: trail.group, lines: vec![line] }),
        }
    }
    let page = BlamePage { bar: looked.bar("/trail"), frame: Frame::at(case, names, view, "trail"), parts };
    cx.page_as(view.status(), &page)
}

impl Page for BlamePage {
    const TEMPLATE: &'static str = "cases/trail.html";

    fn sample() -> Vec<Self> {
        let origin = |value: &str, why: &str| Origin {
            value: value.to_owned(),
            what: "申請内容の「世帯と所得」を訂正した".to_owned(),
            who: "佐賀中部 窓口 見本 一".to_owned(),
            when: "令和8年11月9日 9:12:05".to_owned(),
            why: why.to_owned(),
            href: "/cases/1/events/4".to_owned(),
        };
        let line = |earlier| Line { label: "所得割額".to_owned(), now: origin("68,400円", "所得割の誤り"), earlier };
        let part = Part {
            title: "世帯と所得".to_owned(),
            lines: vec![line(vec![origin("86,400円", ""), origin("", "")]), line(Vec::new())],
        };
        vec![
            Self { bar: Bar::sample(), frame: Frame::sample("trail"), parts: vec![part] },
            Self { bar: Bar::sample(), frame: Frame::sample("trail"), parts: Vec::new() },
        ]
    }
}
