//! 保留する: until which day, and what is waited for. The case leaves 「次にすること」 and is there again on that day.

use acts::ActError;
use axum::response::Response;
use casework::Refusal;
use casework::application::Action;
use casework::rules::office_days;
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

/// Office days that are offered.
const OFFERED: i64 = 5;

/// The page.
#[derive(Serialize)]
pub(crate) struct HoldPage {
    #[serde(flatten)]
    act: ActForm,
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let act = ActForm::of(cx, (&case, &names), Action::Hold, form.understood(&["until"]), trouble)?;
    cx.page_as(act.status(), &HoldPage { act })
}

/// `GET /cases/{id}/hold`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let day = office_days::after(&*cx.masters().await?, cx.today, OFFERED);
    render(&cx, id, FormView::filled([("until", wareki::short(day))]), None).await
}

fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<(Date, FreeText)> {
    let until = errors.take("until", wareki::parse(posted.text("until"), EraPolicy::Assume(Era::Reiwa)));
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    Some((until?, why?))
}

/// `POST /cases/{id}/hold`.
pub(crate) async fn hold(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some((until, why)) = read(&posted, &mut errors) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await;
    };
    match cx.acts().hold(&cx.request(&posted)?, id, until, why).await {
        Ok(done) => cx.told(&frame::path(id), "held", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal @ Refusal::HoldDate)) => {
            errors.add("until", refusal.to_string());
            render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), Some(trouble)).await
        }
    }
}

impl Page for HoldPage {
    const TEMPLATE: &'static str = "cases/hold.html";

    fn sample() -> Vec<Self> {
        let form = FormView::filled([("until", "R8.12.8")]).understood(&["until"]);
        ActForm::samples(&form, "すでに保留しています。").into_iter().map(|act| Self { act }).collect()
    }
}
