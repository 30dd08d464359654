//! What happened in a case? Every event of an application or a notice, and of the recipient, award and certificates that came of it, as it was
//! written; and the sentence that tells it ([`sentence`]).

mod fold;
mod hands;
mod queries;
mod sentences;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use hands::{Decision, Hand, decisions, hands};
pub use queries::{Entry, of_case};
pub use sentences::{CodesOnly, Detail, Sentence, Words, sentence, title};

/// The read model.
pub struct CaseHistory;

impl Projection for CaseHistory {
    fn name(&self) -> &'static str {
        "case_history"
    }

    fn version(&self) -> i32 {
        5
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &[
            "application",
            "notice",
            "reimbursement",
            "payment_batch",
            "extension",
            "recipient",
            "award",
            "certificate",
            "letter",
            "note",
            "protection",
            "same_person",
            "mailing",
            "attachment",
        ]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::cases(told)?)
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
