//! The home page of a role: its queues with their oldest case, and the cases that are due first.

use axum::response::Response;
use casework::rules::{Masters, office_days};
use events::nightly::TaskKind;
use identity::Permission;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use projections::due_list;
use projections::worklist::{self, Queue, QueueCount, Tally};
use serde::Serialize;

use super::beside;
use super::filter::{Clerk, Desk, Due, Filter, week_end};
use super::row::{self, Row};
use super::saved::Saved;
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
    /// What of the own work is late or nearly so.
    dues: Vec<Near>,
    queues: Vec<Card>,
    /// Kept filters.
    saved: Vec<Card>,
    rows: Vec<Row>,
    more: bool,
    can_enter: bool,
    works_cases: bool,
    /// The month whose review is overdue, for those who review.
    overdue_review: Option<String>,
    /// What the nights found and nobody closed, by kind, for those who close it.
    tasks: Vec<Near>,
}

/// A queue and how many wait in it.
#[derive(Serialize)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) cases: i64,
    /// 「最も古い 3営業日」.
    pub(super) oldest: String,
    pub(super) overdue: i64,
    pub(super) late_share: i64,
}

/// What is due within a time, or whose it is.
#[derive(Clone, Serialize)]
struct Near {
    href: String,
    label: &'static str,
    cases: i64,
    late: bool,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "home/home.html";

