//! Whose home must nobody learn from us (支援措置)? By the application under which it was recorded, and by the recipient it led to.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use events::Event;
use events::protection::ProtectionEvent;
use events::recipient::RecipientEvent;
use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{Protection, among};

/// The read model.
pub struct Protections;

impl Projection for Protections {
    fn name(&self) -> &'static str {
        "protections"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["protection", "recipient"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(match told.event()? {
            Event::Protection(ProtectionEvent::Recorded(event)) => vec![event.application.0],
            Event::Protection(ProtectionEvent::Ended(event)) => vec![event.application.0],
            Event::Recipient(RecipientEvent::Registered(event)) => vec![event.application.0],
            _ => Vec::new(),
        })
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
