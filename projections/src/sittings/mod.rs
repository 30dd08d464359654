//! When does the review board sit, and how far has it come? One row a sitting.

mod fold;
mod queries;
mod state;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{SittingRow, calendar};
pub use state::{Minutes, State, UnknownMinutes, UnknownState};

/// The read model.
pub struct Sittings;

impl Projection for Sittings {
    fn name(&self) -> &'static str {
        "sittings"
    }

    fn version(&self) -> i32 {
        3
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["sitting"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
