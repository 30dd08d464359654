//! `POST /claims/{id}/take-back`: an import that was wrong is taken back as a whole by somebody else than who took it in.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::ClaimImportId;
use events::vocabulary::FreeText;

use super::SHOWN_BY;
use super::show::{Answer, known, render};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// Takes it back.
pub(crate) async fn submit(cx: Cx, Id(id): Id<ClaimImportId>, posted: Posted) -> Result<Response, Problem> {
    let import = known(&cx, id).await?;
    let mut errors = FieldErrors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let why = FreeText::parse(posted.text("why")).map_err(|error| format!("取り消す理由：{error}"));
    if let Some(why) = errors.take("why", why) {
        match cx.acts().take_back_claims(&cx.request(&posted)?, id, why).await {
            Ok(done) => return cx.told(&format!("/claims/{id}"), "claims_taken_back", done.position, SHOWN_BY).await,
            Err(error @ ActError::Refused(_)) => errors.general(error.to_string()),
            Err(error @ ActError::Stale { .. }) => {
                errors.general(error.to_string());
                status = StatusCode::CONFLICT;
            }
            Err(other) => return Err(other.into()),
        }
    }
    let form = FormView::of(&posted).with_errors(&errors);
    render(&cx, import, false, Answer { form, ..Answer::default() }, status).await
}
