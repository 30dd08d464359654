//! The guides: shown as PDF for one person, recorded as sent for several.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use documents::Imprint;
use events::ids::{CampaignId, RecipientId};

use super::SHOWN_BY;
use super::show::listed;
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
    let printed = cx.acts().renewal_guide(id, recipient, cx.today, imprint).await?;
    file_answer::shown(printed.pdf, "renewal-guide.pdf")
}

/// `POST /campaigns/{id}/guides`.
pub(crate) async fn record(cx: Cx, Id(id): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let chosen: Vec<RecipientId> = posted.all("recipient").into_iter().filter_map(|id| id.parse().ok()).collect();
    let mut errors = FieldErrors::default();
    match cx.acts().record_guides(&cx.request(&posted)?, id, chosen).await {
        Ok(done) => {
            return cx.told(&format!("/campaigns/{id}/people?state=waiting"), "guides_recorded", done.position, SHOWN_BY).await;
        }
        Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.add("recipient", error.to_string()),
        Err(other) => return Err(other.into()),
    }
    listed(&cx, id, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
}
