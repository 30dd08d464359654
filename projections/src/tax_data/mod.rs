//! Whose tier changes with the data of a new tax year (課税情報), and who looked at it? One row a household: the newest data.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{Tally, TaxFilter, TaxRow, page, tally};

/// The read model.
pub struct TaxData;

impl Projection for TaxData {
    fn name(&self) -> &'static str {
        "tax_data"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["tax_data"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
