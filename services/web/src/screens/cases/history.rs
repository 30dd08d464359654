//! 履歴: every event of the case and of what came of it, who and when and why.

use axum::response::Response;
use events::ids::ApplicationId;
use projections::case_history;
use serde::Serialize;

use super::frame::{self, Frame};
use super::told::{Told, tell_all};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct HistoryPage {
    frame: Frame,
    events: Vec<Told>,
    lagging: bool,
}

/// `GET /cases/{id}/history`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(&cx, &case).await?;
    let mut entries = case_history::of_case(cx.pool(), id, None).await?;
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    frame::viewed(&cx, &case).await?;
    cx.page(&HistoryPage {
        frame: Frame::of(&case, &names, cx.today, "history"),
        lagging: entries.last().is_none_or(|entry| entry.position < case.position),
        events: tell_all(&entries, &names, cx.today),
    })
}

impl Page for HistoryPage {
    const TEMPLATE: &'static str = "cases/history.html";

    fn sample() -> Vec<Self> {
        let page = |events, lagging| Self { frame: Frame::sample("history"), events, lagging };
        vec![page(Told::samples(), false), page(Vec::new(), true)]
    }
}
