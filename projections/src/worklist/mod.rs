//! What is to be done, by whom, since when, due when?
//!
//! `worklist_cases` says what an application is about, `worklist_steps` where it stands, `worklist_terms` how long a decision may take,
//! `worklist_staff` who is at their desk. Handles every event of an application; of certificates, for a case is done only when its
//! certificate is made; of masters, for they hold the standard processing period; and of accounts, for what somebody worked on who is gone
//! is nobody's.

mod affected;
mod case;
mod checked;
mod clerks;
mod clock;
mod doubts;
mod filter;
mod flag;
mod fold;
mod queries;
mod queue;
mod row;
mod staff;
mod terms;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use affected::affected;
pub use checked::{Checked, checked_by};
pub use events::vocabulary::ApplicationStage as Stage;
pub use filter::{ClerkFilter, QueueFilter, Tally, tally};
pub use flag::{Flag, UnknownFlag};
pub use queries::{QueueCount, around, by_receipt_number, counts, counts_at, of_recipient, page, page_at, row, rows};
pub use queue::{Queue, UnknownQueue};
pub use row::WorklistRow;

/// The read model.
pub struct Worklist;

impl Projection for Worklist {
    fn name(&self) -> &'static str {
        "worklist"
    }

    fn version(&self) -> i32 {
        7
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["application", "certificate", "master", "account"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        let staff = staff::change(told)?.map(|(staff, _)| staff);
        Ok(fold::application(told)?.into_iter().chain(staff).collect())
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
