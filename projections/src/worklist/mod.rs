//! What is to be done, by whom, since when, due when?
//!
//! `worklist_cases` says what an application is about, `worklist_steps` where it stands, `worklist_terms` how long a decision may take.
//! Handles every event of an application; of certificates, for a case is done only when its certificate is made; and of masters, for
//! they hold the standard processing period.

mod affected;
mod case;
mod doubts;
mod filter;
mod flag;
mod fold;
mod queries;
mod queue;
mod row;
mod terms;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use affected::affected;
pub use events::vocabulary::ApplicationStage as Stage;
pub use filter::{QueueFilter, Tally, tally};
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
        4
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["application", "certificate", "master"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::application(told)?.into_iter().collect())
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
