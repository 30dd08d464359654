//! `GET /erasures/{id}/certificate`: the certificate of erasure as it was kept. It names nobody.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use events::ids::SubjectId;

use crate::cx::Cx;
use crate::id::Id;
use crate::problem::Problem;

/// Shows it; makes it where that was left undone.
pub(crate) async fn show(cx: Cx, Id(id): Id<SubjectId>) -> Result<Response, Problem> {
    let artifact = cx.acts().erasure_certificate(id, cx.request_id).await?;
    let bytes = cx.acts().artifact(artifact).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"erasure-certificate.pdf\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, bytes).into_response())
}
