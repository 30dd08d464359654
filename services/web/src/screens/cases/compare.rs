//! 比較: a case as it was known at two moments, side by side, with the events between.

use axum::response::Response;
use events::ids::ApplicationId;
use serde::Serialize;

use super::frame::{self, Frame, Looked};
use super::told::{Told, tell_all};
use super::trail::trails;
use crate::as_of;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// A field at both moments.
#[derive(Clone, Serialize)]
struct Line {
    group: String,
    label: String,
    before: String,
    after: String,
    /// 「＋」, 「－」, 「≠」 or 「＝」.
    mark: &'static str,
    word: &'static str,
    events: Vec<i64>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ComparePage {
    frame: Frame,
    form: FormView,
    all: bool,
    lines: Vec<Line>,
    changed: usize,
    events: Vec<Told>,
    people: usize,
    toggle: String,
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
    let mut errors = FieldErrors::default();
    let (from_text, to_text) = (cx.decoded("from"), cx.decoded("to"));
    let from = as_of::position(&cx, &from_text, "from", &mut errors).await?;
    let to = as_of::position(&cx, &to_text, "to", &mut errors).await?;
    // Without a word: from the first record to the newest, or to the moment that was looked at.
    let (from, to) = (from.unwrap_or(first.position), to.or(looked.view.known).unwrap_or(i64::MAX));
    let (from, to) = (from.min(to), from.max(to));
    let mut entries = projections::case_history::of_case(cx.pool(), id, Some(to)).await?;
    entries.retain(|entry| entry.position > from);
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let mut people: Vec<_> = entries.iter().map(|entry| entry.by.id).collect();
    people.sort_unstable();
    people.dedup();
    let all = cx.parameter("all").is_some();
    let lines = trails(&states, names).into_iter().map(|trail| {
        let (before, after) = (trail.at(from).to_owned(), trail.at(to).to_owned());
        let (mark, word) = mark(&before, &after);
        let events = trail.between(from, to);
        Line { group: trail.group, label: trail.label, before, after, mark, word, events }
    });
    let mut lines: Vec<Line> = lines.collect();
    let changed = lines.iter().filter(|line| line.mark != "＝").count();
    lines.retain(|line| all || line.mark != "＝");
    let known = |text: String, position: i64| {
        if text.is_empty() { format!("#{}", position.min(last.position)) } else { text }
    };
    let form = FormView::filled([("from", known(from_text, from)), ("to", known(to_text, to))]).with_errors(&errors);
    let address = format!("{}/compare?from=%23{from}&to=%23{}", frame::path(id), to.min(last.position.max(from)));
    let page = ComparePage {
        frame: Frame::of(last, names, cx.today, "compare"),
        form,
        all,
        lines,
        changed,
        events: tell_all(&entries, names, cx.today),
        people: people.len(),
        toggle: if all { address } else { format!("{address}&all=1") },
    };
    let code = if errors.is_empty() { axum::http::StatusCode::OK } else { axum::http::StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_as(code, &page)
}

impl Page for ComparePage {
    const TEMPLATE: &'static str = "cases/compare.html";

    fn sample() -> Vec<Self> {
        let line = |before: &str, after: &str| {
            let (mark, word) = mark(before, after);
            Line {
                group: "世帯と所得".to_owned(),
                label: "所得割額".to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
                mark,
                word,
                events: vec![4, 7],
            }
        };
        let page = |lines: Vec<Line>, all, form: FormView| Self {
            frame: Frame::sample("compare"),
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
            page(vec![line("1円", "2円"), line("", "2円"), line("1円", ""), line("1円", "1円")], true, FormView::default()),
            page(Vec::new(), false, FormView::filled([("from", "R9")]).with_errors(&errors)),
        ]
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
