//! `GET /erasures/{id}`: one person by number, what would go and what stays, what was told so far, and the act that is due.

use axum::http::StatusCode;
use axum::response::Response;
use casework::erasure::{ErasureRefusal, Term};
use events::ids::SubjectId;
use identity::Permission;
use projections::retention::{self, Person, Stage};
use serde::Serialize;

use super::list::Row;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::{names::Names, told};

/// The page.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the page that is there or not")]
pub(crate) struct ErasurePage {
    id: String,
    row: Row,
    applications: usize,
    version: i32,
    /// `propose`, `carry_out` or empty.
    due: &'static str,
    /// Why the due act is closed to this person; empty where it is open.
    closed: String,
    may_withdraw: bool,
    may_hold: bool,
    held: bool,
    erased: bool,
    certificate: bool,
    history: Vec<told::Told>,
    form: FormView,
}

/// The person, once the read model knows everything that is in the log.
pub(super) async fn person(cx: &Cx, id: SubjectId) -> Result<Person, Problem> {
    retention::of_person(cx.pool(), id).await?.ok_or(Problem::NotFound)
}

/// Shows the page with a form and a status.
pub(super) async fn render(cx: &Cx, id: SubjectId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let person = person(cx, id).await?;
    let masters = cx.masters().await?;
    let term = Term::on(&masters, cx.today);
    let version = cx.acts().erasure(id).await?.version;
    let entries = retention::history(cx.pool(), cx.ring(), id).await?;
    cx.viewed(&[id.0]).await?;
    let over = term.over_before(cx.today).zip(person.last_ended_on).is_some_and(|(first, ended)| ended < first);
    let own = person.proposed.is_some_and(|(by, _)| cx.staff().is_ok_and(|staff| staff.actor.id == by));
    let (due, permission) = match person.stage {
        Stage::Kept if over && !person.held => ("propose", Permission::ProposeErasures),
        Stage::Proposed if !person.held => ("carry_out", Permission::CarryOutErasures),
        _ => ("", Permission::ViewErasures),
    };
    let in_the_way = match due {
        "" => Vec::new(),
        _ => cx.acts().erasure_obstacles(id, due == "carry_out", cx.today).await?,
    };
    let closed = match due {
        _ if !in_the_way.is_empty() => in_the_way.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        "carry_out" if own => ErasureRefusal::OwnProposal.to_string(),
        "propose" if !cx.may(permission) => "起案は管理の担当者が行います。".to_owned(),
        "carry_out" if !cx.may(permission) => "実行は決裁の担当者が行います。".to_owned(),
        _ => String::new(),
    };
    let erased = person.stage == Stage::Erased;
    let names = Names::new(masters, cx.today);
    cx.page_as(
        status,
        &ErasurePage {
            id: id.to_string(),
            row: Row::of(&person, term.years),
            applications: person.subjects.iter().filter(|subject| **subject != id).count(),
            version,
            due,
            closed,
            may_withdraw: person.stage == Stage::Proposed && cx.may(Permission::WithdrawErasures),
            may_hold: !erased && cx.may(Permission::CarryOutErasures),
            held: person.held,
            erased,
            certificate: entries.iter().any(|entry| entry.event.event_type() == "erasure.carried_out"),
            history: told::tell_all(&entries, &names, cx.today),
            form,
        },
    )
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<SubjectId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

impl Page for ErasurePage {
    const TEMPLATE: &'static str = "erasures/show.html";

    fn sample() -> Vec<Self> {
        let page = |due, closed: &str, held, erased: bool| Self {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            row: super::list::sample_row(),
            applications: 1,
            version: 1,
            due,
            closed: closed.to_owned(),
            may_withdraw: due == "carry_out",
            may_hold: !erased,
            held,
            erased,
            certificate: erased,
            history: told::Told::samples(),
            form: FormView::default(),
        };
        let mut errors = FieldErrors::default();
        errors.add("sure", "確かめたことに印を付けてください。");
        let wrong = Self { form: FormView::default().with_errors(&errors), ..page("carry_out", "", false, false) };
        vec![
            page("propose", "", false, false),
            page("propose", "起案は管理の担当者が行います。", false, false),
            page("carry_out", "", false, false),
            page("", "", true, false),
            page("", "", false, true),
            wrong,
        ]
    }
}
