//! 比較: a recipient as they were known at two moments, side by side, with the events between.

use axum::response::Response;
use events::ids::RecipientId;
use serde::Serialize;

use super::looked::{Frame, Looked};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::compare::{Line, Moments, lines};
use crate::screens::cases::told::{Told, tell_all};

/// The page.
#[derive(Serialize)]
pub(crate) struct PersonComparePage {
    frame: Frame,
    form: FormView,
    all: bool,
    lines: Vec<Line>,
    changed: usize,
    events: Vec<Told>,
    people: usize,
    toggle: String,
}

/// `GET /recipients/{id}/compare?from=…&to=…`.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let (trails, mut entries) = looked.trails(&cx, None).await?;
    let (first, last) = (looked.changes.first(), looked.changes.last());
    let (first, last) = (*first.ok_or(Problem::NotFound)?, *last.ok_or(Problem::NotFound)?);
    let Moments { from, to, form, status } = Moments::of(&cx, first, last, looked.view.known).await?;
    entries.retain(|entry| entry.position > from && entry.position <= to);
    let mut people: Vec<_> = entries.iter().map(|entry| entry.by.id).collect();
    people.sort_unstable();
    people.dedup();
    let all = cx.parameter("all").is_some();
    let (lines, changed) = lines(trails, (from, to), all, |position| looked.event(position));
    let address = format!("{}/compare?from=%23{from}&to=%23{to}", looked.path());
    let page = PersonComparePage {
        frame: looked.frame(&cx, "compare")?,
        form,
        all,
        lines,
        changed,
        events: tell_all(&entries, &looked.names, cx.today),
        people: people.len(),
        toggle: if all { address } else { format!("{address}&all=1") },
    };
    cx.page_as(status, &page)
}

impl Page for PersonComparePage {
    const TEMPLATE: &'static str = "ledger/person_compare.html";

    fn sample() -> Vec<Self> {
        let page = |lines: Vec<Line>, all, form: FormView| Self {
            frame: Frame::sample("compare"),
            form,
            all,
            changed: lines.len(),
            lines,
            events: Told::samples(),
            people: 2,
            toggle: "/recipients/1/compare?from=%231&to=%239".to_owned(),
        };
        let mut errors = FieldErrors::default();
        errors.add("to", "まだ来ていない日時です。");
        vec![
            page(Line::samples(), true, FormView::default()),
            page(Vec::new(), false, FormView::filled([("to", "R9")]).with_errors(&errors)),
        ]
    }
}
