//! `GET /erasures/{id}/certificate`: the certificate of erasure as it was kept. It names nobody.

use axum::response::Response;
use events::ids::SubjectId;

use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;

/// Shows it; makes it where that was left undone.
pub(crate) async fn show(cx: Cx, Id(id): Id<SubjectId>) -> Result<Response, Problem> {
    let artifact = cx.acts().erasure_certificate(id, cx.request_id).await?;
    let bytes = cx.acts().artifact(artifact).await?;
    file_answer::shown(bytes, "erasure-certificate.pdf")
}
