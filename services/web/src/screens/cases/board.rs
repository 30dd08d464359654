//! 審査会に付議する: the checker says why; every disease without a final verdict goes.

use axum::response::Response;
use casework::application::Action;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
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
pub(crate) struct BoardPage {
    #[serde(flatten)]
    act: ActForm,
    diseases: Vec<String>,
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let act = ActForm::of(cx, (&case, &names), Action::PutBeforeBoard, form, trouble)?;
    let unheard = case.application.board().unheard(case.application.diseases());
    let diseases = unheard.into_iter().map(|disease| names.disease_with_code(disease)).collect();
    cx.page_as(act.status(), &BoardPage { act, diseases })
}

/// `GET /cases/{id}/board`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), None).await
}

/// `POST /cases/{id}/board`.
pub(crate) async fn put(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(why) = errors.take("why", FreeText::parse(posted.text("why"))) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await;
    };
    match cx.acts().put_before_board(&cx.request(&posted)?, id, why).await {
        Ok(done) => cx.told(&frame::path(id), "put_before_board", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), Some(trouble)).await
        }
    }
}

impl Page for BoardPage {
    const TEMPLATE: &'static str = "cases/board.html";

    fn sample() -> Vec<Self> {
        let page = |act| Self { act, diseases: vec!["見本の病（02_01_001）".to_owned()] };
        ActForm::samples(&FormView::default(), "すでに付議しています。").into_iter().map(page).collect()
    }
}
