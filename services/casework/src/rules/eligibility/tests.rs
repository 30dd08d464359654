//! Age at the eve of the birthday and a day around it, leap-day births, residence by the master.

use events::vocabulary::{MunicipalityCode, ProcedureKind};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::samples;

fn eligible(kind: ProcedureKind, applied: Date, birth: Date) -> Result<bool, Stop> {
    let masters = samples::masters();
    let facts = AgeFacts { kind: Input::Known(kind), application_date: Input::Known(applied), birth_date: Input::Known(birth) };
    age(&RuleSet::current(&masters), &Dates { kind, applied }, &facts, &masters, &mut Trace::default())
}

#[test]
fn new_applications_end_with_the_eve_of_the_18th_birthday() {
    let birth = date(2008, 6, 10);
    for (applied, expected) in
        [(date(2026, 6, 8), true), (date(2026, 6, 9), true), (date(2026, 6, 10), false), (date(2026, 6, 11), false)]
    {
        assert_eq!(eligible(ProcedureKind::New, applied, birth), Ok(expected), "{applied}");
        assert_eq!(eligible(ProcedureKind::Renewal, applied, birth), Ok(true), "{applied}");
    }
}

#[test]
fn all_others_end_with_the_eve_of_the_20th_birthday() {
    let birth = date(2006, 6, 10);
    for kind in [ProcedureKind::Renewal, ProcedureKind::Change, ProcedureKind::TransferIn, ProcedureKind::Reissue] {
        assert_eq!(eligible(kind, date(2026, 6, 9), birth), Ok(true));
        assert_eq!(eligible(kind, date(2026, 6, 10), birth), Ok(false));
    }
    assert_eq!(eligible(ProcedureKind::New, date(2025, 7, 1), birth), Ok(false), "19 years old");
}

#[test]
fn born_on_29_february() {
    let birth = date(2008, 2, 29);
    assert_eq!(eligible(ProcedureKind::New, date(2026, 2, 28), birth), Ok(true));
    assert_eq!(eligible(ProcedureKind::New, date(2026, 3, 1), birth), Ok(false));
    assert_eq!(eligible(ProcedureKind::Renewal, date(2028, 2, 28), birth), Ok(true));
    assert_eq!(eligible(ProcedureKind::Renewal, date(2028, 2, 29), birth), Ok(false));
}

#[test]
fn a_birth_after_the_application_is_a_contradiction() {
    assert!(matches!(
        eligible(ProcedureKind::New, date(2026, 4, 1), date(2026, 4, 2)),
        Err(Stop::Conflict { field, .. }) if field == "birth_date"
    ));
}

#[test]
fn residence_is_by_the_master() {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::New, applied: date(2026, 4, 1) };
    let here = |code: &str| {
        let code = Input::Known(MunicipalityCode::parse(code).unwrap());
        residence(&set, &dates, &code, &masters, &mut Trace::default())
    };
    assert_eq!(here("412015"), Ok(true));
    assert_eq!(here("131016"), Ok(false));
    let unknown = residence(&set, &dates, &Input::Unknown, &masters, &mut Trace::default());
    assert_eq!(unknown, Err(Stop::Missing("municipality".to_owned())));
}

proptest! {
    /// Once refused, a later application is refused as well.
    #[test]
    fn age_only_ever_runs_out(birth in 0_i32..9000, first in 0_i32..9000, later in 0_i32..2000) {
        let day = |offset: i32| date(2000, 1, 1) + jiff::Span::new().days(offset);
        let (birth, applied) = (day(birth), day(first));
        let after = day(first + later);
        for kind in ProcedureKind::ALL {
            if let (Ok(before), Ok(after)) = (eligible(*kind, applied, birth), eligible(*kind, after, birth)) {
                prop_assert!(before || !after);
            }
        }
    }
}

#[test]
fn diseases_are_added_until_18_and_adults_move_in_without_a_break() {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let birth = Input::Known(date(2008, 6, 10));
    let asked = |applied| Asked { set: &set, dates: Dates { kind: ProcedureKind::TransferIn, applied }, masters: &masters };
    let add = |applied| disease(&asked(applied), &Input::Known(applied), &birth, &mut Trace::default());
    assert_eq!(add(date(2026, 6, 9)), Ok(true));
    assert_eq!(add(date(2026, 6, 10)), Ok(false));
    let move_in = |applied, end: Option<Date>| {
        continuity(&asked(applied), &Input::Known(applied), &birth, &end.into(), &mut Trace::default())
    };
    assert_eq!(move_in(date(2026, 6, 9), None), Ok(true), "a child needs no award before");
    assert_eq!(move_in(date(2026, 6, 10), None), Err(Stop::Missing("previous_end".to_owned())));
    assert_eq!(move_in(date(2026, 7, 1), Some(date(2026, 6, 30))), Ok(true), "the day after");
    assert_eq!(move_in(date(2026, 7, 2), Some(date(2026, 6, 30))), Ok(false), "a day between");
}
