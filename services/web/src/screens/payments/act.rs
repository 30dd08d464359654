//! The acts on a batch: release, take back, take out, hand over.

use acts::{ActError, Done};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::PaymentBatchId;
use events::payment_batch::PaymentFile;
use events::recipient_file::{FileEncoding, FileForm};
use events::vocabulary::FreeText;

use super::SHOWN_BY;
use super::show::{Tried, render};
use crate::cx::Cx;
use crate::file_answer::download;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// On to the page, or back to it with what is wrong beside `field`.
pub(super) async fn answered(
    cx: &Cx,
    id: PaymentBatchId,
    posted: &Posted,
    (code, field): (&'static str, &str),
    done: Result<Done, ActError>,
) -> Result<Response, Problem> {
    let (error, status) = match done {
        Ok(done) => return cx.told(&format!("/payments/{id}"), code, done.position, SHOWN_BY).await,
        Err(error @ ActError::Refused(_)) => (error, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error @ ActError::Stale { .. }) => (error, StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    render(cx, id, Tried::form(posted, &errors), status).await
}

/// `POST /payments/{id}/release`.
pub(crate) async fn release(cx: Cx, Id(id): Id<PaymentBatchId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().release_payments(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, ("payment_released", ""), done).await
}

/// `POST /payments/{id}/take-back`.
pub(crate) async fn take_back(cx: Cx, Id(id): Id<PaymentBatchId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().take_back_payments(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, ("payment_taken_back", ""), done).await
}

/// `POST /payments/{id}/deliver`.
pub(crate) async fn deliver(cx: Cx, Id(id): Id<PaymentBatchId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().deliver_payments(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, ("payment_delivered", ""), done).await
}

/// `POST /payments/{id}/take`: a file leaves, on record with everybody in it; the same form once more takes nothing.
pub(crate) async fn take(cx: Cx, Id(id): Id<PaymentBatchId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let file = errors.take("file_kind", posted.text("file_kind").parse::<PaymentFile>());
    let why = FreeText::parse(posted.text("reason")).map_err(|error| format!("取り出す理由：{error}"));
    let why = errors.take("reason", why);
    let (Some(file), Some(why)) = (file, why) else {
        return render(&cx, id, Tried::form(&posted, &errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let written = match cx.acts().take_payment_file(&cx.request(&posted)?, id, file, cx.route().name, why).await {
        Ok(written) => written,
        Err(error @ ActError::Refused(_)) => {
            errors.add("reason", error.to_string());
            return render(&cx, id, Tried::form(&posted, &errors), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(other) => return Err(other.into()),
    };
    cx.seen_is_written();
    let kind = match written.encoding {
        FileEncoding::Cp932 => "text/plain; charset=Shift_JIS",
        FileEncoding::Utf8 => "text/plain; charset=utf-8",
    };
    let ending = if written.form == FileForm::Csv { "csv" } else { "txt" };
    download(written.bytes, kind, &format!("payments-{}-{}.{ending}", file.code(), written.number))
}
