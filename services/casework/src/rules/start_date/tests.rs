//! The published examples, the end of months, and that a later application never starts earlier.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::{Caution, Masters};

fn ask(kind: ProcedureKind, facts: &StartFacts) -> (Result<Date, Stop>, Trace) {
    let applied = *facts.application_date.known().unwrap();
    let mut t = Trace::default();
    let result = start(&RuleSet::current(&Masters::default()), &Dates { kind, applied }, facts, &mut t);
    (result, t)
}

fn new(applied: Date, diagnosed: Date, late_reason: Option<LateReason>) -> Result<Date, Stop> {
    ask(ProcedureKind::New, &facts(ProcedureKind::New, applied, Input::Known(diagnosed), late_reason)).0
}

fn facts(kind: ProcedureKind, applied: Date, diagnosis_date: Input<Date>, late_reason: Option<LateReason>) -> StartFacts {
    StartFacts {
        kind: Input::Known(kind),
        application_date: Input::Known(applied),
        diagnosis_date,
        disease: None,
        late_reason,
        previous_end: Input::Unknown,
    }
}

#[test]
fn back_to_the_diagnosis_but_one_month_at_most() {
    for (applied, diagnosed, expected) in [
        // 20 December goes back to 20 November, 31 March to the last of February.
        (date(2023, 12, 20), date(2023, 11, 1), date(2023, 11, 20)),
        (date(2025, 3, 31), date(2025, 1, 10), date(2025, 2, 28)),
        (date(2024, 3, 31), date(2024, 1, 10), date(2024, 2, 29)),
        (date(2023, 12, 20), date(2023, 12, 1), date(2023, 12, 1)),
        (date(2026, 11, 6), date(2026, 10, 20), date(2026, 10, 20)),
        (date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 6)),
        // Nothing reaches back beyond the amendment.
        (date(2023, 10, 15), date(2023, 9, 1), date(2023, 10, 1)),
        (date(2023, 10, 1), date(2023, 8, 1), date(2023, 10, 1)),
    ] {
        assert_eq!(new(applied, diagnosed, None), Ok(expected), "{applied} {diagnosed}");
    }
}

#[test]
fn three_months_with_an_unavoidable_reason() {
    for reason in LateReason::ALL {
        let reason = Some(*reason);
        assert_eq!(new(date(2026, 5, 31), date(2026, 1, 5), reason), Ok(date(2026, 2, 28)));
        assert_eq!(new(date(2026, 5, 31), date(2026, 4, 5), reason), Ok(date(2026, 4, 5)), "diagnosis within");
        assert_eq!(new(date(2023, 12, 20), date(2023, 9, 5), reason), Ok(date(2023, 10, 1)), "the amendment");
    }
}

#[test]
fn before_the_amendment_from_the_application() {
    assert_eq!(new(date(2023, 9, 30), date(2023, 9, 1), None), Ok(date(2023, 9, 30)));
    let without_diagnosis = facts(ProcedureKind::New, date(2020, 5, 5), Input::Unknown, None);
    assert_eq!(ask(ProcedureKind::New, &without_diagnosis).0, Ok(date(2020, 5, 5)));
}

#[test]
fn renewal_change_and_moving_in() {
    let kind = ProcedureKind::Renewal;
    let mut renewal = facts(kind, date(2026, 8, 1), Input::Unknown, None);
    assert_eq!(ask(kind, &renewal).0, Err(Stop::Missing("previous_end".to_owned())));
    renewal.previous_end = Input::Known(date(2026, 9, 30));
    assert_eq!(ask(kind, &renewal).0, Ok(date(2026, 10, 1)));
    renewal.application_date = Input::Known(date(2026, 10, 1));
    assert!(matches!(ask(kind, &renewal).0, Err(Stop::Conflict { field, .. }) if field == "kind"));
    let change = |applied| ask(ProcedureKind::Change, &facts(ProcedureKind::Change, applied, Input::Unknown, None)).0;
    assert_eq!(change(date(2026, 8, 1)), Ok(date(2026, 8, 1)));
    assert_eq!(change(date(2026, 8, 2)), Ok(date(2026, 9, 1)));
    assert_eq!(change(date(2026, 12, 31)), Ok(date(2027, 1, 1)));
    let kind = ProcedureKind::TransferIn;
    assert_eq!(ask(kind, &facts(kind, date(2026, 8, 5), Input::Unknown, None)).0, Ok(date(2026, 8, 5)));
    let kind = ProcedureKind::Reissue;
    assert!(matches!(ask(kind, &facts(kind, date(2026, 8, 5), Input::Unknown, None)).0, Err(Stop::NotApplicable(_))));
}

#[test]
fn the_sentence_names_the_days() {
    let asked = facts(ProcedureKind::New, date(2026, 11, 6), Input::Known(date(2026, 10, 20)), None);
    let (_, t) = ask(ProcedureKind::New, &asked);
    assert_eq!(
        t.stored()[0].text,
        "診断 令和8年10月20日、申請 令和8年11月6日。申請日の1か月前は 令和8年10月6日。遅いほうをとります。"
    );
    let late = facts(ProcedureKind::New, date(2026, 11, 6), Input::Known(date(2026, 11, 7)), None);
    let (result, t) = ask(ProcedureKind::New, &late);
    assert_eq!(result, Ok(date(2026, 11, 7)));
    assert_eq!(t.cautions().collect::<Vec<_>>(), [Caution::DiagnosisAfterApplication]);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i32..4500).prop_map(|offset| date(2018, 1, 1) + jiff::Span::new().days(offset))
}

proptest! {
    #[test]
    fn a_later_application_never_starts_earlier(a in any_day(), b in any_day(), diagnosed in any_day(), late in any::<bool>()) {
        let reason = late.then_some(LateReason::Other);
        let (first, second) = (a.min(b), a.max(b));
        prop_assert!(new(first, diagnosed, reason).unwrap() <= new(second, diagnosed, reason).unwrap());
    }

    #[test]
    fn a_reason_never_shortens(applied in any_day(), diagnosed in any_day()) {
        prop_assert!(new(applied, diagnosed, Some(LateReason::Disaster)).unwrap() <= new(applied, diagnosed, None).unwrap());
    }

    #[test]
    fn never_before_the_diagnosis_nor_more_than_a_month_back(applied in any_day(), diagnosed in any_day()) {
        prop_assume!(applied >= date(2023, 10, 1));
        let start = new(applied, diagnosed, None).unwrap();
        prop_assert!(start >= diagnosed && start >= applied - jiff::Span::new().days(31));
        prop_assert!(start <= applied.max(diagnosed));
    }
}
