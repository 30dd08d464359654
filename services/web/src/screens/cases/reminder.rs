//! 補正を催促する: the due date passed; another one goes out with a letter that repeats what is to be corrected.

use acts::ActError;
use axum::response::Response;
use casework::Refusal;
use casework::application::Action;
use events::ids::ApplicationId;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use serde::Serialize;

use super::act_form::ActForm;
use super::correction::offered_due;
use super::frame;
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
    #[serde(flatten)]
    act: ActForm,
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let act = ActForm::of(cx, (&case, &names), Action::Remind, form.understood(&["due_on"]), trouble)?;
    cx.page_as(act.status(), &ReminderPage { act })
}

/// `GET /cases/{id}/remind`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let day = offered_due(&*cx.masters().await?, cx.today);
    render(&cx, id, FormView::filled([("due_on", wareki::short(day))]), None).await
}

/// `POST /cases/{id}/remind`.
pub(crate) async fn remind(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let day = errors.take("due_on", wareki::parse(posted.text("due_on"), EraPolicy::Assume(Era::Reiwa)));
    let Some(due_on) = day else { return render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await };
    match cx.acts().remind(&cx.request(&posted)?, id, due_on).await {
        Ok(done) => cx.told(&frame::path(id), "reminded", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal @ Refusal::DueDateNotAhead)) => {
            errors.add("due_on", refusal.to_string());
            render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), Some(trouble)).await
        }
    }
}

impl Page for ReminderPage {
    const TEMPLATE: &'static str = "cases/remind.html";

    fn sample() -> Vec<Self> {
        let form = FormView::filled([("due_on", "R8.12.8")]).understood(&["due_on"]);
        ActForm::samples(&form, "補正期限までは補正を待ちます。").into_iter().map(|act| Self { act }).collect()
    }
}
