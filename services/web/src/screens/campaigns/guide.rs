//! The guides: shown as PDF for one person; guides and reminders that went out by hand or by telephone, recorded for several.

use acts::{ActError, Done};
use axum::http::StatusCode;
use axum::response::Response;
use documents::Imprint;
use events::ids::{CampaignId, RecipientId};

use super::SHOWN_BY;
use super::people::listed;
use crate::cx::Cx;
use crate::file_answer;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// `GET /campaigns/{id}/guide?recipient=`.
pub(crate) async fn show(cx: Cx, Id(id): Id<CampaignId>) -> Result<Response, Problem> {
    let recipient: RecipientId = cx.parameter("recipient").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    cx.viewed(&[recipient.0]).await?;
    let imprint = Imprint { ident: recipient.to_string(), recorded_at: cx.now };
    let pdf = cx.acts().renewal_guide(id, recipient, cx.today, imprint).await?;
    file_answer::shown(pdf, "renewal-guide.pdf")
}

fn chosen(posted: &Posted) -> Vec<RecipientId> {
    posted.all("recipient").into_iter().filter_map(|id| id.parse().ok()).collect()
}

/// `POST /campaigns/{id}/guides`.
pub(crate) async fn record(cx: Cx, Id(id): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let outcome = cx.acts().record_guides(&cx.request(&posted)?, id, chosen(&posted)).await;
    answered(&cx, id, (&format!("/campaigns/{id}/people?state=waiting"), "guides_recorded"), outcome).await
}

/// `POST /campaigns/{id}/reminders`.
pub(crate) async fn remind(cx: Cx, Id(id): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let outcome = cx.acts().record_reminders(&cx.request(&posted)?, id, chosen(&posted)).await;
    answered(&cx, id, (&format!("/campaigns/{id}/people?state=guided"), "reminders_recorded"), outcome).await
}

async fn answered(
    cx: &Cx,
    id: CampaignId,
    (path, code): (&str, &'static str),
    outcome: Result<Done, ActError>,
) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    match outcome {
        Ok(done) => return cx.told(path, code, done.position, SHOWN_BY).await,
        Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.add("recipient", error.to_string()),
        Err(other) => return Err(other.into()),
    }
    listed(cx, id, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
}
