//! Each ground alone, the adult patient on the birthday, and what is unknown.

use events::vocabulary::{InsuranceKind, ProcedureKind};
use jiff::civil::date;

use super::*;
use crate::rules::version::Dates;
use crate::rules::{RuleSet, samples};

fn facts() -> HouseholdChangeFacts {
    HouseholdChangeFacts {
        changed_on: Input::Known(date(2026, 4, 10)),
        birth_date: Input::Known(date(2018, 5, 3)),
        insurance_before: Input::Known(InsuranceKind::Employee),
        insurance_after: Input::Known(InsuranceKind::Employee),
        insured_changed: Input::Known(false),
        municipality_changed: Input::Known(false),
        guardian_changed: Input::Known(false),
    }
}

fn ask(change: impl FnOnce(&mut HouseholdChangeFacts)) -> (Result<bool, Stop>, Trace) {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let mut facts = facts();
    change(&mut facts);
    let mut t = Trace::default();
    let dates = Dates { kind: ProcedureKind::Change, applied: date(2026, 4, 10) };
    (household_change(&Asked { set: &set, dates, masters: &masters }, &facts, &mut t), t)
}

#[test]
fn under_employees_insurance_only_the_insured_counts() {
    assert_eq!(ask(|_| ()).0, Ok(false));
    assert_eq!(ask(|facts| facts.municipality_changed = Input::Known(true)).0, Ok(false));
    assert_eq!(ask(|facts| facts.guardian_changed = Input::Known(true)).0, Ok(false));
    assert_eq!(ask(|facts| facts.insured_changed = Input::Known(true)).0, Ok(true));
    assert_eq!(ask(|facts| facts.insurance_after = Input::Known(InsuranceKind::National)).0, Ok(true));
}

#[test]
fn under_national_insurance_the_household_counts() {
    let national = |facts: &mut HouseholdChangeFacts| {
        facts.insurance_before = Input::Known(InsuranceKind::National);
        facts.insurance_after = Input::Known(InsuranceKind::National);
    };
    assert_eq!(ask(national).0, Ok(false));
    let moved = ask(|facts| {
        national(facts);
        facts.municipality_changed = Input::Known(true);
    });
    assert_eq!(moved.0, Ok(true));
    assert!(moved.1.stored()[0].text.contains("世帯員全員"), "{}", moved.1.stored()[0].text);
}

#[test]
fn an_adult_patient_counts_alone_from_the_birthday_on() {
    let turned = |birth| {
        ask(move |facts| {
            facts.birth_date = Input::Known(birth);
            facts.insurance_after = Input::Known(InsuranceKind::National);
        })
        .0
    };
    assert_eq!(turned(date(2008, 4, 11)), Ok(true), "the eve of the 18th birthday");
    assert_eq!(turned(date(2008, 4, 10)), Ok(false), "the birthday");
}

#[test]
fn what_is_unknown_is_named() {
    let (result, t) = ask(|facts| facts.insured_changed = Input::Unknown);
    assert!(result.is_err());
    assert_eq!(t.missing(), ["insured_changed"]);
}
