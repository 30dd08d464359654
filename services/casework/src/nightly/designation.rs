//! What a night finds about one designation: its term ends within the season of renewals, and none follows.

use events::ids::DesignationId;
use events::nightly::{Finding, TaskKind};
use events::vocabulary::OfficeCode;
use jiff::civil::Date;

/// A designation by its last day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term {
    /// 指定.
    pub designation: DesignationId,
    /// Last day of its last term.
    pub ends_on: Date,
    /// Granted by us: others write to their own doctors.
    pub own: bool,
    /// Ended before its term.
    pub ended: bool,
}

/// What is found about it. What is over is past renewing.
pub fn about_designation(term: Term, night: Date, (opens, closes): (Date, Date)) -> Option<Finding> {
    let due = term.own && !term.ended && term.ends_on >= night && (opens..=closes).contains(&term.ends_on);
    due.then_some(Finding {
        kind: TaskKind::DesignationEnding,
        about: term.designation.0,
        recipient: None,
        office: OfficeCode::DIVISION,
        day: term.ends_on,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const SEASON: (Date, Date) = (date(2026, 10, 1), date(2027, 9, 30));

    fn term(ends_on: Date) -> Term {
        Term { designation: DesignationId(Uuid::from_u128(1)), ends_on, own: true, ended: false }
    }

    #[test]
    fn what_ends_in_the_season_is_asked_for_its_renewal() {
        let night = date(2026, 10, 1);
        let found = |term| about_designation(term, night, SEASON).map(|finding| finding.day);
        assert_eq!(found(term(date(2027, 3, 31))), Some(date(2027, 3, 31)));
        assert_eq!(found(term(date(2027, 9, 30))), Some(date(2027, 9, 30)));
        assert_eq!(found(term(date(2027, 10, 1))), None, "next year");
        assert_eq!(about_designation(term(date(2027, 3, 31)), date(2027, 4, 1), SEASON), None, "it is over");
        assert_eq!(found(Term { own: false, ..term(date(2027, 3, 31)) }), None);
        assert_eq!(found(Term { ended: true, ..term(date(2027, 3, 31)) }), None);
    }
}
