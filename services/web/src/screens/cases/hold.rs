//! 保留する: until which day, and what is waited for. The case leaves 「次にすること」 and is there again on that day.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::application::{Action, permit};
use casework::rules::office_days;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use jiff::civil::Date;
use serde::Serialize;

use super::frame::{self, Frame};
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
    frame: Frame,
    trouble: Option<Trouble>,
    closed: String,
    form: FormView,
}

fn echoed(form: FormView, text: &str) -> FormView {
    match wareki::parse(text, EraPolicy::Assume(Era::Reiwa)) {
        Ok(day) => form.echo("until", wareki::echo(day)),
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
        echoed(FormView::of(posted), posted.text("until"))
    } else {
        let day = office_days::after(&*cx.masters().await?, cx.today, OFFERED);
        FormView::filled([("until", wareki::short(day))]).echo("until", wareki::echo(day))
    };
    let closed = permit(Action::Hold, &case.application, &cx.staff()?.actor).err();
    let page = HoldPage {
        frame: Frame::of(&case, &names, cx.today, ""),
        trouble,
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        form: form.with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// `GET /cases/{id}/hold`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, None, &FieldErrors::default(), None).await
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
        return render(&cx, id, Some(&posted), &errors, None).await;
    };
    match cx.acts().hold(&cx.request(&posted)?, id, until, why).await {
        Ok(done) => cx.told(&frame::path(id), "held", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal @ Refusal::HoldDate)) => {
            errors.add("until", refusal.to_string());
            render(&cx, id, Some(&posted), &errors, None).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, Some(&posted), &errors, Some(trouble)).await
        }
    }
}

impl Page for HoldPage {
    const TEMPLATE: &'static str = "cases/hold.html";

    fn sample() -> Vec<Self> {
        let page = |closed: &str, trouble| Self {
            frame: Frame::sample(""),
            trouble,
            closed: closed.to_owned(),
            form: FormView::filled([("until", "R8.12.8")]).echo("until", "令和8年12月8日"),
        };
        let mut pages = vec![page("", None), page("すでに保留しています。", None)];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page("", Some(trouble))));
        pages
    }
}
