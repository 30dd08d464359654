//! One issued document as PDF.

use axum::extract::Path;
use axum::response::Response;
use events::Event;
use events::Log;
use events::certificate::{CertificateEvent, Issued};
use events::ids::{CertificateId, CommandId};
use uuid::Uuid;

use crate::cx::Cx;
use crate::file_answer;
use crate::problem::Problem;
use crate::screens::protection;

/// What the certificate's stream says was issued.
pub(crate) async fn issued(cx: &Cx, certificate: CertificateId) -> Result<Issued, Problem> {
    let recorded = store::stream_events(cx.pool(), Log::Casework, certificate.0, 0).await?;
    let found = recorded.iter().find_map(|event| match event.decode() {
        Ok(Event::Certificate(CertificateEvent::Issued(issued))) => Some(issued),
        _ => None,
    });
    found.ok_or(Problem::NotFound)
}

/// A name without anything personal in it.
fn file_name(document: &str) -> Option<&'static str> {
    match document {
        "certificate" => Some("certificate.pdf"),
        "cap_sheet" => Some("cap-sheet.pdf"),
        "calculation_sheet" => Some("calculation-sheet.pdf"),
        _ => None,
    }
}

/// `GET /certificates/{certificate}/{document}`.
pub(crate) async fn show(cx: Cx, Path(place): Path<(String, String)>) -> Result<Response, Problem> {
    match opened(&cx, place).await? {
        Opened::Elsewhere(instead) => Ok(instead),
        Opened::Document(bytes, name) => file_answer::shown(bytes, name),
    }
}

/// `GET /certificates/{certificate}/{document}/copy`: the same pages, marked as a copy (写し).
pub(crate) async fn copy(cx: Cx, Path(place): Path<(String, String)>) -> Result<Response, Problem> {
    match opened(&cx, place).await? {
        Opened::Elsewhere(instead) => Ok(instead),
        Opened::Document(bytes, name) => file_answer::shown(cx.acts().as_copy(bytes).await?, name),
    }
}

/// What was asked for, or where the purpose is asked for first.
enum Opened {
    Elsewhere(Response),
    Document(Vec<u8>, &'static str),
}

async fn opened(cx: &Cx, (certificate, document): (String, String)) -> Result<Opened, Problem> {
    let certificate = Uuid::try_parse(&certificate).ok().filter(|id| id.to_string() == certificate).ok_or(Problem::NotFound)?;
    let name = file_name(&document).ok_or(Problem::NotFound)?;
    let issued = issued(cx, CertificateId(certificate)).await?;
    let artifact = issued.documents.iter().find(|one| one.document == document).ok_or(Problem::NotFound)?.artifact;
    if let Some(instead) = protection::instead(cx, &[issued.recipient.0, issued.application.0]).await? {
        return Ok(Opened::Elsewhere(instead));
    }
    let request = cx.request_as(CommandId(cx.new_uuid()), None, cx.staff()?.actor.clone());
    cx.acts().document_opened(&request, &document, artifact, issued.recipient.0).await?;
    cx.seen_is_written();
    let bytes = cx.acts().artifact(artifact).await?;
    Ok(Opened::Document(bytes, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_documents_have_a_name() {
        assert_eq!(file_name("cap_sheet"), Some("cap-sheet.pdf"));
        assert_eq!(file_name("../etc"), None);
    }
}
