//! The list behind a queue, due first.

use axum::extract::Path;
use axum::response::Response;
use projections::worklist::{self, After, Flag, Queue, QueueFilter};
use serde::Serialize;

use super::row::{self, Row};
use crate::as_of::{Bar, Step, Steps, View};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

const LINES: u16 = 50;

/// A flag by which the list is narrowed.
#[derive(Serialize)]
struct Choice {
    href: String,
    label: &'static str,
    chosen: bool,
}

#[derive(Serialize)]
pub(crate) struct QueuePage {
    bar: Bar,
    past: bool,
    title: &'static str,
    next_act: &'static str,
    whose: &'static str,
    flags: Vec<Choice>,
    rows: Vec<Row>,
    next_href: Option<String>,
    first_href: Option<String>,
}

impl Page for QueuePage {
    const TEMPLATE: &'static str = "home/queue.html";

    fn sample() -> Vec<Self> {
        let page = |rows: Vec<Row>, href: Option<&str>| Self {
            bar: Bar::samples()[usize::from(href.is_some())].clone(),
            past: href.is_some(),
            title: Queue::Correction.label(),
            next_act: Queue::Correction.next_act_label(),
            whose: Queue::Correction.role().label(),
            flags: vec![
                Choice { href: "/queues/correction".to_owned(), label: "すべて", chosen: true },
                Choice { href: "/queues/correction?flag=deferred".to_owned(), label: Flag::Deferred.label(), chosen: false },
            ],
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
    let view = View::of(&cx).await?;
    let flag = cx.parameter("flag").map(str::parse::<Flag>).transpose().map_err(|_| Problem::NotFound)?;
    let page = if let Some(known) = view.known {
        worklist::page_at(cx.pool(), known, queue, cx.office_scope(), after, LINES).await?
    } else {
        let filter = QueueFilter { queues: vec![queue], office: cx.office_scope(), flag, ..QueueFilter::default() };
        worklist::page(cx.pool(), &filter, after, LINES).await?
    };
    let masters = cx.acts().masters_as_of(view.known).await?;
    let around = worklist::around(cx.pool(), view.known).await?;
    let step = |position| Step { position, what: "申請の動き".to_owned() };
    let steps = Steps { before: around.before.map(step), after: around.after.map(step) };
    let here = format!("/queues/{}", queue.code());
    let and = view.query().replacen('?', "&", 1);
    let narrowed = flag.map_or(String::new(), |flag| format!("&flag={}", flag.code()));
    let next_href = page.next.map(|next| format!("{here}?after={next}{and}{narrowed}"));
    let choice = |flag: Option<Flag>, chosen: Option<Flag>| Choice {
        href: flag.map_or_else(|| here.clone(), |flag| format!("{here}?flag={}", flag.code())),
        label: flag.map_or("すべて", Flag::label),
        chosen: flag == chosen,
    };
    let flags = std::iter::once(None).chain(Flag::ALL.iter().copied().map(Some)).map(|one| choice(one, flag)).collect();
    let rows = row::shown(&cx, page.rows, &masters, &view).await?;
    let page = QueuePage {
        bar: view.bar(&here, Vec::new(), steps, None),
        past: view.is_past(),
        title: queue.label(),
        next_act: queue.next_act_label(),
        whose: queue.role().label(),
        flags,
        rows,
        next_href,
        first_href: after.map(|_| format!("{here}{}", view.query())),
    };
    cx.page_as(view.status(), &page)
}
