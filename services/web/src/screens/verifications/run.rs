//! Asking for a verification, and asking for it to be stopped.

use axum::response::Response;
use uuid::Uuid;

use crate::cx::Cx;
use crate::forms::Posted;
use crate::id::Id;
use crate::problem::Problem;

/// `POST /verifications`.
pub(crate) async fn start(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let id = posted.command()?.0;
    if store::request_verification(cx.pool(), id, cx.staff()?.actor.id.0).await? {
        return cx.told(&format!("/verifications/{id}"), "verification_asked", 0, &[]).await;
    }
    // The same form again, or one is at work already.
    match store::verification(cx.pool(), id).await? {
        Some(_) => Ok(cx.redirect(&format!("/verifications/{id}"))),
        None => cx.told("/verifications", "verification_at_work", 0, &[]).await,
    }
}

/// `POST /verifications/{id}/stop`.
pub(crate) async fn stop(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    posted.command()?;
    store::verification(cx.pool(), id).await?.ok_or(Problem::NotFound)?;
    store::stop_verification(cx.pool(), id).await?;
    cx.told(&format!("/verifications/{id}"), "verification_stopping", 0, &[]).await
}
