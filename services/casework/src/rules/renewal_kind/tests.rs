//! The last day of the award and the day after, the eves of the 18th and the 20th birthday, and what is unknown.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;

use super::*;
use crate::rules::version::Dates;
use crate::rules::{RuleSet, samples};

fn ask(applied: Option<Date>, expires: Option<Date>, birth: Option<Date>) -> (Result<RenewalKind, Stop>, Trace) {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::Renewal, applied: applied.unwrap_or(date(2026, 1, 1)) };
    let facts = RenewalFacts { application_date: applied.into(), expires: expires.into(), birth_date: birth.into() };
    let mut t = Trace::default();
    (renewal_kind(&Asked { set: &set, dates, masters: &masters }, &facts, &mut t), t)
}

fn kind(applied: Date, birth: Date) -> RenewalKind {
    ask(Some(applied), Some(date(2026, 9, 30)), Some(birth)).0.unwrap()
}

#[test]
fn in_time_it_is_a_renewal_and_late_a_new_application() {
    let birth = date(2015, 5, 5);
    assert_eq!(kind(date(2026, 9, 30), birth), RenewalKind::Renewal);
    assert_eq!(kind(date(2026, 10, 1), birth), RenewalKind::New);
}

#[test]
fn late_is_impossible_from_18_on() {
    assert_eq!(kind(date(2026, 10, 1), date(2008, 10, 2)), RenewalKind::New, "the eve of the birthday");
    assert_eq!(kind(date(2026, 10, 1), date(2008, 10, 1)), RenewalKind::Refused, "the birthday");
    assert_eq!(kind(date(2026, 9, 30), date(2008, 9, 30)), RenewalKind::Renewal, "in time it goes on");
    let (_, t) = ask(Some(date(2026, 10, 1)), Some(date(2026, 9, 30)), Some(date(2008, 10, 1)));
    assert!(t.stored()[0].text.contains("18歳の誕生日の前日（令和8年9月30日）を過ぎている"), "{}", t.stored()[0].text);
}

#[test]
fn nothing_is_left_at_20() {
    assert_eq!(kind(date(2026, 9, 1), date(2006, 10, 1)), RenewalKind::Refused, "it ends on the eve of the 20th birthday");
    assert_eq!(kind(date(2026, 9, 1), date(2006, 10, 2)), RenewalKind::Renewal, "one day is left");
}

#[test]
fn what_is_unknown_is_named() {
    let (result, t) = ask(Some(date(2026, 9, 1)), None, None);
    assert!(result.is_err());
    assert_eq!(t.missing(), ["expires", "birth_date"]);
    assert!(matches!(ask(Some(date(2026, 9, 1)), Some(date(2026, 9, 30)), Some(date(2027, 1, 1))).0, Err(Stop::Conflict { .. })));
}
