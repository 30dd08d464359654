//! `GET /letters/{id}`: a letter as it went out. Opening it is written down before it is shown.

use axum::response::Response;
use events::ids::{CommandId, LetterId};
use events::letter::{Issued, LetterEvent};
use events::{Event, Log};

use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::protection;

async fn issued(cx: &Cx, letter: LetterId) -> Result<Issued, Problem> {
    let recorded = store::stream_events(cx.pool(), Log::Casework, letter.0, 0).await?;
    let found = recorded.iter().find_map(|event| match event.decode() {
        Ok(Event::Letter(LetterEvent::Issued(issued))) => Some(issued),
        _ => None,
    });
    found.ok_or(Problem::NotFound)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(letter): Id<LetterId>) -> Result<Response, Problem> {
    let issued = issued(&cx, letter).await?;
    if let Some(instead) = protection::instead(&cx, &[issued.application.0]).await? {
        return Ok(instead);
    }
    let request = cx.request_as(CommandId(cx.new_uuid()), None, cx.staff()?.actor.clone());
    let document = &issued.document;
    cx.acts().document_opened(&request, &document.document, document.artifact, issued.application.0).await?;
    cx.seen_is_written();
    let bytes = cx.acts().artifact(document.artifact).await?;
    file_answer::shown(bytes, "letter.pdf")
}
