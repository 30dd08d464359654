//! Which doctors and institutions are designated (指定医・指定医療機関), until when, and where? One row a designation.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{DesignationFilter, DesignationRow, Standing, TermRow, UnknownStanding, by_number, of, page, terms};

/// The read model.
pub struct Designations;

impl Projection for Designations {
    fn name(&self) -> &'static str {
        "designations"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["designation"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
