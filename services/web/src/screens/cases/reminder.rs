//! 補正を催促する: the due date passed; another one goes out with a letter that repeats what is to be corrected.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::application::{Action, permit};
use events::ids::ApplicationId;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use serde::Serialize;

use super::frame::{self, Frame};
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct ReminderPage {
    frame: Frame,
    trouble: Option<Trouble>,
    closed: String,
    form: FormView,
}

fn echoed(form: FormView, text: &str) -> FormView {
    match wareki::parse(text, EraPolicy::Assume(Era::Reiwa)) {
        Ok(day) => form.echo("due_on", wareki::echo(day)),
        Err(_) => form,
    }
}

async fn render(
    cx: &Cx,
    id: ApplicationId,
    posted: Option<&Posted>,
    errors: &FieldErrors,
    trouble: Option<Trouble>,
) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    frame::viewed(cx, &case).await?;
    let status = match &trouble {
        Some(trouble) => trouble.status,
        None if errors.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let form = if let Some(posted) = posted {
        echoed(FormView::of(posted), posted.text("due_on"))
    } else {
        let day = super::correction::offered_due(&*cx.masters().await?, cx.today);
        FormView::filled([("due_on", wareki::short(day))]).echo("due_on", wareki::echo(day))
    };
    let closed = permit(Action::Remind, &case.application, &cx.staff()?.actor).err();
    let page = ReminderPage {
        frame: Frame::of(&case, &names, cx.today, ""),
        trouble,
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        form: form.with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// `GET /cases/{id}/remind`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, None, &FieldErrors::default(), None).await
}

/// `POST /cases/{id}/remind`.
pub(crate) async fn remind(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let day = errors.take("due_on", wareki::parse(posted.text("due_on"), EraPolicy::Assume(Era::Reiwa)));
    let Some(due_on) = day else { return render(&cx, id, Some(&posted), &errors, None).await };
    match cx.acts().remind(&cx.request(&posted)?, id, due_on).await {
        Ok(done) => cx.told(&frame::path(id), "reminded", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal @ Refusal::DueDateNotAhead)) => {
            errors.add("due_on", refusal.to_string());
            render(&cx, id, Some(&posted), &errors, None).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, Some(&posted), &errors, Some(trouble)).await
        }
    }
}

impl Page for ReminderPage {
    const TEMPLATE: &'static str = "cases/remind.html";

    fn sample() -> Vec<Self> {
        let page = |closed: &str, trouble| Self {
            frame: Frame::sample(""),
            trouble,
            closed: closed.to_owned(),
            form: FormView::filled([("due_on", "R8.12.8")]).echo("due_on", "令和8年12月8日"),
        };
        let mut pages = vec![page("", None), page("補正期限までは補正を待ちます。", None)];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page("", Some(trouble))));
        pages
    }
}
