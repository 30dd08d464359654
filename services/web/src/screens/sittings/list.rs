//! `GET /sittings`: the calendar of the review board, how much waits for it, and the form for another sitting.

use acts::{ActError, SittingInput};
use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::ShortText;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use identity::Permission;
use jiff::civil::Date;
use projections::sittings::{self, SittingRow};
use projections::worklist::{self, Queue};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;

/// Sittings on the page.
const ROWS: u16 = 60;
/// Read models that show what was done.
pub(super) const SHOWN_BY: &[&str] = &["sittings", "worklist", "case_history"];

#[derive(Serialize)]
struct Row {
    href: String,
    held_on: Date,
    cut_off_on: Date,
    venue: String,
    state: &'static str,
    tone: &'static str,
    cases: i32,
    heard: i32,
    /// How far the minutes are, once it is over.
    minutes: &'static str,
    minutes_tone: &'static str,
}

impl Row {
    fn of(row: &SittingRow) -> Self {
        use sittings::{Minutes, State};
        let tone = match row.state {
            State::Scheduled | State::Cancelled => "",
            State::Agenda => "key",
            State::Hearing => "warn",
            State::Closed => "ok",
        };
        let minutes_tone = if row.minutes == Minutes::Final { "ok" } else { "warn" };
        Self {
            href: format!("/sittings/{}", row.sitting),
            held_on: row.held_on,
            cut_off_on: row.cut_off_on,
            venue: row.venue.clone(),
            state: row.state.label(),
            tone,
            cases: row.cases,
            heard: row.heard,
            minutes: if row.state == State::Closed { row.minutes.label() } else { "" },
            minutes_tone,
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct SittingsPage {
    rows: Vec<Row>,
    waiting: i64,
    may_run: bool,
    form: FormView,
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let rows = sittings::calendar(cx.pool(), ROWS).await?;
    let counts = worklist::counts(cx.pool(), None, cx.today).await?;
    let waiting = counts.iter().find(|count| count.queue == Queue::ToBoard).map_or(0, |count| count.cases);
    let may_run = cx.may(Permission::RunSittings);
    cx.page_as(status, &SittingsPage { rows: rows.iter().map(Row::of).collect(), waiting, may_run, form })
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, FormView::default(), StatusCode::OK).await
}

fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<SittingInput> {
    let mut day = |name: &str| errors.take(name, wareki::parse(posted.text(name), EraPolicy::Assume(Era::Reiwa)));
    let (held_on, cut_off_on) = (day("held_on"), day("cut_off_on"));
    let venue = errors.take("venue", ShortText::parse(posted.text("venue")));
    let lines = posted.text("members").lines().map(str::trim).filter(|line| !line.is_empty());
    let members = errors.take("members", lines.map(ShortText::parse).collect::<Result<Vec<_>, _>>());
    if members.as_ref().is_some_and(Vec::is_empty) {
        errors.add("members", "委員の氏名を、1行に1人ずつ入力してください。");
    }
    let (held_on, cut_off_on, venue, members) = (held_on?, cut_off_on?, venue?, members?);
    errors.is_empty().then_some(SittingInput { held_on, cut_off_on, venue, members })
}

fn echoed(posted: &Posted) -> FormView {
    FormView::of(posted).understood(&["held_on", "cut_off_on"])
}

/// `POST /sittings`.
pub(crate) async fn schedule(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(input) = read(&posted, &mut errors) else {
        return render(&cx, echoed(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().schedule_sitting(&cx.request(&posted)?, input).await {
        Ok((id, done)) => cx.told(&format!("/sittings/{id}"), "sitting_scheduled", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal)) => {
            let field = match refusal {
                casework::Refusal::Sitting(casework::sitting::SittingRefusal::Dates) => "held_on",
                casework::Refusal::Sitting(casework::sitting::SittingRefusal::Members) => "members",
                _ => "",
            };
            errors.add(field, refusal.to_string());
            render(&cx, echoed(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

impl Page for SittingsPage {
    const TEMPLATE: &'static str = "sittings/list.html";

    fn sample() -> Vec<Self> {
        let row = |state, tone| Row {
            href: "/sittings/1".to_owned(),
            held_on: jiff::civil::date(2026, 11, 26),
            cut_off_on: jiff::civil::date(2026, 11, 19),
            venue: "県庁　会議室".to_owned(),
            state,
            tone,
            cases: 12,
            heard: 3,
            minutes: if tone == "ok" { "確認中" } else { "" },
            minutes_tone: "warn",
        };
        let mut errors = FieldErrors::default();
        errors.add("held_on", "日付を入力してください。");
        vec![
            Self { rows: vec![row("予定", ""), row("終了", "ok")], waiting: 4, may_run: true, form: FormView::default() },
            Self { rows: Vec::new(), waiting: 0, may_run: true, form: FormView::default().with_errors(&errors) },
            Self { rows: Vec::new(), waiting: 0, may_run: false, form: FormView::default() },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_one_a_line_and_days_in_any_form() {
        let posted = |members: &str| {
            let pairs = [("held_on", "R8.11.26"), ("cut_off_on", "令和8年11月19日"), ("venue", "県庁"), ("members", members)];
            Posted::new(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
        };
        let mut errors = FieldErrors::default();
        let input = read(&posted("見本 一\n\n 例題 二 "), &mut errors).expect("complete");
        assert_eq!((input.members.len(), input.cut_off_on), (2, jiff::civil::date(2026, 11, 19)));
        assert!(read(&posted(" \n"), &mut errors).is_none());
        assert_eq!(errors.pairs()[0].0, "members");
    }
}
