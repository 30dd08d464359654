//! Which certificates wait to be printed, and how far is each print run? One row an award with its newest certificate, and one a run.

mod fold;
mod queries;

use events::Event;
use events::certificate::CertificateEvent;
use events::print_run::PrintRunEvent;
use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{DueRow, DueState, RunRow, UnknownDueState, due, newest, of_awards, to_render};

use crate::told::FoldError;

/// The read model.
pub struct Prints;

impl Projection for Prints {
    fn name(&self) -> &'static str {
        "prints"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["award", "certificate", "print_run"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        let stream = told.recorded.stream_id;
        Ok(match told.event().map_err(FoldError::from)? {
            Event::Certificate(CertificateEvent::Issued(event)) => vec![event.award.0],
            Event::Certificate(CertificateEvent::IssueStopped(event)) => vec![event.award.0],
            Event::Certificate(CertificateEvent::Voided(event)) => vec![event.award.0],
            Event::PrintRun(PrintRunEvent::Frozen(event)) => {
                event.items.iter().map(|item| item.award.0).chain([stream]).collect()
            }
            Event::PrintRun(PrintRunEvent::Closed(event)) => event.left.iter().map(|award| award.0).chain([stream]).collect(),
            _ => vec![stream],
        })
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
