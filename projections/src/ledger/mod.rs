//! Who is entitled to what? The ledger of recipients (受給者台帳).
//!
//! Two tables: `ledger_people` has the particulars, `ledger_awards` a row for each award. Both are temporal twice: what was known at a
//! position of the log, and for which days it holds. Names are searched in memory only ([`search`]).

mod affected;
mod comparing;
mod ending;
mod fold;
mod queries;
mod row;
pub mod search;
#[cfg(test)]
mod tests;
mod totals;
mod touching;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use affected::{Affecting, affected};
pub use comparing::{AwardChange, Counted, Differing, changes_between, changes_of, differing};
pub use ending::{EndingRow, ending};
pub use queries::{
    AsOf, LedgerCounts, LedgerPage, by_number, by_numbers, counts, last_change, of_application, of_awards, of_recipient,
    of_recipients, page, with_redress,
};
pub use row::{After, AfterError, CertificateState, Ended, LedgerRow, RedressKind};
pub use totals::{TierTotal, around, totals};
pub use touching::{Touching, count_touching, entitled_by, touching};

/// The read model.
pub struct Ledger;

impl Projection for Ledger {
    fn name(&self) -> &'static str {
        "ledger"
    }

    fn version(&self) -> i32 {
        4
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["recipient", "award", "certificate"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::keys(told)?)
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
