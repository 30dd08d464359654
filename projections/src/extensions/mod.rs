//! Which mass extensions (有効期間の一括延長) wait for their decision, and what came of the others?

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use fold::{Stage, UnknownStage};
pub use queries::{ExtensionRow, approved, list, waiting};

/// The read model.
pub struct Extensions;

impl Projection for Extensions {
    fn name(&self) -> &'static str {
        "extensions"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["extension"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
