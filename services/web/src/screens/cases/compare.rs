//! 比較: a case as it was known at two moments, side by side, with the events between. What compares is used for persons as well.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::response::Response;
use events::ids::ApplicationId;
use projections::case_history::{self, Entry};
use serde::Serialize;

use super::frame::{self, Frame, Looked};
use super::names::Names;
use super::told::{Told, tell_all};
use super::trail::{Trail, trails};
use crate::as_of;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// An event that gave a value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Between {
    /// Its position.
    pub(crate) position: i64,
    /// Its page.
    pub(crate) href: String,
}

/// A field at both moments.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    group: String,
    label: String,
    before: String,
    after: String,
    /// 「＋」, 「－」, 「≠」 or 「＝」.
    mark: &'static str,
    word: &'static str,
    events: Vec<Between>,
}

/// What changed between two moments, and the events that changed it.
#[derive(Serialize)]
pub(crate) struct Comparison {
    form: FormView,
    all: bool,
    lines: Vec<Line>,
    changed: usize,
    events: Vec<Told>,
    people: usize,
    toggle: String,
}

impl Comparison {
    /// Of these fields, with the opened events that lie between the moments. `path` is the page of what is compared, `href` leads to an
    /// event.
    pub(crate) fn of(
        cx: &Cx,
        (trails, entries): (Vec<Trail>, &[Entry]),
        names: &Names,
        moments: Moments,
        (path, href): (&str, impl Fn(i64) -> String),
    ) -> Self {
        let Moments { from, to, form, .. } = moments;
        let people: BTreeSet<_> = entries.iter().map(|entry| entry.by.id).collect();
        let all = cx.parameter("all").is_some();
        let (lines, changed) = lines(trails, (from, to), all, href);
        let address = format!("{path}/compare?from=%23{from}&to=%23{to}");
        Self {
            form,
            all,
            lines,
            changed,
            events: tell_all(entries, names, cx.today),
            people: people.len(),
            toggle: if all { address } else { format!("{address}&all=1") },
        }
    }

    /// For the tests of templates.
    pub(crate) fn samples() -> Vec<Self> {
        let comparison = |lines: Vec<Line>, all, form: FormView| Self {
            form,
            all,
            changed: lines.len(),
            lines,
            events: Told::samples(),
            people: 2,
            toggle: "/cases/1/compare?from=%231&to=%239".to_owned(),
        };
        let mut errors = FieldErrors::default();
        errors.add("from", "まだ来ていない日時です。");
        vec![
            comparison(Line::samples(), true, FormView::default()),
            comparison(Vec::new(), false, FormView::filled([("from", "R9")]).with_errors(&errors)),
        ]
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ComparePage {
    frame: Frame,
    #[serde(flatten)]
    comparison: Comparison,
}

/// The lines of a comparison after one position, up to another, and how many of all fields changed. `href` leads to an event.
pub(crate) fn lines(trails: Vec<Trail>, (from, to): (i64, i64), all: bool, href: impl Fn(i64) -> String) -> (Vec<Line>, usize) {
    let lines = trails.into_iter().map(|trail| {
        let (before, after) = (trail.at(from).to_owned(), trail.at(to).to_owned());
        let (mark, word) = mark(&before, &after);
        let between = trail.between(from, to).into_iter();
        let events = between.map(|position| Between { position, href: href(position) }).collect();
        Line { group: trail.group, label: trail.label, before, after, mark, word, events }
    });
    let mut lines: Vec<Line> = lines.collect();
    let changed = lines.iter().filter(|line| line.mark != "＝").count();
    lines.retain(|line| all || line.mark != "＝");
    (lines, changed)
}

/// The two moments that are compared.
pub(crate) struct Moments {
    /// The earlier position.
    pub(crate) from: i64,
    /// The later one.
    pub(crate) to: i64,
    /// As they stand in the form.
    pub(crate) form: FormView,
    /// 200, or 422 where a moment could not be read.
    pub(crate) status: StatusCode,
}

impl Moments {
    /// Whether something happened between them.
    pub(crate) const fn hold(&self, position: i64) -> bool {
        position > self.from && position <= self.to
    }

    /// From `from` and `to` of the address; without a word from the first record to the newest, or to `looked_at`.
    pub(crate) async fn of(cx: &Cx, first: i64, last: i64, looked_at: Option<i64>) -> Result<Self, Problem> {
        let mut errors = FieldErrors::default();
        let (from_text, to_text) = (cx.decoded("from"), cx.decoded("to"));
        let from = as_of::position(cx, &from_text, "from", &mut errors).await?;
        let to = as_of::position(cx, &to_text, "to", &mut errors).await?;
        let (from, to) = (from.unwrap_or(first), to.or(looked_at).unwrap_or(last));
        let (from, to) = (from.min(to), from.max(to));
        let known = |text: String, position: i64| if text.is_empty() { format!("#{position}") } else { text };
        let form = FormView::filled([("from", known(from_text, from)), ("to", known(to_text, to))]).with_errors(&errors);
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        Ok(Self { from, to, form, status })
    }
}

fn mark(before: &str, after: &str) -> (&'static str, &'static str) {
    match (before, after) {
        _ if before == after => ("＝", "同じ"),
        ("", _) => ("＋", "加わった"),
        (_, "") => ("－", "なくなった"),
        _ => ("≠", "変わった"),
    }
}

/// `GET /cases/{id}/compare?from=…&to=…`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let Looked { names, .. } = &looked;
    let states = cx.acts().case_steps(id).await?;
    let (first, last) = (states.first().ok_or(Problem::NotFound)?, states.last().ok_or(Problem::NotFound)?);
    frame::viewed(&cx, last).await?;
    let mut entries = case_history::of_case(cx.pool(), id, None).await?;
    let newest = entries.last().map_or(last.position, |entry| entry.position).max(last.position);
    let moments = Moments::of(&cx, first.position, newest, looked.view.known).await?;
    entries.retain(|entry| moments.hold(entry.position));
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let (answer, address) = (moments.status, frame::path(id));
    let href = |position| format!("{address}/events/{position}");
    let frame = Frame::of(last, names, cx.today, "compare");
    let comparison = Comparison::of(&cx, (trails(&states, names), &entries), names, moments, (&address, href));
    cx.page_as(answer, &ComparePage { frame, comparison })
}

impl Line {
    /// Lines for the tests of templates.
    pub(crate) fn samples() -> Vec<Self> {
        let line = |before: &str, after: &str| {
            let (mark, word) = mark(before, after);
            Self {
                group: "世帯と所得".to_owned(),
                label: "所得割額".to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
                mark,
                word,
                events: vec![Between { position: 4, href: "/cases/1/events/4".to_owned() }],
            }
        };
        vec![line("1円", "2円"), line("", "2円"), line("1円", ""), line("1円", "1円")]
    }
}

impl Page for ComparePage {
    const TEMPLATE: &'static str = "cases/compare.html";

    fn sample() -> Vec<Self> {
        let page = |comparison| Self { frame: Frame::sample("compare"), comparison };
        Comparison::samples().into_iter().map(page).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn a_difference_has_a_mark_and_a_word() {
        let marks = [("", "a"), ("a", ""), ("a", "b"), ("a", "a")].map(|(before, after)| mark(before, after).0);
        assert_eq!(marks, ["＋", "－", "≠", "＝"]);
    }
}
