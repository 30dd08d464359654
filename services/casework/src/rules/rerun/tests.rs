//! As decided is byte-equal, a late row makes a difference by rules, a late fact one by facts, and a draft changes nothing that is known.

use events::vocabulary::Tier;
use jiff::civil::date;

use super::*;
use crate::rules::input::Input;
use crate::rules::samples::{self, yen};

fn richer() -> Facts {
    let mut facts = samples::facts();
    facts.members[0].income_levy = Input::Known(yen(80_000));
    facts
}

#[test]
fn as_decided_is_what_was_decided() {
    let mut masters = samples::masters();
    let decided = as_known_now(&samples::facts(), &masters);
    masters.adopt(9, &samples::row("caps", "IV", samples::cap(4000, 2000, 500))).unwrap();
    assert_eq!(as_decided(&samples::facts(), &masters, &decided), decided);
    assert_eq!(as_known_now(&samples::facts(), &masters).monthly_cap, Some(yen(4000)));
}

#[test]
fn a_difference_has_its_cause_and_its_first_line() {
    let mut masters = samples::masters();
    let then = samples::facts();
    let decided = as_known_now(&then, &masters);
    assert_eq!(difference(&decided, &then, &then, &masters), None);

    let by_facts = difference(&decided, &then, &richer(), &masters).unwrap();
    assert_eq!((by_facts.cause, by_facts.now.tier), (Cause::Facts, Some(Tier::V)));
    assert_eq!(by_facts.first.unwrap().0.rule, "income.tier");

    masters.adopt(9, &samples::row("caps", "IV", samples::cap(4000, 2000, 500))).unwrap();
    let by_rules = difference(&decided, &then, &then, &masters).unwrap();
    assert_eq!(by_rules.cause, Cause::Rules);
    let (was, is) = by_rules.first.unwrap();
    assert_eq!((was.out_text.as_str(), is.out_text.as_str()), ("5,000円", "4,000円"));
    assert_eq!(difference(&decided, &then, &richer(), &masters).unwrap().cause, Cause::Both);
}

/// Test of the late parameter: a row approved on the 20th that counts from the 1st changes what is known now, never what was decided on the 5th.
#[test]
fn a_row_that_comes_late_leaves_earlier_decisions_as_they_explain_themselves() {
    let mut masters = samples::masters();
    let before = Facts { application_date: date(2026, 6, 30), ..samples::facts() };
    let after = Facts { application_date: date(2026, 7, 5), ..samples::facts() };
    let decided = [before, after].map(|facts| (as_known_now(&facts, &masters), facts));
    let late = samples::dated("caps", "IV", date(2026, 7, 1), None, samples::cap(4500, 2000, 500));
    masters.adopt(20, &late).unwrap();
    for (decision, facts) in &decided {
        assert_eq!(as_decided(facts, &masters, decision).trace, decision.trace, "the old value explains it");
    }
    let affected: Vec<bool> =
        decided.iter().map(|(decision, facts)| difference(decision, facts, facts, &masters).is_some()).collect();
    assert_eq!(affected, [false, true], "exactly those who read it from the 1st on");
}

#[test]
fn a_draft_is_adopted_by_nobody() {
    let masters = samples::masters();
    let draft = [samples::row("caps", "IV", samples::cap(6000, 3000, 500))];
    let drafted = what_if(&samples::facts(), &masters, &draft).unwrap();
    assert_eq!(drafted.monthly_cap, Some(yen(6000)));
    assert_eq!(as_known_now(&samples::facts(), &masters).monthly_cap, Some(yen(5000)));
    let wrong = [samples::row("caps", "IV", serde_json::json!({ "general_yen": -1 }))];
    assert!(what_if(&samples::facts(), &masters, &wrong).is_err());
}
