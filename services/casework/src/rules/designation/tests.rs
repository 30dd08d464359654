//! Terms side by side with the days, and the same counted day by day.

use events::vocabulary::ProcedureKind;
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::version::Dates;
use crate::rules::{RuleSet, samples};

fn term(from: Date, to: Date) -> ValidityPeriod {
    ValidityPeriod::new(from, to).unwrap()
}

fn ask(kind: DesignationKind, terms: &[ValidityPeriod], from: Date, until: Date) -> (Result<Standing, Stop>, Trace) {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::New, applied: from };
    let (from, until) = (Input::Known(from), Input::Known(until));
    let facts = DesignationFacts { kind, number: Input::Known("SG-0012".to_owned()), terms: terms.to_vec(), from, until };
    let mut trace = Trace::default();
    let standing = standing(&Asked { set: &set, dates, masters: &masters }, &facts, &mut trace);
    (standing, trace)
}

#[test]
fn a_doctor_counts_on_the_day_of_the_opinion() {
    let terms = [term(date(2021, 10, 1), date(2026, 9, 30))];
    let on = |day| ask(DesignationKind::Doctor, &terms, day, day).0;
    assert_eq!(on(date(2021, 10, 1)), Ok(Standing::Designated));
    assert_eq!(on(date(2026, 9, 30)), Ok(Standing::Designated));
    assert_eq!(on(date(2026, 10, 1)), Ok(Standing::NotThen));
    assert_eq!(on(date(2021, 9, 30)), Ok(Standing::NotThen));
    assert_eq!(ask(DesignationKind::Doctor, &[], date(2026, 1, 1), date(2026, 1, 1)).0, Ok(Standing::Unknown));
}

#[test]
fn an_institution_counts_over_the_award_without_a_gap() {
    let (first, next) = (term(date(2021, 1, 1), date(2026, 12, 31)), term(date(2027, 1, 1), date(2032, 12, 31)));
    let over = |terms: &[ValidityPeriod]| ask(DesignationKind::Institution, terms, date(2026, 10, 1), date(2027, 9, 30));
    assert_eq!(over(&[first, next]).0, Ok(Standing::Designated));
    assert_eq!(over(&[first]).0, Ok(Standing::EndsOn(date(2026, 12, 31))));
    let (_, trace) = over(&[first]);
    let step = &trace.stored()[0];
    assert_eq!(step.out_text, "令和8年12月31日まで");
    assert_eq!(
        step.text,
        "指定医療機関（SG-0012）を支給認定の有効期間（令和8年10月1日から令和9年9月30日まで）でみます。名簿の有効期間は令和3年1月1日から令和8年12月31日まで。"
    );
}

#[test]
fn what_is_not_known_is_not_good() {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::New, applied: date(2026, 11, 1) };
    let facts = DesignationFacts {
        kind: DesignationKind::Doctor,
        number: Input::Unknown,
        terms: Vec::new(),
        from: Input::Known(date(2026, 11, 1)),
        until: Input::Known(date(2026, 11, 1)),
    };
    let asked = standing(&Asked { set: &set, dates, masters: &masters }, &facts, &mut Trace::default());
    assert_eq!(asked, Err(Stop::Missing("register_number".to_owned())));
}

proptest! {
    #[test]
    fn counted_day_by_day(terms in prop::collection::vec((0_i32..60, 0_i32..40), 1..4), from in 0_i32..60, days in 0_i32..60) {
        let day = |offset: i32| date(2026, 1, 1) + offset.days();
        let periods: Vec<ValidityPeriod> = terms.iter().map(|(start, long)| term(day(*start), day(start + long))).collect();
        let held = |offset: i32| terms.iter().any(|(start, long)| (*start..=start + long).contains(&offset));
        let gap = (from..=from + days).find(|offset| !held(*offset));
        let expected = match gap {
            None => Standing::Designated,
            Some(gap) if gap == from => Standing::NotThen,
            Some(gap) => Standing::EndsOn(day(gap - 1)),
        };
        prop_assert_eq!(ask(DesignationKind::Institution, &periods, day(from), day(from + days)).0, Ok(expected));
    }
}
