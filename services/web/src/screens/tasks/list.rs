//! `GET /tasks`: what waits, whose it is, by kind and by the day it hangs on.

use axum::response::Response;
use casework::rules::Masters;
use events::nightly::{Finding, TaskKind};
use events::vocabulary::OfficeCode;
use jiff::civil::Date;
use projections::tasks::{self, State, TaskFilter, TaskRow};
use serde::Serialize;
use uuid::Uuid;

use super::people::{self, Child};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Tasks on a page.
const ROWS: u16 = 50;

/// A way to narrow the list.
#[derive(Serialize)]
struct Choice {
    href: String,
    label: String,
    chosen: bool,
}

/// One task.
#[derive(Serialize)]
pub(super) struct Row {
    href: String,
    child: Child,
    kind: &'static str,
    next_act: &'static str,
    day: Date,
    late: bool,
    office: String,
    night: Date,
    state: &'static str,
    closed_on: Option<Date>,
}

/// Short name of an office, as the masters say.
pub(super) fn office(masters: &Masters, office: OfficeCode, today: Date) -> String {
    masters.offices.at(&office.to_string(), today).map_or_else(|| office.to_string(), |row| row.value.short_name.clone())
}

impl Row {
    fn of(row: &TaskRow, child: Child, masters: &Masters, today: Date) -> Self {
        Self {
            child,
            href: format!("/tasks/{}", row.task),
            kind: row.finding.kind.label(),
            next_act: row.finding.kind.next_act(),
            day: row.finding.day,
            late: row.finding.day < today,
            office: office(masters, row.finding.office, today),
            night: row.night,
            state: row.state.label(),
            closed_on: row.closed.map(|(day, _)| day),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TasksPage {
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    open: bool,
    rows: Vec<Row>,
    next: Option<String>,
    first: Option<String>,
}

fn after(cx: &Cx) -> Option<(Date, Uuid)> {
    let (day, task) = cx.parameter("after")?.split_once('_')?;
    Some((day.parse().ok()?, task.parse().ok()?))
}

fn address(state: Option<State>, kind: Option<TaskKind>) -> String {
    let parts = [state.map(|state| format!("state={}", state.code())), kind.map(|kind| format!("kind={}", kind.code()))];
    let query = parts.into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { "/tasks".to_owned() } else { format!("/tasks?{query}") }
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let state = cx.parameter("state").and_then(|code| code.parse::<State>().ok()).filter(|state| *state != State::Open);
    let kind = cx.parameter("kind").and_then(|code| code.parse::<TaskKind>().ok());
    let filter = TaskFilter { state, kind, office: cx.office_scope() };
    let after = after(&cx);
    let (masters, counts) = tokio::try_join!(cx.masters(), async { Ok(tasks::counts(cx.pool(), cx.office_scope()).await?) })?;
    let found = tasks::page(cx.pool(), filter, after, ROWS).await?;
    let here = address(state, kind);
    let join = if here.contains('?') { '&' } else { '?' };
    let next = found.last().filter(|_| found.len() == usize::from(ROWS));
    let next = next.map(|last| format!("{here}{join}after={}_{}", last.finding.day, last.task));
    let all = counts.iter().map(|count| count.tasks).sum::<i64>();
    let mut kinds = vec![Choice { href: address(state, None), label: format!("すべて {all}"), chosen: kind.is_none() }];
    kinds.extend(TaskKind::ALL.iter().map(|one| {
        let open = counts.iter().find(|count| count.kind == *one).map_or(0, |count| count.tasks);
        Choice { href: address(state, Some(*one)), label: format!("{} {open}", one.label()), chosen: kind == Some(*one) }
    }));
    let states = State::ALL.iter().map(|one| {
        let chosen = state.unwrap_or(State::Open) == *one;
        Choice { href: address(Some(*one).filter(|one| *one != State::Open), kind), label: one.label().to_owned(), chosen }
    });
    let findings: Vec<Finding> = found.iter().map(|row| row.finding).collect();
    let children = people::children(&cx, &findings).await?;
    let child = |row: &TaskRow| children.get(&people::subject(&row.finding)).cloned().unwrap_or_else(Child::unknown);
    cx.page(&TasksPage {
        kinds,
        states: states.collect(),
        open: state.is_none(),
        rows: found.iter().map(|row| Row::of(row, child(row), &masters, cx.today)).collect(),
        next,
        first: after.map(|_| here),
    })
}

impl Page for TasksPage {
    const TEMPLATE: &'static str = "tasks/list.html";

    fn sample() -> Vec<Self> {
        let row = |late| Row {
            href: "/tasks/1".to_owned(),
            child: Child::sample(late),
            kind: TaskKind::Turned18.label(),
            next_act: TaskKind::Turned18.next_act(),
            day: jiff::civil::date(2026, 11, 20),
            late,
            office: "佐賀中部".to_owned(),
            night: jiff::civil::date(2026, 11, 21),
            state: "未処理",
            closed_on: (!late).then_some(jiff::civil::date(2026, 11, 22)),
        };
        let choice = |chosen| Choice { href: "/tasks".to_owned(), label: "すべて 2".to_owned(), chosen };
        vec![
            Self {
                kinds: vec![choice(true), choice(false)],
                states: vec![choice(true), choice(false)],
                open: true,
                rows: vec![row(true), row(false)],
                next: Some("/tasks?after=x".to_owned()),
                first: Some("/tasks".to_owned()),
            },
            Self { kinds: vec![], states: vec![], open: false, rows: vec![row(false)], next: None, first: None },
            Self { kinds: vec![], states: vec![], open: true, rows: vec![], next: None, first: None },
        ]
    }
}
