//! The acts on a mass extension that was proposed.

use acts::{ActError, Done};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::ExtensionId;

use super::{SHOWN_BY, show};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::notices::Reader;

async fn answered(
    cx: &Cx,
    id: ExtensionId,
    posted: &Posted,
    told: &'static str,
    done: Result<Done, ActError>,
) -> Result<Response, Problem> {
    match done {
        Ok(done) => cx.told(&format!("/extensions/{id}"), told, done.position, SHOWN_BY).await,
        Err(error) => refused(cx, id, posted, error).await,
    }
}

async fn refused(cx: &Cx, id: ExtensionId, posted: &Posted, error: ActError) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.general(error.to_string());
    show::render(cx, id, FormView::of(posted).with_errors(&errors), status).await
}

async fn give_up(cx: &Cx, id: ExtensionId, posted: &Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(posted);
    let Some(why) = reader.why("why") else {
        return show::render(cx, id, FormView::of(posted).with_errors(&reader.errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = cx.acts().drop_extension(&cx.request(posted)?, id, why).await;
    answered(cx, id, posted, "extension_dropped", done).await
}

/// `POST /extensions/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<ExtensionId>, posted: Posted) -> Result<Response, Problem> {
    give_up(&cx, id, &posted).await
}

/// `POST /extensions/{id}/send-back`.
pub(crate) async fn send_back(cx: Cx, Id(id): Id<ExtensionId>, posted: Posted) -> Result<Response, Problem> {
    give_up(&cx, id, &posted).await
}

/// `POST /extensions/{id}/approve`.
pub(crate) async fn approve(cx: Cx, Id(id): Id<ExtensionId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().approve_extension(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "extension_approved", done).await
}

/// `POST /extensions/{id}/carry-out`: after it was stopped.
pub(crate) async fn carry_out(cx: Cx, Id(id): Id<ExtensionId>, posted: Posted) -> Result<Response, Problem> {
    match cx.acts().resume_extension(&cx.request(&posted)?, id).await {
        Ok(()) => cx.told(&format!("/extensions/{id}"), "extension_resumed", 0, &[]).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /extensions/{id}/stop`: what was extended stays so.
pub(crate) async fn stop(cx: Cx, Id(id): Id<ExtensionId>, posted: Posted) -> Result<Response, Problem> {
    posted.command()?;
    cx.acts().extension(id).await?;
    cx.acts().stop_extension(id).await?;
    cx.told(&format!("/extensions/{id}"), "extension_stopping", 0, &[]).await
}
