//! 審査会に付議する: the checker says why; every disease without a final verdict goes.

use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, permit};
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
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
pub(crate) struct BoardPage {
    frame: Frame,
    trouble: Option<Trouble>,
    closed: String,
    diseases: Vec<String>,
    form: FormView,
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
    let closed = permit(Action::PutBeforeBoard, &case.application, &cx.staff()?.actor).err();
    let unheard = case.application.board().unheard(case.application.diseases());
    let page = BoardPage {
        frame: Frame::of(&case, &names, cx.today, ""),
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        diseases: unheard.into_iter().map(|disease| names.disease_with_code(disease)).collect(),
        trouble,
        form,
    };
    cx.page_as(status, &page)
}

/// `GET /cases/{id}/board`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK, None).await
}

/// `POST /cases/{id}/board`.
pub(crate) async fn put(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(why) = errors.take("why", FreeText::parse(posted.text("why"))) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY, None).await;
    };
    match cx.acts().put_before_board(&cx.request(&posted)?, id, why).await {
        Ok(done) => cx.told(&frame::path(id), "put_before_board", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), trouble.status, Some(trouble)).await
        }
    }
}

impl Page for BoardPage {
    const TEMPLATE: &'static str = "cases/board.html";

    fn sample() -> Vec<Self> {
        let page = |closed: &str, trouble| Self {
            frame: Frame::sample(""),
            trouble,
            closed: closed.to_owned(),
            diseases: vec!["見本の病（02_01_001）".to_owned()],
            form: FormView::default(),
        };
        let mut pages = vec![page("", None), page("すでに付議しています。", None)];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page("", Some(trouble))));
        pages
    }
}
