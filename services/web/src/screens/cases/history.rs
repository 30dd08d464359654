//! 履歴: every event of the case and of what came of it, who and when and why.

use axum::response::Response;
use events::ids::ApplicationId;
use serde::Serialize;

use super::frame::{self, Frame, Looked};
use super::told::{Told, tell_all};
use crate::as_of::Bar;
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct HistoryPage {
    bar: Bar,
    frame: Frame,
    events: Vec<Told>,
    lagging: bool,
}

/// `GET /cases/{id}/history`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let Looked { case, names, entries, view, .. } = &looked;
    frame::viewed(&cx, case).await?;
    let page = HistoryPage {
        bar: looked.bar("/history"),
        frame: Frame::at(case, names, view, "history"),
        lagging: looked.lagging(),
        events: tell_all(entries, names, cx.today),
    };
    cx.page_as(view.status(), &page)
}

impl Page for HistoryPage {
    const TEMPLATE: &'static str = "cases/history.html";

    fn sample() -> Vec<Self> {
        let page = |events, lagging| Self { bar: Bar::sample(), frame: Frame::sample("history"), events, lagging };
        vec![page(Told::samples(), false), page(Vec::new(), true)]
    }
}
