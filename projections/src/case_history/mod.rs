//! What happened in a case? Every event of an application, and of the recipient, award and certificates that came of it, as it was
//! written; and the sentence that tells it ([`sentence`]).

mod queries;
mod sentences;
mod tables;
#[cfg(test)]
mod tests;

use events::Event;
use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::recipient::RecipientEvent;
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::PgConnection;
use store::{Projection, ProjectionError, Recorded};
use uuid::Uuid;

pub use queries::{Entry, of_case};
pub use sentences::{CodesOnly, Detail, Sentence, Words, sentence, title};

use crate::told::{self, Told};

/// The read model.
pub struct CaseHistory;

/// The application an event belongs to.
fn application(told: &Told<'_>) -> Option<Uuid> {
    match &told.event {
        Event::Application(_) => Some(told.recorded.stream_id),
        Event::Recipient(RecipientEvent::Registered(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Granted(event)) => Some(event.application.0),
        Event::Certificate(CertificateEvent::Issued(event)) => Some(event.application.0),
        Event::Certificate(CertificateEvent::IssueStopped(event)) => Some(event.application.0),
        Event::Account(_)
        | Event::Master(_)
        | Event::Register(_)
        | Event::Erasure(_)
        | Event::Installation(_)
        | Event::Viewing(_) => None,
    }
}

impl Projection for CaseHistory {
    fn name(&self) -> &'static str {
        "case_history"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn tables(&self) -> &'static [&'static str] {
        &["case_history_entries"]
    }

    fn handles(&self, event_type: &str) -> bool {
        ["application.", "recipient.", "award.", "certificate."].iter().any(|stream| event_type.starts_with(stream))
    }

    fn apply<'a>(&'a self, conn: &'a mut PgConnection, batch: &'a [Recorded]) -> BoxFuture<'a, Result<(), ProjectionError>> {
        async move {
            let told = told::read(batch)?;
            let rows: Vec<(Uuid, &Recorded)> = told.iter().filter_map(|told| Some((application(told)?, told.recorded))).collect();
            tables::write(conn, &rows).await.map_err(told::failed(batch))
        }
        .boxed()
    }
}
