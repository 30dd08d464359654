//! Which notices (届) wait, at whose desk, until when, and what became of them?

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use fold::{Stage, UnknownStage};
pub use queries::{NoticeCount, NoticeFilter, NoticeRow, counts, of_recipient, page};

/// The read model.
pub struct Notices;

impl Projection for Notices {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["notice"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
