//! The home page of a role: its queues with their oldest case, and the cases that are due first.

use axum::response::Response;
use casework::rules::{Masters, office_days};
use identity::Permission;
use jiff::tz::TimeZone;
use projections::worklist::{self, Queue, QueueCount, QueueFilter, WorklistPage};
use serde::Serialize;

use super::beside;
use super::row::{self, Row};
use crate::as_of::{Bar, Step, Steps, View};
use crate::clock::{JAPAN, day_in_japan};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Lines of 「次にすること」.
const NEXT: u16 = 20;

#[derive(Serialize)]
pub(crate) struct HomePage {
    /// From where the queues are looked at; none for those who see no cases.
    bar: Option<Bar>,
    greeting: String,
    queues: Vec<Card>,
    rows: Vec<Row>,
    more: bool,
    can_enter: bool,
    works_cases: bool,
    /// The month whose review is overdue, for those who review.
    overdue_review: Option<String>,
}

/// A queue and how many wait in it.
#[derive(Serialize)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) label: &'static str,
    pub(super) cases: i64,
    pub(super) note: String,
    pub(super) late: bool,
    pub(super) late_share: i64,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "home/home.html";

    fn sample() -> Vec<Self> {
        let card = |late: bool| Card {
            href: "/queues/correction".into(),
            label: "補正待ち",
            cases: 4,
            note: if late { "期限超過 1".into() } else { "最も古い 3営業日".into() },
            late,
            late_share: if late { 25 } else { 0 },
        };
        vec![
            Self {
                bar: Some(Bar::samples()[0].clone()),
                greeting: greeting(9, 3),
                queues: vec![card(true), card(false)],
                rows: Row::samples(),
                more: true,
                can_enter: true,
                works_cases: true,
                overdue_review: Some("令和8年10月".to_owned()),
            },
            Self {
                bar: Some(Bar::samples()[1].clone()),
                greeting: greeting(13, 0),
                queues: vec![card(false)],
                rows: vec![],
                more: false,
                can_enter: false,
                works_cases: true,
                overdue_review: Some("令和8年10月".to_owned()),
            },
            Self {
                bar: None,
                greeting: greeting(20, 0),
                queues: vec![],
                rows: vec![],
                more: false,
                can_enter: false,
                works_cases: false,
                overdue_review: None,
            },
        ]
    }
}

pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let staff = cx.staff()?;
    let works_cases = cx.may(Permission::ViewCases);
    let hour = cx.now.to_zoned(TimeZone::fixed(JAPAN)).hour();
    if !works_cases {
        cx.viewed(&[]).await?;
        let greeting = greeting(hour, 0);
        return cx.page(&HomePage {
            bar: None,
            greeting,
            queues: vec![],
            rows: vec![],
            more: false,
            can_enter: false,
            works_cases,
            overdue_review: None,
        });
    }
    let own = Queue::of_role(staff.role);
    let deciding = (own == [Queue::ToDecide]).then_some(staff.actor.id);
    let filter = QueueFilter {
        queues: own.to_vec(),
        office: cx.office_scope(),
        without_author: deciding,
        awake_on: Some(cx.today),
        // A correction that was not made in time is back with the division.
        lapsed_before: own.contains(&Queue::Checking).then_some(cx.today),
        ..QueueFilter::default()
    };
    let view = View::of(&cx).await?;
    let (masters, counts) = tokio::try_join!(cx.masters(), counts(&cx, &view))?;
    // What is to be done next is a question of now.
    let page = if view.is_past() {
        WorklistPage { rows: vec![], next: None }
    } else {
        worklist::page(cx.pool(), &filter, None, NEXT).await?
    };
    let more = page.next.is_some();
    let rows = row::shown(&cx, page.rows, &masters, &View::present(cx.today)).await?;
    let mine: i64 = counts.iter().filter(|count| own.contains(&count.queue)).map(|count| count.cases).sum();
    let shown = if own.is_empty() { Queue::ALL.as_slice() } else { own };
    let mut queues: Vec<Card> =
        shown.iter().map(|queue| card(*queue, counts.iter().find(|count| count.queue == *queue), &masters, &view)).collect();
    if !view.is_past() {
        queues.extend(beside::cards(&cx, &masters).await?);
    }
    let around = worklist::around(cx.pool(), view.known).await?;
    let step = |position| Step { position, what: "申請の動き".to_owned() };
    let steps = Steps { before: around.before.map(step), after: around.after.map(step) };
    let page = HomePage {
        bar: Some(view.bar("/", Vec::new(), steps, None)),
        greeting: if view.is_past() { "この時点の待ち行列".to_owned() } else { greeting(hour, mine) },
        queues,
        rows,
        more,
        can_enter: cx.may(Permission::EnterApplications),
        works_cases,
        overdue_review: if cx.may(Permission::ReviewAccess) { crate::screens::audit::overdue(&cx).await? } else { None },
    };
    cx.page_as(view.status(), &page)
}

/// How much waits where, now or as it was.
async fn counts(cx: &Cx, view: &View) -> Result<Vec<QueueCount>, Problem> {
    Ok(match view.known {
        Some(known) => worklist::counts_at(cx.pool(), known, cx.office_scope(), view.day).await?,
        None => worklist::counts(cx.pool(), cx.office_scope(), view.day).await?,
    })
}

fn greeting(hour: i8, cases: i64) -> String {
    let hello = match hour {
        4..=10 => "おはようございます。",
        11..=16 => "こんにちは。",
        _ => "おつかれさまです。",
    };
    if cases > 0 { format!("{hello}あなたの手を待つ申請は{cases}件です。") } else { hello.to_owned() }
}

fn card(queue: Queue, count: Option<&QueueCount>, masters: &Masters, view: &View) -> Card {
    let (cases, overdue) = count.map_or((0, 0), |count| (count.cases, count.overdue));
    let note = match count {
        None => "ありません".to_owned(),
        Some(count) if count.overdue > 0 => format!("期限超過 {}", count.overdue),
        Some(count) => match office_days::between(masters, day_in_japan(count.oldest_since), view.day) {
            0 if view.is_past() => "最も古い その日".to_owned(),
            0 => "最も古い きょう".to_owned(),
            days => format!("最も古い {days}営業日"),
        },
    };
    let late_share = if cases > 0 { overdue * 100 / cases } else { 0 };
    Card {
        href: format!("/queues/{}{}", queue.code(), view.query()),
        label: queue.label(),
        cases,
        note,
        late: overdue > 0,
        late_share,
    }
}
