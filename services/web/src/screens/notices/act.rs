//! The acts on a notice that need no form of their own: settle, return, withdraw.

use acts::{ActError, ReturnNoticeInput};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::NoticeId;

use super::reading::Reader;
use super::{SHOWN_BY, show};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// Back to the page with what is wrong.
async fn again(cx: &Cx, id: NoticeId, posted: &Posted, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    show::render(cx, id, FormView::of(posted).with_errors(errors), status).await
}

async fn refused(cx: &Cx, id: NoticeId, posted: &Posted, error: ActError) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) | ActError::TooLong(_) | ActError::Unprintable(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.general(error.to_string());
    again(cx, id, posted, &errors, status).await
}

/// `POST /notices/{id}/settle`.
pub(crate) async fn settle(cx: Cx, Id(id): Id<NoticeId>, posted: Posted) -> Result<Response, Problem> {
    match cx.acts().settle_notice(&cx.request(&posted)?, id).await {
        Ok(done) => cx.told(&format!("/notices/{id}"), "notice_settled", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /notices/{id}/return`.
pub(crate) async fn send_back(cx: Cx, Id(id): Id<NoticeId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let (Some(why), Some(due_on)) = (reader.why("return_why"), reader.day("return_due", "窓口の期限")) else {
        return again(&cx, id, &posted, &reader.errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().return_notice(&cx.request(&posted)?, id, ReturnNoticeInput { due_on, why }).await {
        Ok(done) => cx.told(&format!("/notices/{id}"), "notice_returned", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /notices/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<NoticeId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(why) = reader.why("withdraw_why") else {
        return again(&cx, id, &posted, &reader.errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().withdraw_notice(&cx.request(&posted)?, id, why).await {
        Ok(done) => cx.told(&format!("/notices/{id}"), "notice_withdrawn", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /notices/{id}/letter`: the letter to the other authority, where the settling could not make it.
pub(crate) async fn letter(cx: Cx, Id(id): Id<NoticeId>, posted: Posted) -> Result<Response, Problem> {
    match cx.acts().issue_transfer_letter(id, cx.request_id).await {
        Ok(Some(_)) => {
            let head = store::head(cx.pool(), events::Log::Casework).await?.position;
            cx.told(&format!("/notices/{id}"), "transfer_letter_made", head, SHOWN_BY).await
        }
        Ok(None) => Err(Problem::NotFound),
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}
