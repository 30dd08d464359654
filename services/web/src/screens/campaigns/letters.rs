//! `POST /campaigns/{id}/letters`: whom the guide or the reminder goes to in bulk is decided for the whole campaign; the release by a second
//! person, the making and the paper are those of every release of letters.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::letter_release::Question;
use events::ids::CampaignId;
use events::letter::LetterKind;

use super::show;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// Prepares it.
pub(crate) async fn prepare(cx: Cx, Id(id): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let campaign = show::found(&cx, id).await?;
    let mut errors = FieldErrors::default();
    let kind = posted.text("kind").parse::<LetterKind>().ok();
    match kind.filter(|kind| matches!(kind, LetterKind::RenewalGuide | LetterKind::RenewalReminder)) {
        None => errors.add("kind", "更新手続の案内か督促を選んでください。"),
        Some(kind) => {
            let (from, until) = (campaign.last_day, campaign.last_day);
            let question = Question { kind, from, until, office: None, campaign: Some(id) };
            match Box::pin(cx.acts().prepare_letter_release(&cx.request(&posted)?, question)).await {
                Ok((release, done)) => {
                    let path = format!("/letters/releases/{release}");
                    return cx.told(&path, "letters_prepared", done.position, &["letter_releases"]).await;
                }
                Err(ActError::Refused(refusal)) => errors.add("kind", refusal.to_string()),
                Err(other) => return Err(other.into()),
            }
        }
    }
    show::render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
}
