//! `GET /verifications/{id}/certificate`: the verification certificate (検証証明書) as PDF, from what was kept of the verification.

use axum::response::Response;
use documents::{Fonts, Imprint, Printer, VerificationCertificate};
use serde::Deserialize;
use uuid::Uuid;

use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;

#[derive(Deserialize)]
struct Kept {
    paper: VerificationCertificate,
}

/// Prints it. The same verification always gives the same bytes.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let kept = store::verification(cx.pool(), id).await?.ok_or(Problem::NotFound)?;
    let Kept { paper } = kept.report.and_then(|text| serde_json::from_str(&text).ok()).ok_or(Problem::NotFound)?;
    let imprint = Imprint { ident: id.to_string(), recorded_at: kept.updated_at };
    let pdf = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::shared().ok()?;
        Printer::new(fonts).print(&paper, &imprint).ok()
    })
    .await
    .ok()
    .flatten()
    .ok_or(Problem::Internal)?
    .pdf;
    file_answer::shown(pdf, "verification-certificate.pdf")
}
