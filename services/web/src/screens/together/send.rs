//! `POST /together/…`: each chosen case takes the step for itself; the page tells what became of each.

use acts::{Chosen, Step};
use axum::response::Response;
use events::ids::ApplicationId;

use super::Kind;
use super::list::{LINES, render};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;
use crate::screens::decisions::batch::cases;
use crate::screens::decisions::outcome::{Outcome, OutcomePage};
use crate::screens::notices::Reader;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["worklist", "case_history"];

/// The chosen cases, each once, with the version that was shown.
fn chosen(posted: &Posted, errors: &mut FieldErrors) -> Vec<Chosen> {
    let mut ids: Vec<ApplicationId> = posted.all("case").into_iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        errors.add("case", "申請を1件以上選んでください。");
    }
    if ids.len() > usize::from(LINES) {
        errors.add("case", format!("一度に進められるのは{LINES}件までです。選び直してください。何も記録していません。"));
    }
    let seen = |id: ApplicationId| posted.text(&format!("seen.{id}")).parse().unwrap_or(0);
    ids.into_iter().map(|id| Chosen { application: id, seen_version: seen(id), digest: String::new() }).collect()
}

async fn send(cx: &Cx, kind: Kind, posted: &Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(posted);
    let step = match kind {
        Kind::Forward => Some(Step::Forward),
        Kind::Examine => Some(Step::Examine),
        Kind::Board => reader.why("why").map(Step::PutBeforeBoard),
    };
    let mut errors = reader.errors;
    let chosen = chosen(posted, &mut errors);
    let Some(step) = step.filter(|_| errors.is_empty()) else { return render(cx, kind, Some(posted), &errors).await };
    let ids: Vec<ApplicationId> = chosen.iter().map(|one| one.application).collect();
    let before = cases(cx, &ids).await?;
    let outcomes = Box::pin(cx.acts().step_each(&cx.request(posted)?, &step, &chosen)).await;
    let newest = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok()).map(|done| done.position).max();
    if let Some(position) = newest {
        cx.settle(position, SHOWN_BY).await?;
    }
    let rows = before
        .iter()
        .zip(&outcomes)
        .map(|(case, (_, outcome))| Outcome::of(case, outcome.as_ref().map(|_| (kind.done(), String::new())), kind.undone()));
    let head = (kind.title(), kind.path().to_owned(), "続けて選ぶ");
    cx.page(&OutcomePage::new(head, rows.collect(), |done| format!("{done}件{}", kind.done_with()), kind.undone()))
}

/// `POST /together/forward`.
pub(crate) async fn forward(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    send(&cx, Kind::Forward, &posted).await
}

/// `POST /together/examine`.
pub(crate) async fn examine(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    send(&cx, Kind::Examine, &posted).await
}

/// `POST /together/board`.
pub(crate) async fn board(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    send(&cx, Kind::Board, &posted).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_chosen_once_and_a_list_has_an_end() {
        let posted = |ids: Vec<String>| Posted::new(ids.into_iter().map(|id| ("case".to_owned(), id)).collect());
        let read = |ids| {
            let mut errors = FieldErrors::default();
            (chosen(&posted(ids), &mut errors).len(), errors.is_empty())
        };
        let id = |n: u16| format!("01990000-0000-7000-8000-{n:012}");
        assert_eq!(read(vec![id(1), id(1), "x".to_owned()]), (1, true));
        assert!(!read(Vec::new()).1);
        assert!(!read((0..=LINES).map(id).collect()).1);
    }
}
