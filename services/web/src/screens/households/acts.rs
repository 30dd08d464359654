//! The acts on a household. Each is refused by the domain where it is not permitted; the page then says why, with what was typed.

use acts::{ActError, Awarded, Kin};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::household::HouseholdRefusal;
use events::household::MemberLeft;
use events::ids::{RecipientId, SubjectId};
use events::vocabulary::wareki::{Era, EraPolicy};
use projections::ledger::{self, AsOf};

use super::page::{path, render};
use super::reading::{day, echoed, outside as read_outside, recipient};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["worklist", "case_history"];

/// The child of the page, by the award that counts today or else the newest.
async fn child(cx: &Cx, id: RecipientId) -> Result<Kin, Problem> {
    let rows = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
    let counting = rows.iter().find(|row| row.validity.contains(cx.today)).or(rows.first()).ok_or(Problem::NotFound)?;
    Ok(Kin::Recipient(Awarded { recipient: id, award: counting.award }))
}

async fn again(cx: &Cx, id: RecipientId, posted: &Posted, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    render(cx, id, echoed(posted).with_errors(errors), status).await
}

/// Back to the page with what is wrong, beside the field it concerns where there is one.
async fn refused(cx: &Cx, id: RecipientId, posted: &Posted, field: &str, error: ActError) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } | ActError::AlreadyTaken(_) => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let field = match &error {
        ActError::Refused(Refusal::Household(HouseholdRefusal::InsuranceUnknown(_))) => "checked",
        _ => field,
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    again(cx, id, posted, &errors, status).await
}

/// `POST /recipients/{id}/household/kin`.
pub(crate) async fn kin(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(other) = recipient(&cx, &posted, &mut errors).await? else {
        return again(&cx, id, &posted, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let this = child(&cx, id).await?;
    match cx.acts().link_kin(&cx.request(&posted)?, this, Kin::Recipient(other), posted.ticked("checked")).await {
        Ok((_, done)) => cx.told(&path(id), "household_recorded", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "kin_number", error).await,
    }
}

/// `POST /recipients/{id}/household/outside`.
pub(crate) async fn outside(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(input) = read_outside(&posted, &mut errors) else {
        return again(&cx, id, &posted, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let this = child(&cx, id).await?;
    match cx.acts().record_outside(&cx.request(&posted)?, this, input).await {
        Ok((_, done)) => cx.told(&path(id), "household_recorded", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "outside_number", error).await,
    }
}

/// `POST /recipients/{id}/household/leave`.
pub(crate) async fn leave(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let member: SubjectId = posted.text("member").parse().map_err(|_| Problem::NotFound)?;
    let household = cx.acts().household_of(SubjectId(id.0)).await?.ok_or(Problem::NotFound)?;
    let mut errors = FieldErrors::default();
    let Some(last_day) = day(&posted, "last_day", EraPolicy::Assume(Era::Reiwa), &mut errors) else {
        return again(&cx, id, &posted, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().leave_household(&cx.request(&posted)?, household, MemberLeft { member, last_day }).await {
        Ok(done) => cx.told(&path(id), "household_left", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "last_day", error).await,
    }
}

/// `POST /recipients/{id}/household/change`: the change of award of one member.
pub(crate) async fn change(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let award = posted.text("award").parse().map_err(|_| Problem::NotFound)?;
    let household = cx.acts().household_of(SubjectId(id.0)).await?.ok_or(Problem::NotFound)?;
    match cx.acts().open_share_change(&cx.request(&posted)?, household, award).await {
        Ok(receipt) => {
            let case = format!("/cases/{}", receipt.application);
            cx.told(&case, "share_change_received", receipt.done.position, SHOWN_BY).await
        }
        Err(error) => refused(&cx, id, &posted, "", error).await,
    }
}
