//! Which rows of the ledger are one person (同じ人), and under which of them do they go on? One row a recipient that was ever linked.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use events::Event;
use events::same_person::SamePersonEvent;
use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{Link, of};

/// The read model.
pub struct SamePersons;

impl Projection for SamePersons {
    fn name(&self) -> &'static str {
        "same_persons"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["same_person"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(match told.event()? {
            Event::SamePerson(SamePersonEvent::Linked(event)) => vec![event.recipient.0],
            Event::SamePerson(SamePersonEvent::Unlinked(event)) => vec![event.recipient.0],
            _ => Vec::new(),
        })
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
