//! Which inquiries (照会) wait for an answer, and since when? One row an inquiry. Whom and what was asked says its case.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use events::Event;
use events::application::ApplicationEvent;
use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{InquiryRow, InquiryState, UnknownInquiryState, counts, page};

/// The read model.
pub struct Inquiries;

impl Projection for Inquiries {
    fn name(&self) -> &'static str {
        "inquiries"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["application"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(match told.event()? {
            Event::Application(ApplicationEvent::Inquired(event)) => vec![event.inquiry.0],
            Event::Application(ApplicationEvent::InquiryAnswered(event)) => vec![event.inquiry.0],
            Event::Application(ApplicationEvent::InquiryWithdrawn(event)) => vec![event.inquiry.0],
            _ => Vec::new(),
        })
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
