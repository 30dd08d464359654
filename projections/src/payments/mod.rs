//! What is each decided claim (療養費) owed, in which batch does it stand, and what became of each line? One row a claim, a batch, a line. Always:
//! decided = paid + in batches + open, and of a batch: total = paid + rejected + waiting.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use fold::{Stage, UnknownStage};
pub use queries::{
    BatchRow, DuePlace, DueRow, LineRow, PaidRow, Totals, all, changing_accounts, counts, dues, lines, paid_between, totals,
};

/// The read model.
pub struct Payments;

impl Projection for Payments {
    fn name(&self) -> &'static str {
        "payments"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["reimbursement", "payment_batch"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::keys(told)?)
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
