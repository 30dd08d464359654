//! What did institutions claim for whom, and what did a recipient's months cost (請求明細・管理票)? Claims as they came in with the verdict on each,
//! the months that staff keyed in, and what was taken back; totals are reckoned over the rows of imports that stand.

mod fold;
mod months;
mod queries;
#[cfg(test)]
mod tests;
mod totals;
mod unanswered;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use months::{MonthRow, months};
pub use queries::{ClaimLine, ImportRow, Standing, TakenBackRow, earlier, imports, one, rows};
pub use totals::{Dimension, Total, UnknownDimension, totals};
pub use unanswered::{Unanswered, UseRow, counted, unanswered, uses, uses_of};

/// The read model.
pub struct Claims;

impl Projection for Claims {
    fn name(&self) -> &'static str {
        "claims"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["claim_import", "cap_sheet"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::keys(told)?)
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
