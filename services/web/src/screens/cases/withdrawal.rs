//! 取下げを受け付ける: the applicant's letter (取下書) ends the case before it is decided.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::application::{Action, permit};
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

/// The page.
#[derive(Serialize)]
pub(crate) struct WithdrawalPage {
    frame: Frame,
    trouble: Option<Trouble>,
    closed: String,
    form: FormView,
}

fn echoed(posted: &Posted) -> FormView {
    let form = FormView::of(posted);
    match wareki::parse(posted.text("withdrawn_on"), EraPolicy::Assume(Era::Reiwa)) {
        Ok(day) => form.echo("withdrawn_on", wareki::echo(day)),
        Err(_) => form,
    }
}

async fn render(
    cx: &Cx,
    id: ApplicationId,
    form: FormView,
    status: StatusCode,
    trouble: Option<Trouble>,
) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    frame::viewed(cx, &case).await?;
    let closed = permit(Action::Withdraw, &case.application, &cx.staff()?.actor).err();
    let page = WithdrawalPage {
        frame: Frame::of(&case, &names, cx.today, ""),
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        trouble,
        form,
    };
    cx.page_as(status, &page)
}

/// `GET /cases/{id}/withdraw`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK, None).await
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
        return render(&cx, id, echoed(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY, None).await;
    };
    match cx.acts().withdraw(&cx.request(&posted)?, id, day, why).await {
        Ok(done) => cx.told(&frame::path(id), "withdrawn", done.position, SHOWN_BY).await,
        Err(ActError::Refused(refusal @ Refusal::WithdrawalDate)) => {
            errors.add("withdrawn_on", refusal.to_string());
            render(&cx, id, echoed(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY, None).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, echoed(&posted), trouble.status, Some(trouble)).await
        }
    }
}

impl Page for WithdrawalPage {
    const TEMPLATE: &'static str = "cases/withdraw.html";

    fn sample() -> Vec<Self> {
        let page = |closed: &str, trouble| Self {
            frame: Frame::sample(""),
            trouble,
            closed: closed.to_owned(),
            form: FormView::default(),
        };
        let mut pages = vec![page("", None), page("すでに決定しています。", None)];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page("", Some(trouble))));
        pages
    }
}
