//! The acts on a list.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use events::ids::{ApplicationId, TransmittalId};
use events::transmittal::ReceiptOutcome;
use events::vocabulary::FreeText;

use super::list::SHOWN_BY;
use super::show::{outcome_field, render, why_field};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;

fn path(id: TransmittalId) -> String {
    format!("/transmittals/{id}")
}

/// Back to the page with what is wrong.
async fn refused(cx: &Cx, id: TransmittalId, posted: &Posted, field: &str, error: ActError) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    render(cx, id, Some(posted), &errors, status).await
}

/// `POST /transmittals/{id}/send`.
pub(crate) async fn send(cx: Cx, Id(id): Id<TransmittalId>, posted: Posted) -> Result<Response, Problem> {
    match cx.acts().send_transmittal(&cx.request(&posted)?, id).await {
        Ok(done) => cx.told(&path(id), "transmittal_sent", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "", error).await,
    }
}

/// What was typed: an outcome, and a reason unless it arrived.
fn read(posted: &Posted, application: ApplicationId, errors: &mut FieldErrors) -> Option<(ReceiptOutcome, Option<FreeText>)> {
    let (outcome_name, why_name) = (outcome_field(application), why_field(application));
    let outcome = errors.take(&outcome_name, posted.text(&outcome_name).parse::<ReceiptOutcome>());
    let typed = posted.text(&why_name).trim();
    let why = if typed.is_empty() { None } else { errors.take(&why_name, FreeText::parse(typed)) };
    if outcome.is_some_and(|outcome| outcome != ReceiptOutcome::Arrived) && typed.is_empty() {
        errors.add(&why_name, Refusal::ReceiptReason.to_string());
    }
    errors.is_empty().then_some((outcome?, why))
}

/// `POST /transmittals/{id}/check?case={application}`.
pub(crate) async fn check(cx: Cx, Id(id): Id<TransmittalId>, posted: Posted) -> Result<Response, Problem> {
    let application: ApplicationId = cx.parameter("case").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    let mut errors = FieldErrors::default();
    let Some((outcome, why)) = read(&posted, application, &mut errors) else {
        return render(&cx, id, Some(&posted), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().check_receipt(&cx.request(&posted)?, id, application, outcome, why).await {
        Ok(done) => cx.told(&path(id), "receipt_checked", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, &outcome_field(application), error).await,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_did_not_arrive_needs_a_reason() {
        let application = ApplicationId(Uuid::from_u128(4));
        let posted = |outcome: &str, why: &str| {
            Posted::new(vec![(outcome_field(application), outcome.to_owned()), (why_field(application), why.to_owned())])
        };
        let read = |outcome: &str, why: &str| {
            let mut errors = FieldErrors::default();
            (super::read(&posted(outcome, why), application, &mut errors).map(|(outcome, _)| outcome), errors.pairs().len())
        };
        assert_eq!(read("arrived", ""), (Some(ReceiptOutcome::Arrived), 0));
        assert_eq!(read("missing", "封筒にない"), (Some(ReceiptOutcome::Missing), 0));
        assert_eq!(read("sent_back", " "), (None, 1));
        assert_eq!(read("", ""), (None, 1));
    }
}
