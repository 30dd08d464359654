//! How many awards and recipients there are, in all and by office and tier. Counting walks the whole ledger, so the answer is kept: that of
//! the present until an award changes, that of a past moment for as long as there is room, for it cannot change any more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use events::vocabulary::OfficeCode;
use projections::ReadError;
use projections::ledger::{self, AsOf, LedgerCounts, TierTotal};
use sqlx::PgPool;

/// Questions whose answers are kept; all are dropped when there are more.
const KEPT: usize = 64;

/// What is counted: from where one looks, and for which office.
type Question = (AsOf, Option<OfficeCode>);

/// The ledger in figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Figures {
    /// In all.
    pub(crate) counts: LedgerCounts,
    /// By office and tier; only of a past moment, whose page shows them.
    pub(crate) totals: Vec<TierTotal>,
}

/// The kept answers, each with the change it stands on.
#[derive(Default)]
pub(crate) struct LedgerFigures(Mutex<HashMap<Question, (i64, Arc<Figures>)>>);

impl LedgerFigures {
    /// The figures of a moment.
    pub(crate) async fn of(&self, pool: &PgPool, as_of: AsOf, office: Option<OfficeCode>) -> Result<Arc<Figures>, ReadError> {
        // Asked before counting: an award that changes in between makes the answer newer than it says, and it is counted once more.
        let change = match as_of.known {
            Some(_) => 0,
            None => ledger::last_change(pool).await?,
        };
        if let Some(figures) = self.kept((as_of, office), change) {
            return Ok(figures);
        }
        let figures = if as_of == AsOf::default() {
            Figures { counts: ledger::counts(pool, as_of, office).await?, totals: Vec::new() }
        } else {
            let (counts, totals) = tokio::try_join!(ledger::counts(pool, as_of, office), ledger::totals(pool, as_of, office))?;
            Figures { counts, totals }
        };
        let figures = Arc::new(figures);
        self.keep((as_of, office), change, Arc::clone(&figures));
        Ok(figures)
    }

    fn kept(&self, question: Question, change: i64) -> Option<Arc<Figures>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&question).filter(|(stands_on, _)| *stands_on == change).map(|(_, figures)| Arc::clone(figures))
    }

    fn keep(&self, question: Question, change: i64, figures: Arc<Figures>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(question, (change, figures));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(recipients: i64) -> Arc<Figures> {
        Arc::new(Figures { counts: LedgerCounts { recipients, awards: 4, without_certificate: 1 }, totals: Vec::new() })
    }

    #[test]
    fn an_answer_is_kept_until_an_award_changes() {
        let kept = LedgerFigures::default();
        kept.keep((AsOf::default(), None), 7, figures(3));
        assert_eq!(kept.kept((AsOf::default(), None), 7), Some(figures(3)));
        assert_eq!(kept.kept((AsOf::default(), None), 8), None, "an award has changed");
        assert_eq!(kept.kept((AsOf { known: Some(5), valid_on: None }, None), 7), None, "another question");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let kept = LedgerFigures::default();
        for position in 0..1_000 {
            kept.keep((AsOf { known: Some(position), valid_on: None }, None), 1, figures(0));
        }
        assert!(kept.0.lock().unwrap().len() <= KEPT);
    }
}
