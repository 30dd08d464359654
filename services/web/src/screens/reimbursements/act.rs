//! The acts on a claim.

use acts::{ActError, Done};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::ReimbursementId;
use events::vocabulary::Yen;

use super::{SHOWN_BY, show};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::notices::Reader;

pub(super) async fn answered(
    cx: &Cx,
    id: ReimbursementId,
    posted: &Posted,
    told: &'static str,
    done: Result<Done, ActError>,
) -> Result<Response, Problem> {
    let error = match done {
        Ok(done) => return cx.told(&format!("/reimbursements/{id}"), told, done.position, SHOWN_BY).await,
        Err(error) => error,
    };
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } | ActError::AlreadyTaken(_) => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.general(error.to_string());
    show::render(cx, id, FormView::of(posted).with_errors(&errors), status).await
}

pub(super) async fn unreasoned(cx: &Cx, id: ReimbursementId, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    show::render(cx, id, FormView::of(posted).with_errors(errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// `POST /reimbursements/{id}/examine`.
pub(crate) async fn examine(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().examine_claim(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "claim_examined", done).await
}

/// `POST /reimbursements/{id}/pay`.
pub(crate) async fn pay(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().pay_claim(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "claim_paid", done).await
}

/// `POST /reimbursements/{id}/refuse`.
pub(crate) async fn refuse(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(why) = reader.why("refuse_why") else { return unreasoned(&cx, id, &posted, &reader.errors).await };
    let done = cx.acts().refuse_claim(&cx.request(&posted)?, id, why).await;
    answered(&cx, id, &posted, "claim_refused", done).await
}

/// `POST /reimbursements/{id}/propose-correction`.
pub(crate) async fn propose_correction(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let why = reader.why("correction_why");
    let amount = reader.errors.take("right_amount", Yen::parse_input(posted.text("right_amount")));
    let (Some(why), Some(amount)) = (why, amount) else { return unreasoned(&cx, id, &posted, &reader.errors).await };
    let done = cx.acts().propose_claim_correction(&cx.request(&posted)?, id, amount, why).await;
    answered(&cx, id, &posted, "claim_correction_proposed", done).await
}

/// `POST /reimbursements/{id}/drop-correction`.
pub(crate) async fn drop_correction(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(why) = reader.why("drop-correction_why") else { return unreasoned(&cx, id, &posted, &reader.errors).await };
    let done = cx.acts().drop_claim_correction(&cx.request(&posted)?, id, why).await;
    answered(&cx, id, &posted, "claim_correction_dropped", done).await
}

/// `POST /reimbursements/{id}/correct`.
pub(crate) async fn correct(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().correct_claim(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "claim_corrected", done).await
}

/// `POST /reimbursements/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(why) = reader.why("withdraw_why") else { return unreasoned(&cx, id, &posted, &reader.errors).await };
    let done = cx.acts().withdraw_claim(&cx.request(&posted)?, id, why).await;
    answered(&cx, id, &posted, "claim_withdrawn", done).await
}