    fn sample() -> Vec<Self> {
        let card = |overdue: i64| Card {
            href: "/queues/correction".into(),
            label: "補正待ち".into(),
            cases: 4,
            oldest: "最も古い 3営業日".into(),
            overdue,
            late_share: overdue * 25,
        };
        let near = Near { href: "/queues/mine?due=overdue".into(), label: Due::Overdue.label(), cases: 1, late: true };
        vec![
            Self {
                bar: Some(Bar::samples()[0].clone()),
                greeting: greeting(9, 3),
                dues: vec![near],
                queues: vec![card(1), card(0)],
                saved: vec![card(1)],
                rows: Row::samples(),
                more: true,
                can_enter: true,
                works_cases: true,
                overdue_review: Some("令和8年10月".to_owned()),
                tasks: vec![task(TaskKind::RenewalUnanswered, 3), task(TaskKind::Overdue, 1)],
            },
            Self {
                bar: Some(Bar::samples()[1].clone()),
                greeting: greeting(13, 0),
                dues: vec![],
                queues: vec![card(0)],
                saved: vec![],
                rows: vec![],
                more: false,
                can_enter: false,
                works_cases: true,
                overdue_review: Some("令和8年10月".to_owned()),
                tasks: vec![],
            },
            Self {
                bar: None,
                greeting: greeting(20, 0),
                dues: vec![],
                queues: vec![],
                saved: vec![],
                rows: vec![],
                more: false,
                can_enter: false,
                works_cases: false,
                overdue_review: None,
                tasks: vec![],
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
        let queues = beside::cards(&cx, cx.masters().await?.as_ref()).await?;
        return cx.page(&HomePage {
            bar: None,
            greeting,
            dues: vec![],
            queues,
            saved: vec![],
            rows: vec![],
            more: false,
            can_enter: false,
            works_cases,
            overdue_review: None,
            tasks: vec![],
        });
    }
    let own = Queue::of_role(staff.role);
    let filter = Filter::of(Desk::Mine).asked(&cx)?;
    let days = (cx.today, week_end(cx.today));
    let view = View::of(&cx).await?;
    let (masters, counts) = tokio::try_join!(cx.masters(), counts(&cx, &view))?;
    // What is to be done next and what is near are questions of now.
    let (page, tally, saved) = if view.is_past() {
        (due_list::Page { rows: vec![], next: None }, Tally::default(), vec![])
    } else {
        let (page, tally) =
            tokio::try_join!(worklist::page(cx.pool(), &filter, None, NEXT), worklist::tally(cx.pool(), &filter, days))?;
        (page, tally, kept(&cx, &masters, days).await?)
    };
    let more = page.next.is_some();
    let rows = row::shown(&cx, page.rows, &masters, &View::present(cx.today)).await?;
    let shown = if own.is_empty() { Queue::ALL.as_slice() } else { own };
    let mut queues: Vec<Card> =
        shown.iter().map(|queue| card(*queue, counts.iter().find(|count| count.queue == *queue), &masters, &view)).collect();
    if !view.is_past() {
        queues.extend(beside::cards(&cx, &masters).await?);
    }
    let waiting = if own.is_empty() { 0 } else { tally.cases };
    let desk = if own.is_empty() { Desk::All } else { Desk::Mine };
    let around = worklist::around(cx.pool(), view.known).await?;
    let step = |position| Step { position, what: "申請の動き".to_owned() };
    let steps = Steps { before: around.before.map(step), after: around.after.map(step) };
    let page = HomePage {
        bar: Some(view.bar("/", Vec::new(), steps, None)),
        greeting: if view.is_past() { "この時点の待ち行列".to_owned() } else { greeting(hour, waiting) },
        dues: if view.is_past() { vec![] } else { [dues(&tally, desk), clerks(&cx, days).await?].concat() },
        queues,
        saved,
        rows,
        more,
        can_enter: cx.may(Permission::EnterApplications),
        works_cases,
        overdue_review: if cx.may(Permission::ReviewAccess) { crate::screens::audit::overdue(&cx).await? } else { None },
        tasks: if view.is_past() || !cx.may(Permission::CloseTasks) { vec![] } else { tasks(&cx).await? },
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

impl Card {
    pub(super) fn of(href: String, label: String, tally: &Tally, masters: &Masters, (day, past): (Date, bool)) -> Self {
        let oldest = match tally.oldest_since {
            None => "ありません".to_owned(),
            Some(since) => match office_days::between(masters, day_in_japan(since), day) {
                0 if past => "最も古い その日".to_owned(),
                0 => "最も古い きょう".to_owned(),
                days => format!("最も古い {days}営業日"),
            },
        };
        let late_share = if tally.cases > 0 { tally.overdue * 100 / tally.cases } else { 0 };
        Self { href, label, cases: tally.cases, oldest, overdue: tally.overdue, late_share }
    }
}

fn card(queue: Queue, count: Option<&QueueCount>, masters: &Masters, view: &View) -> Card {
    let tally = count.map_or_else(Tally::default, |count| Tally {
        cases: count.cases,
        overdue: count.overdue,
        oldest_since: Some(count.oldest_since),
        ..Tally::default()
    });
    let href = format!("/queues/{}{}", queue.code(), view.query());
    Card::of(href, queue.label().to_owned(), &tally, masters, (view.day, view.is_past()))
}

/// The kept filters, each with its count.
async fn kept(cx: &Cx, masters: &Masters, days: (Date, Date)) -> Result<Vec<Card>, Problem> {
    let mut cards = Vec::new();
    for one in Saved::all(cx).await? {
        let tally = worklist::tally(cx.pool(), &one.filter.asked(cx)?, days).await?;
        cards.push(Card::of(one.filter.address(), one.name, &tally, masters, (cx.today, false)));
    }
    Ok(cards)
}

/// What the nights found, by kind.
async fn tasks(cx: &Cx) -> Result<Vec<Near>, Problem> {
    let counts = projections::tasks::counts(cx.pool(), cx.office_scope()).await?;
    let of = |kind: TaskKind| counts.iter().find(|count| count.kind == kind).map_or(0, |count| count.tasks);
    Ok(TaskKind::ALL.iter().map(|kind| task(*kind, of(*kind))).filter(|task| task.cases > 0).collect())
}

fn task(kind: TaskKind, cases: i64) -> Near {
    let late = matches!(kind, TaskKind::Expired | TaskKind::AgedOut | TaskKind::Overdue);
    Near { href: format!("/tasks?kind={}", kind.code()), label: kind.label(), cases, late }
}

/// What is one's own to do, and what of the desk is nobody's, for those who take cases.
async fn clerks(cx: &Cx, days: (Date, Date)) -> Result<Vec<Near>, Problem> {
    let mut all = Vec::new();
    if !cx.may(Permission::HandOverCases) {
        return Ok(all);
    }
    for clerk in Clerk::ALL {
        let filter = Filter { clerk: Some(clerk), ..Filter::of(Desk::Mine) };
        let cases = worklist::tally(cx.pool(), &filter.asked(cx)?, days).await?.cases;
        all.push(Near { href: filter.address(), label: clerk.label(), cases, late: false });
    }
    Ok(all)
}

/// What is late, due today and due this week.
fn dues(tally: &Tally, desk: Desk) -> Vec<Near> {
    let near = |due: Due, cases: i64| Near {
        href: Filter { due: Some(due), ..Filter::of(desk) }.address(),
        label: due.label(),
        cases,
        late: due == Due::Overdue && cases > 0,
    };
    vec![
        near(Due::Overdue, tally.overdue),
        near(Due::Today, tally.due_today),
        near(Due::Week, tally.due_today + tally.due_this_week),
    ]
}
