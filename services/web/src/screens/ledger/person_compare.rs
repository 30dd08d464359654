//! 比較: a recipient as they were known at two moments, side by side, with the events between.

use axum::response::Response;
use events::ids::RecipientId;
use serde::Serialize;

use super::looked::{Frame, Looked};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::compare::{Comparison, Moments};

/// The page.
#[derive(Serialize)]
pub(crate) struct PersonComparePage {
    frame: Frame,
    #[serde(flatten)]
    comparison: Comparison,
}

/// `GET /recipients/{id}/compare?from=…&to=…`.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let (trails, mut entries) = looked.trails(&cx, None).await?;
    let (first, last) = (looked.changes.first(), looked.changes.last());
    let (first, last) = (*first.ok_or(Problem::NotFound)?, *last.ok_or(Problem::NotFound)?);
    let moments = Moments::of(&cx, first, last, looked.view.known).await?;
    entries.retain(|entry| moments.hold(entry.position));
    let (status, path) = (moments.status, looked.path());
    let href = |position| looked.event(position);
    let comparison = Comparison::of(&cx, (trails, &entries), &looked.names, moments, (&path, href));
    cx.page_as(status, &PersonComparePage { frame: looked.frame(&cx, "compare")?, comparison })
}

impl Page for PersonComparePage {
    const TEMPLATE: &'static str = "ledger/person_compare.html";

    fn sample() -> Vec<Self> {
        let page = |comparison| Self { frame: Frame::sample("compare"), comparison };
        Comparison::samples().into_iter().map(page).collect()
    }
}
