//! Where is a letter (通知文書): to be posted, posted, returned, kept? One row a letter. Whom it is about says its case.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{LetterFilter, LetterRow, LetterState, UnknownLetterState, counts, page, unsettled};

/// The read model.
pub struct Letters;

impl Projection for Letters {
    fn name(&self) -> &'static str {
        "letters"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["letter"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
