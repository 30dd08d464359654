//! Which claims for reimbursement (療養費) wait, at whose desk, until when, and what was decided?

mod fold;
mod paid;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use fold::{Stage, UnknownStage};
pub use paid::{PaidMonth, paid_by_month};
pub use queries::{ClaimCount, ClaimRow, counts, of_recipient, page, paid_to};

/// The read model.
pub struct Reimbursements;

impl Projection for Reimbursements {
    fn name(&self) -> &'static str {
        "reimbursements"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["reimbursement"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
