//! What went out: the certificate with its papers, and letters, each with its digest and its front as it was issued.

use acts::ActError;
use documents::dossier::{Issued, IssuedPage, Pair};
use events::Event;
use events::attachment::AttachmentEvent;
use events::certificate::{CertificateEvent, IssuedDocument};
use events::ids::ArtifactId;
use events::letter::LetterEvent;
use events::vocabulary::wareki;
use projections::case_history::Entry;

use super::pair;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::certificate;

/// The document whose pages are shown, and how many at most.
const CERTIFICATE: &str = "certificate";
const PAGES: usize = 1;

/// A paper that went out.
pub(in crate::screens::audit) struct Artifact {
    title: String,
    pub(in crate::screens::audit) document: String,
    pub(in crate::screens::audit) id: ArtifactId,
    /// Its front is shown.
    drawn: bool,
}

/// What went out: certificates with their papers, and letters; and what came in as a scan, by its digest.
pub(super) fn issued(entries: &[Entry]) -> (Vec<Pair>, Vec<Issued>, Vec<Artifact>) {
    let (mut rows, mut papers, mut artifacts) = (Vec::new(), Vec::new(), Vec::new());
    let mut put = |title: String, one: &IssuedDocument, drawn: bool| {
        papers.push(Issued { title: title.clone(), artifact: one.artifact.to_string(), digest: one.sha256.clone() });
        artifacts.push(Artifact { title, document: one.document.clone(), id: one.artifact, drawn });
    };
    for entry in entries {
        match &entry.event {
            Event::Certificate(CertificateEvent::Issued(issued)) => {
                rows.push(pair("交付日", format!("{}（{}枚目）", wareki::long(issued.issued_on), issued.copy)));
                for one in &issued.documents {
                    let title = certificate::title(&one.document).unwrap_or(&one.document);
                    // The other papers follow from the certificate and are told by their digests.
                    put(title.to_owned(), one, one.document == CERTIFICATE);
                }
            }
            Event::Letter(LetterEvent::Issued(letter)) => {
                let label = format!("{}（{}）", letter.number, wareki::long(letter.issued_on));
                rows.push(pair(letter.kind.label(), label));
                put(format!("{}　{}", letter.kind.label(), letter.number), &letter.document, true);
            }
            _ => {}
        }
    }
    papers.extend(scans(entries));
    (rows, papers, artifacts)
}

/// What came in as a scan, by its digest; what was withdrawn is told by its event.
fn scans(entries: &[Entry]) -> impl Iterator<Item = Issued> {
    entries.iter().filter_map(|entry| match &entry.event {
        Event::Attachment(AttachmentEvent::Added(added)) => Some(Issued {
            title: format!("添付書類　{} {}ページ", added.scan.label(), added.pages),
            artifact: added.artifact.to_string(),
            digest: added.digest.clone(),
        }),
        _ => None,
    })
}

/// The fronts of certificates and letters, drawn from the kept bytes; what was erased has none.
pub(super) async fn pages(cx: &Cx, artifacts: &[Artifact]) -> Result<(Vec<IssuedPage>, Vec<Vec<u8>>), Problem> {
    let (mut pages, mut pictures) = (Vec::new(), Vec::new());
    for Artifact { title, id: artifact, .. } in artifacts.iter().filter(|artifact| artifact.drawn) {
        let bytes = match cx.acts().artifact(*artifact).await {
            Ok(bytes) => bytes,
            Err(ActError::NotFound | ActError::Erased) => continue,
            Err(error) => return Err(error.into()),
        };
        let drawn =
            tokio::task::spawn_blocking(move || documents::pictures(bytes, PAGES)).await.map_err(|_| Problem::Internal)?;
        let drawn = drawn.map_err(|error| {
            tracing::error!(%error, "an issued document cannot be drawn");
            Problem::Internal
        })?;
        pages.extend((1..=drawn.len()).map(|page| IssuedPage { title: format!("{title}　{page}枚目") }));
        pictures.extend(drawn);
    }
    Ok((pages, pictures))
}
