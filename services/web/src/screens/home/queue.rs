//! The list behind a queue, due first.

use axum::extract::Path;
use axum::response::Response;
use projections::worklist::{self, After, Queue, QueueFilter};
use serde::Serialize;

use super::row::{self, Row};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

const LINES: u16 = 50;

#[derive(Serialize)]
pub(crate) struct QueuePage {
    title: &'static str,
    next_act: &'static str,
    whose: &'static str,
    rows: Vec<Row>,
    next_href: Option<String>,
    first_href: Option<String>,
}

impl Page for QueuePage {
    const TEMPLATE: &'static str = "home/queue.html";

    fn sample() -> Vec<Self> {
        let page = |rows: Vec<Row>, href: Option<&str>| Self {
            title: Queue::Correction.label(),
            next_act: Queue::Correction.next_act_label(),
            whose: Queue::Correction.role().label(),
            rows,
            next_href: href.map(Into::into),
            first_href: href.map(Into::into),
        };
        vec![page(Row::samples(), Some("/queues/correction")), page(vec![], None)]
    }
}

pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Result<Response, Problem> {
    let queue: Queue = code.parse().map_err(|_| Problem::NotFound)?;
    let after = cx.parameter("after").map(str::parse::<After>).transpose().map_err(|_| Problem::NotFound)?;
    let filter = QueueFilter { queues: vec![queue], office: cx.office_scope(), checker: None, without_author: None };
    let page = worklist::page(cx.pool(), &filter, after, LINES).await?;
    let masters = cx.masters().await?;
    let here = format!("/queues/{}", queue.code());
    let next_href = page.next.map(|next| format!("{here}?after={next}"));
    let rows = row::shown(&cx, page.rows, &masters).await?;
    cx.page(&QueuePage {
        title: queue.label(),
        next_act: queue.next_act_label(),
        whose: queue.role().label(),
        rows,
        next_href,
        first_href: after.map(|_| here),
    })
}
