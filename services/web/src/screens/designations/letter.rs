//! The letters of a designation, printed when they are asked for: 指定通知書, and the guide to its renewal.

use axum::response::Response;
use documents::Imprint;
use events::ids::DesignationId;
use events::letter::LetterKind;

use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;

fn imprint(cx: &Cx, id: DesignationId) -> Imprint {
    Imprint { ident: id.to_string(), recorded_at: cx.now }
}

/// `GET /designations/{id}/letter`.
pub(crate) async fn grant(cx: Cx, Id(id): Id<DesignationId>) -> Result<Response, Problem> {
    let printed = cx.acts().designation_letter(id, LetterKind::DesignationNotice, cx.today, imprint(&cx, id)).await?;
    file_answer::shown(printed.pdf, "designation-notice.pdf")
}

/// `GET /designations/{id}/renewal`.
pub(crate) async fn renewal(cx: Cx, Id(id): Id<DesignationId>) -> Result<Response, Problem> {
    let printed = cx.acts().designation_letter(id, LetterKind::DesignationRenewal, cx.today, imprint(&cx, id)).await?;
    file_answer::shown(printed.pdf, "designation-renewal.pdf")
}
