//! Each month of application, the eve of the 20th birthday, renewals and changes, and the warning beyond 15 months.

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::rules::{Caution, samples};

const BIRTH: Date = date(2018, 5, 5);

fn ask(masters: &Masters, kind: ProcedureKind, start: Date, applied: Date, birth: Date) -> (Result<Date, Stop>, Trace) {
    let facts = EndFacts {
        kind: Input::Known(kind),
        start: Ok(start),
        application_date: Input::Known(applied),
        birth_date: Input::Known(birth),
        award_end: Input::Known(date(2027, 9, 30)),
    };
    let mut t = Trace::default();
    let result = end(&RuleSet::current(masters), &Dates { kind, applied }, &facts, masters, &mut t);
    (result, t)
}

fn new(applied: Date) -> Date {
    ask(&samples::masters(), ProcedureKind::New, applied, applied, BIRTH).0.unwrap()
}

#[test]
fn by_the_month_of_application() {
    for (applied, expected) in [
        (date(2026, 1, 1), 2026),
        (date(2026, 6, 30), 2026),
        (date(2026, 7, 1), 2027),
        (date(2026, 9, 30), 2027),
        (date(2026, 10, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 6, 30), 2027),
    ] {
        assert_eq!(new(applied), date(expected, 9, 30), "{applied}");
        let moved_in = ask(&samples::masters(), ProcedureKind::TransferIn, applied, applied, BIRTH).0;
        assert_eq!(moved_in, Ok(date(expected, 9, 30)), "{applied}");
    }
}

#[test]
fn at_most_the_eve_of_the_20th_birthday() {
    let masters = samples::masters();
    let renewal = |birth| ask(&masters, ProcedureKind::Renewal, date(2026, 10, 1), date(2026, 8, 1), birth).0;
    assert_eq!(renewal(date(2007, 9, 30)), Ok(date(2027, 9, 29)));
    assert_eq!(renewal(date(2007, 10, 1)), Ok(date(2027, 9, 30)));
    assert_eq!(renewal(date(2007, 10, 2)), Ok(date(2027, 9, 30)));
    assert_eq!(renewal(date(2007, 2, 1)), Ok(date(2027, 1, 31)));
    let leap = ask(&masters, ProcedureKind::Renewal, date(2027, 10, 1), date(2027, 8, 1), date(2008, 2, 29)).0;
    assert_eq!(leap, Ok(date(2028, 2, 28)));
    assert!(matches!(renewal(date(2006, 10, 1)), Err(Stop::Conflict { .. })), "nothing is left");
}

#[test]
fn renewal_runs_a_season_and_change_keeps_its_award() {
    let masters = samples::masters();
    let asked = |kind| ask(&masters, kind, date(2026, 10, 1), date(2026, 8, 20), BIRTH).0;
    assert_eq!(asked(ProcedureKind::Renewal), Ok(date(2027, 9, 30)));
    assert_eq!(asked(ProcedureKind::Change), Ok(date(2027, 9, 30)));
}

#[test]
fn beyond_fifteen_months_it_warns() {
    let mut masters = samples::masters();
    let (_, t) = ask(&masters, ProcedureKind::New, date(2026, 7, 1), date(2026, 7, 1), BIRTH);
    assert_eq!(t.cautions().count(), 0, "the default never does");
    let june = samples::row("program", "end.cut_over_month", json!({ "value": 6, "unit": "月", "label": "見本" }));
    masters.adopt(2, &june).unwrap();
    let (end, t) = ask(&masters, ProcedureKind::New, date(2026, 6, 2), date(2026, 6, 2), BIRTH);
    assert_eq!(end, Ok(date(2027, 9, 30)));
    assert_eq!(t.cautions().collect::<Vec<_>>(), [Caution::LongPeriod]);
    assert!(t.stored()[0].text.contains("15か月"));
}

#[test]
fn another_common_end_is_a_row() {
    let mut masters = samples::masters();
    for (key, value) in [("end.month", 3), ("end.day", 31), ("end.cut_over_month", 12)] {
        masters.adopt(2, &samples::row("program", key, json!({ "value": value, "unit": "－", "label": "見本" }))).unwrap();
    }
    let asked = |applied| ask(&masters, ProcedureKind::New, applied, applied, BIRTH).0;
    assert_eq!(asked(date(2026, 11, 30)), Ok(date(2027, 3, 31)));
    assert_eq!(asked(date(2026, 12, 1)), Ok(date(2028, 3, 31)));
    assert_eq!(asked(date(2027, 2, 1)), Ok(date(2028, 3, 31)));
    assert_eq!(asked(date(2027, 4, 1)), Ok(date(2028, 3, 31)));
}

#[test]
fn a_missing_row_is_named() {
    let empty = Masters::default();
    let (result, _) = ask(&empty, ProcedureKind::New, date(2026, 4, 1), date(2026, 4, 1), BIRTH);
    assert_eq!(result, Err(Stop::Missing("masters.program.end.month".to_owned())));
}

proptest! {
    /// Told a second time, day by day.
    #[test]
    fn against_a_calendar_walked_by_days(offset in 0_i32..1500) {
        let applied = date(2024, 1, 1) + jiff::Span::new().days(offset);
        let mut day = applied;
        let mut skip = i32::from((7..=9).contains(&applied.month()));
        while !(day.month() == 9 && day.day() == 30) || skip > 0 {
            if day.month() == 9 && day.day() == 30 {
                skip -= 1;
            }
            day = day.tomorrow()?;
        }
        prop_assert_eq!(new(applied), day);
    }

    #[test]
    fn a_later_application_never_ends_earlier(a in 0_i32..1500, b in 0_i32..1500) {
        let day = |offset: i32| date(2024, 1, 1) + jiff::Span::new().days(offset);
        prop_assert!(new(day(a.min(b))) <= new(day(a.max(b))));
    }
}
