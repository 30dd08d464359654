//! The acts on what waits: decided, sent back, withdrawn.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::AwardId;

use super::{SHOWN_BY, show};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::notices::Reader;

async fn refused(cx: &Cx, id: AwardId, posted: &Posted, error: ActError) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.general(error.to_string());
    show::render(cx, id, FormView::of(posted).with_errors(&errors), status).await
}

async fn drop_with(cx: Cx, id: AwardId, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(why) = reader.why("why") else {
        let form = FormView::of(&posted).with_errors(&reader.errors);
        return show::render(&cx, id, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().drop_redress(&cx.request(&posted)?, id, why).await {
        Ok(done) => cx.told(&format!("/awards/{id}/redress"), "redress_dropped", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /awards/{id}/redress/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<AwardId>, posted: Posted) -> Result<Response, Problem> {
    drop_with(cx, id, posted).await
}

/// `POST /awards/{id}/redress/send-back`.
pub(crate) async fn send_back(cx: Cx, Id(id): Id<AwardId>, posted: Posted) -> Result<Response, Problem> {
    drop_with(cx, id, posted).await
}

/// `POST /awards/{id}/redress/decide`.
pub(crate) async fn decide(cx: Cx, Id(id): Id<AwardId>, posted: Posted) -> Result<Response, Problem> {
    match cx.acts().decide_redress(&cx.request(&posted)?, id).await {
        Ok(done) => cx.told(&format!("/awards/{id}/redress"), "redress_decided", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}
