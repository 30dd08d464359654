//! 取下げを受け付ける: the applicant's letter (取下書) ends the case before it is decided.

use acts::ActError;
use axum::response::Response;
use casework::Refusal;
use casework::application::Action;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use jiff::civil::Date;
use serde::Serialize;

use super::act_form::ActForm;
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
pub(crate) struct WithdrawalPage {
    #[serde(flatten)]
    act: ActForm,
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let act = ActForm::of(cx, (&case, &names), Action::Withdraw, form.understood(&["withdrawn_on"]), trouble)?;
    cx.page_as(act.status(), &WithdrawalPage { act })
}

/// `GET /cases/{id}/withdraw`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), None).await
}

fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<(Date, Option<FreeText>)> {
    let day = errors.take("withdrawn_on", wareki::parse(posted.text("withdrawn_on"), EraPolicy::Assume(Era::Reiwa)));
    let typed = posted.text("why").trim();
    let why = if typed.is_empty() { None } else { errors.take("why", FreeText::parse(typed)) };
    errors.is_empty().then_some((day?, why))
}

/// `POST /cases/{id}/withdraw`.
pub(crate) async fn accept(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some((day, why)) = read(&posted, &mut errors) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await;
    };
    match cx.acts().withdraw(&cx.request(&posted)?, id, day, why).await {
        Ok(done) => cx.told(&frame::path(id), "withdrawn", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal @ Refusal::WithdrawalDate)) => {
            errors.add("withdrawn_on", refusal.to_string());
            render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), Some(trouble)).await
        }
    }
}

impl Page for WithdrawalPage {
    const TEMPLATE: &'static str = "cases/withdraw.html";

    fn sample() -> Vec<Self> {
        let samples = ActForm::samples(&FormView::default(), "すでに決定しています。");
        samples.into_iter().map(|act| Self { act }).collect()
    }
}
