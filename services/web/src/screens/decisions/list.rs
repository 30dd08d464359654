//! `GET /decisions`: what waits for the approver, due first, with what each decision would grant.

use axum::response::Response;
use projections::due_list::After;
use projections::worklist::{self, Queue, QueueFilter};
use serde::Serialize;

use super::row::Row;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::frame;
use crate::screens::cases::names::Names;

/// Lines of a page; as many can be decided at once.
const LINES: u16 = 30;

/// The page.
#[derive(Serialize)]
pub(crate) struct DecisionsPage {
    rows: Vec<Row>,
    next_href: Option<String>,
    first_href: Option<String>,
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let after = cx.parameter("after").map(str::parse::<After>).transpose().map_err(|_| Problem::NotFound)?;
    let filter = QueueFilter { queues: vec![Queue::ToDecide], awake_on: Some(cx.today), ..QueueFilter::default() };
    let page = worklist::page(cx.pool(), &filter, after, LINES).await?;
    let subjects: Vec<_> = page.rows.iter().map(|row| row.application.0).collect();
    cx.viewed(&subjects).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let actor = &cx.staff()?.actor;
    let mut rows = Vec::with_capacity(page.rows.len());
    for waiting in &page.rows {
        let case = cx.acts().case(waiting.application, None).await?;
        let shield = cx.shield(&frame::subjects(&case)).await?;
        rows.push(Row::of(&case, &names, actor).shielded(&shield, &case));
    }
    let next_href = page.next.map(|next| format!("/decisions?after={next}"));
    cx.page(&DecisionsPage { rows, next_href, first_href: after.map(|_| "/decisions".to_owned()) })
}

impl Page for DecisionsPage {
    const TEMPLATE: &'static str = "decisions/list.html";

    fn sample() -> Vec<Self> {
        let page = |rows, next: Option<&str>| Self { rows, next_href: next.map(str::to_owned), first_href: None };
        vec![page(Row::samples(), Some("/decisions?after=x")), page(Vec::new(), None)]
    }
}
