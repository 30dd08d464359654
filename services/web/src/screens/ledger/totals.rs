//! How many awards and recipients there are. Counting walks the whole ledger, so the answer is kept until an award changes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use events::vocabulary::OfficeCode;
use projections::ReadError;
use projections::ledger::{self, AsOf, LedgerCounts};
use sqlx::PgPool;

/// Questions whose answers are kept; all are dropped when there are more.
const KEPT: usize = 64;

/// What is counted: from where one looks, and for which office.
type Question = (AsOf, Option<OfficeCode>);

/// The kept answers, each with the change it stands on.
#[derive(Default)]
pub(crate) struct Totals(Mutex<HashMap<Question, (i64, LedgerCounts)>>);

impl Totals {
    /// The counts of now.
    pub(crate) async fn of(&self, pool: &PgPool, as_of: AsOf, office: Option<OfficeCode>) -> Result<LedgerCounts, ReadError> {
        // Asked before counting: an award that changes in between makes the answer newer than it says, and it is counted once more.
        let change = ledger::last_change(pool).await?;
        if let Some(counts) = self.kept((as_of, office), change) {
            return Ok(counts);
        }
        let counts = ledger::counts(pool, as_of, office).await?;
        self.keep((as_of, office), change, counts);
        Ok(counts)
    }

    fn kept(&self, question: Question, change: i64) -> Option<LedgerCounts> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&question).filter(|(stands_on, _)| *stands_on == change).map(|(_, counts)| *counts)
    }

    fn keep(&self, question: Question, change: i64, counts: LedgerCounts) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(question, (change, counts));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_until_an_award_changes() {
        let totals = Totals::default();
        let counts = LedgerCounts { recipients: 3, awards: 4, without_certificate: 1 };
        totals.keep((AsOf::default(), None), 7, counts);
        assert_eq!(totals.kept((AsOf::default(), None), 7), Some(counts));
        assert_eq!(totals.kept((AsOf::default(), None), 8), None, "an award has changed");
        assert_eq!(totals.kept((AsOf { known: Some(5), valid_on: None }, None), 7), None, "another question");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let totals = Totals::default();
        let counts = LedgerCounts { recipients: 0, awards: 0, without_certificate: 0 };
        for position in 0..1_000 {
            totals.keep((AsOf { known: Some(position), valid_on: None }, None), 1, counts);
        }
        assert!(totals.0.lock().unwrap().len() <= KEPT);
    }
}
