//! `GET /accounts/new`: an account is proposed for somebody new; it is there when a second person has confirmed it.

use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::FreeText;
use serde::Serialize;

use super::reading::{Choices, grant};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::four_eyes;

/// The page.
#[derive(Serialize)]
pub(crate) struct NewAccountPage {
    choices: Choices,
    form: FormView,
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    cx.page(&NewAccountPage { choices: Choices::of(&cx).await?, form: FormView::default() })
}

/// `POST /accounts`.
pub(crate) async fn propose(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let choices = Choices::of(&cx).await?;
    let mut errors = FieldErrors::default();
    let name = match posted.text("name").trim() {
        "" => {
            errors.add("name", "氏名を入力してください。");
            None
        }
        typed => errors.take("name", FreeText::parse(typed)),
    };
    let input = grant(&posted, &choices, &mut errors);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some((name, input)) = name.zip(input).filter(|_| errors.is_empty()) {
        let proposed = cx.acts().propose_account(&cx.request(&posted)?, name, input).await;
        let (staff, done) = match proposed {
            Ok((staff, done)) => (Some(staff), Ok(done)),
            Err(error) => (None, Err(error)),
        };
        match (staff, four_eyes::told(done)?) {
            (Some(staff), Ok(done)) => {
                return cx.told(&format!("/accounts/{staff}"), "account_proposed", done.position, &[]).await;
            }
            (_, Err((why, told))) => {
                errors.general(why);
                status = told;
            }
            (None, Ok(_)) => return Err(Problem::Internal),
        }
    }
    cx.page_as(status, &NewAccountPage { choices, form: FormView::of(&posted).with_errors(&errors) })
}

impl Page for NewAccountPage {
    const TEMPLATE: &'static str = "accounts/new.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("name", "氏名を入力してください。");
        let wrong = FormView::filled([("role", "counter")]).with_errors(&errors);
        [FormView::default(), wrong].map(|form| Self { choices: Choices::sample(), form }).into()
    }
}
