//! `GET /tasks/{id}` and its close: what was found, whose desk it is, and the form that closes it with a reason.

use acts::{ActError, TaskInput};
use axum::http::StatusCode;
use axum::response::Response;
use events::nightly::{Outcome, TaskKind};
use events::vocabulary::FreeText;
use identity::Permission;
use jiff::civil::Date;
use projections::tasks::{self, State, TaskRow};
use serde::Serialize;
use uuid::Uuid;

use super::list::office;
use super::people::{self, Child};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

const SHOWN_BY: &[&str] = &["tasks"];

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TaskPage {
    id: String,
    child: Child,
    kind: &'static str,
    next_act: &'static str,
    day: Date,
    night: Date,
    office: String,
    state: &'static str,
    open: bool,
    /// Where the person, the case or the file is; none where this person may not open it.
    about: Option<String>,
    about_label: &'static str,
    /// The letter that went out, for those who may open it.
    letter: Option<String>,
    closed_on: Option<Date>,
    why: Option<String>,
    may_close: bool,
    outcomes: Vec<Choice>,
    form: FormView,
}

fn outcomes() -> Vec<Choice> {
    Outcome::ALL.iter().map(|outcome| Choice { value: outcome.code(), label: outcome.label() }).collect()
}

/// The task, where the person's office may see it.
async fn seen(cx: &Cx, id: Uuid) -> Result<TaskRow, Problem> {
    let row = tasks::task(cx.pool(), id).await?.ok_or(Problem::NotFound)?;
    if cx.office_scope().is_some_and(|mine| mine != row.finding.office) {
        return Err(Problem::NotFound);
    }
    let mut rows = [row];
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let [row] = rows;
    Ok(row)
}

async fn render(cx: &Cx, row: TaskRow, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let finding = row.finding;
    let subject = people::subject(&finding);
    let opens = !people::about_file(&finding) || cx.may(Permission::ViewPayments);
    let (about, about_label) = match () {
        () if finding.kind == TaskKind::ClaimFaults => (format!("/claims/{subject}?rows=faulty"), "過誤の一覧を開く"),
        () if finding.kind == TaskKind::FileErrors => (format!("/recipient-files/{subject}?lines=rejected"), "エラーの行を開く"),
        () if people::about_case(&finding) => (format!("/cases/{subject}"), "申請を開く"),
        () if people::about_designation(&finding) => (format!("/designations/{subject}"), "指定を開く"),
        () => (format!("/recipients/{subject}"), "受給者を開く"),
    };
    let child = people::children(cx, &[finding]).await?.remove(&subject).unwrap_or_else(Child::unknown);
    let open = row.state == State::Open;
    let letter = cx.acts().birthday_letter(row.night, row.task).await?.filter(|_| cx.may(Permission::OpenDocuments));
    cx.page_as(
        status,
        &TaskPage {
            id: row.task.to_string(),
            child,
            kind: finding.kind.label(),
            next_act: finding.kind.next_act(),
            day: finding.day,
            night: row.night,
            office: office(&masters, finding.office, cx.today),
            state: row.state.label(),
            open,
            about: opens.then_some(about),
            about_label,
            letter: letter.map(|letter| format!("/letters/{letter}")),
            closed_on: row.closed.map(|(day, _)| day),
            why: row.why.map(|why| why.open().map_or_else(|| "消去済み".to_owned(), ToString::to_string)),
            may_close: open && cx.may(Permission::CloseTasks),
            outcomes: outcomes(),
            form,
        },
    )
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let row = seen(&cx, id).await?;
    render(&cx, row, FormView::default(), StatusCode::OK).await
}

/// `POST /tasks/{id}/close`.
pub(crate) async fn close(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let row = seen(&cx, id).await?;
    let mut errors = FieldErrors::default();
    let outcome = errors.take("outcome", posted.text("outcome").parse::<Outcome>());
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    let input = outcome.zip(why).map(|(outcome, why)| TaskInput { night: row.night, outcome, why });
    let refused = match input {
        None => None,
        Some(input) => match cx.acts().close_task(&request, id, input).await {
            Ok(done) => return cx.told("/tasks", "task_closed", done.position, SHOWN_BY).await,
            Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => Some(error),
            Err(other) => return Err(other.into()),
        },
    };
    if let Some(error) = refused {
        errors.general(error.to_string());
    }
    render(&cx, row, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for TaskPage {
    const TEMPLATE: &'static str = "tasks/show.html";

    fn sample() -> Vec<Self> {
        let page = |open: bool, form: FormView| Self {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            child: Child::sample(open),
            kind: TaskKind::Turned18.label(),
            next_act: TaskKind::Turned18.next_act(),
            day: jiff::civil::date(2026, 11, 20),
            night: jiff::civil::date(2026, 11, 21),
            office: "佐賀中部".to_owned(),
            state: if open { "未処理" } else { "済んだ" },
            open,
            about: open.then(|| "/recipients/01990000-0000-7000-8000-000000000002".to_owned()),
            about_label: "受給者を開く",
            letter: open.then(|| "/letters/1".to_owned()),
            closed_on: (!open).then_some(jiff::civil::date(2026, 11, 22)),
            why: (!open).then(|| "本人に文書を送った。".to_owned()),
            may_close: open,
            outcomes: outcomes(),
            form,
        };
        let mut errors = FieldErrors::default();
        errors.add("why", "入力してください。");
        vec![
            page(true, FormView::default()),
            page(true, FormView::default().with_errors(&errors)),
            page(false, FormView::default()),
        ]
    }
}
