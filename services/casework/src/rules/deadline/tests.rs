//! The clock without and with corrections, and the same told day by day.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::version::Dates;
use crate::rules::{RuleSet, samples};

const APPLIED: Date = date(2026, 4, 1);

fn ask(corrections: &[(Date, Option<Date>)]) -> Result<Deadline, Stop> {
    ask_with(corrections, &[])
}

fn ask_with(corrections: &[(Date, Option<Date>)], inquiries: &[(Date, Option<Date>)]) -> Result<Deadline, Stop> {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::New, applied: APPLIED };
    let stops = |stops: &[(Date, Option<Date>)]| -> Vec<Correction> {
        stops.iter().map(|(sent, returned)| Correction { sent: *sent, returned: *returned }).collect()
    };
    let (corrections, inquiries) = (Input::Known(stops(corrections)), stops(inquiries));
    let facts = DeadlineFacts { application_date: Input::Known(APPLIED), corrections, inquiries };
    deadline(&Asked { set: &set, dates, masters: &masters }, &facts, &mut Trace::default())
}

#[test]
fn sixty_days_that_stop_during_a_correction() {
    assert_eq!(ask(&[]), Ok(Deadline::Due(date(2026, 5, 31))));
    assert_eq!(ask(&[(date(2026, 4, 10), Some(date(2026, 4, 20)))]), Ok(Deadline::Due(date(2026, 6, 10))));
    assert_eq!(ask(&[(date(2026, 4, 10), None)]), Ok(Deadline::Stopped(51)));
    assert_eq!(ask(&[(date(2026, 4, 10), Some(date(2026, 4, 10)))]), Ok(Deadline::Due(date(2026, 5, 31))));
    assert_eq!(ask(&[(date(2026, 7, 1), None)]), Ok(Deadline::Due(date(2026, 5, 31))), "too late to stop anything");
}

#[test]
fn wrong_dates_are_refused() {
    assert!(matches!(ask(&[(date(2026, 3, 31), None)]), Err(Stop::Conflict { .. })));
    assert!(matches!(ask(&[(date(2026, 4, 10), Some(date(2026, 4, 9)))]), Err(Stop::Conflict { .. })));
}

#[test]
fn a_correction_and_an_inquiry_run_on_one_clock() {
    let day = |day| date(2026, 4, day);
    let correction = [(day(10), Some(day(20)))];
    assert_eq!(ask_with(&correction, &[(day(15), Some(day(25)))]), Ok(Deadline::Due(date(2026, 6, 15))), "15 days, not 20");
    assert_eq!(ask_with(&correction, &[(day(15), None)]), Ok(Deadline::Stopped(51)));
    assert_eq!(ask_with(&[], &correction), ask(&correction));
    assert!(matches!(ask_with(&[], &[(day(10), Some(day(9)))]), Err(Stop::Conflict { .. })));
}

proptest! {
    #[test]
    fn told_day_by_day(corrections in prop::collection::vec((0_i32..100, 0_i32..40), 0..5)) {
        let day = |offset: i32| APPLIED + jiff::Span::new().days(offset);
        let given: Vec<(Date, Option<Date>)> =
            corrections.iter().map(|(from, days)| (day(*from), Some(day(from + days)))).collect();
        let (mut left, mut offset) = (60, 0);
        while left > 0 {
            offset += 1;
            let stopped = corrections.iter().any(|(from, days)| *from < offset && offset <= from + days);
            left -= i32::from(!stopped);
        }
        prop_assert_eq!(ask(&given), Ok(Deadline::Due(day(offset))));
    }
}
