//! The acts on a file: release, withdraw, take out, hand over.

use acts::{ActError, Done};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::RecipientFileId;
use events::recipient_file::{FileEncoding, FileForm};
use events::vocabulary::FreeText;

use super::SHOWN_BY;
use super::show::render;
use crate::cx::Cx;
use crate::file_answer::download;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// On to the page, or back to it with what is wrong beside `field`.
pub(super) async fn answered(
    cx: &Cx,
    id: RecipientFileId,
    posted: &Posted,
    (code, field): (&'static str, &str),
    done: Result<Done, ActError>,
) -> Result<Response, Problem> {
    let (error, status) = match done {
        Ok(done) => return cx.told(&format!("/recipient-files/{id}"), code, done.position, SHOWN_BY).await,
        Err(error @ ActError::Refused(_)) => (error, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error @ ActError::Stale { .. }) => (error, StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    render(cx, id, Some(posted), &errors, status).await
}

/// `POST /recipient-files/{id}/release`.
pub(crate) async fn release(cx: Cx, Id(id): Id<RecipientFileId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().release_recipient_file(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, ("recipient_file_released", ""), done).await
}

/// `POST /recipient-files/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<RecipientFileId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().withdraw_recipient_file(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, ("recipient_file_withdrawn", ""), done).await
}

/// `POST /recipient-files/{id}/deliver`.
pub(crate) async fn deliver(cx: Cx, Id(id): Id<RecipientFileId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().deliver_recipient_file(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, ("recipient_file_delivered", ""), done).await
}

/// `POST /recipient-files/{id}/take`: the file leaves, on record with everybody in it; the same form once more takes nothing.
pub(crate) async fn take(cx: Cx, Id(id): Id<RecipientFileId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let why = FreeText::parse(posted.text("reason")).map_err(|error| format!("取り出す理由：{error}"));
    let Some(why) = errors.take("reason", why) else {
        return render(&cx, id, Some(&posted), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let written = match cx.acts().take_recipient_file(&cx.request(&posted)?, id, cx.route().name, why).await {
        Ok(written) => written,
        Err(error @ ActError::Refused(_)) => {
            errors.add("reason", error.to_string());
            return render(&cx, id, Some(&posted), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(other) => return Err(other.into()),
    };
    cx.seen_is_written();
    let kind = match written.encoding {
        FileEncoding::Cp932 => "text/plain; charset=Shift_JIS",
        FileEncoding::Utf8 => "text/plain; charset=utf-8",
    };
    let ending = if written.form == FileForm::Csv { "csv" } else { "txt" };
    let name = format!("recipients-{}-{}-{}.{ending}", written.body.code(), written.month.strftime("%Y%m"), written.serial);
    download(written.bytes, kind, &name)
}
