//! Attachments (添付書類), as they were meant.

use events::Event;
use events::attachment::{Added, AttachmentEvent, ScanKind, Withdrawn};
use events::ids::{ApplicationId, ArtifactId, RecipientId};

use super::{id, text};

pub fn samples() -> Vec<Event> {
    let events: [AttachmentEvent; 2] = [
        Added {
            application: ApplicationId(id(4)),
            recipient: Some(RecipientId(id(3))),
            document_kind: "tax_certificate".to_owned(),
            artifact: ArtifactId(id(8)),
            digest: "cd".repeat(32),
            scan: ScanKind::Pdf,
            pages: 2,
            length: 402_112,
            note: Some(text("裏面あり。")),
        }
        .into(),
        Withdrawn { application: ApplicationId(id(4)), why: text("別の人の書類だった。") }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
