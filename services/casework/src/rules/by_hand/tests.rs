//! What is set by hand counts while the proposal is the same, never beyond the law, and the cap follows from the table.

use events::vocabulary::{LateReason, OverriddenItem, OverriddenValue, OverrideGround, ProcedureKind, Tier, ValidityPeriod};
use jiff::civil::{Date, date};

use super::*;
use crate::rules::samples::{self, yen};
use crate::rules::{Input, RuleSet, determine};

const GROUND: OverrideGround = OverrideGround::OfficeError;

fn run(facts: &Facts) -> Determination {
    let masters = samples::masters();
    determine(facts, &masters, &RuleSet::current(&masters))
}

fn proposed(item: OverriddenItem, facts: &Facts) -> Option<Proposal> {
    let masters = samples::masters();
    proposal(item, facts, &masters, &RuleSet::current(&masters))
}

/// The sample, with one value in the place of what is proposed for it.
fn set(facts: &Facts, chosen: OverriddenValue) -> Facts {
    let proposal = proposed(chosen.item(), facts).expect("a proposal");
    Facts { overrides: facts.overrides.with(proposal.value, chosen, GROUND), ..facts.clone() }
}

fn said<'d>(found: &'d Determination, rule: &str) -> &'d str {
    found.trace.iter().find(|step| step.rule == rule).map_or("", |step| step.text.as_str())
}

#[test]
fn a_start_an_end_and_a_tier_take_the_place_of_the_proposals() {
    let facts = set(&samples::facts(), OverriddenValue::Start(date(2026, 9, 1)));
    let facts = set(&facts, OverriddenValue::End(date(2027, 3, 31)));
    let facts = set(&facts, OverriddenValue::Tier(Tier::III));
    let found = run(&facts);
    assert!(found.can_be_approved(), "{:?} {:?}", found.pending, found.conflicts);
    assert_eq!((found.start, found.end, found.tier), (Some(date(2026, 9, 1)), Some(date(2027, 3, 31)), Some(Tier::III)));
    assert_ne!(found.monthly_cap, run(&samples::facts()).monthly_cap, "the cap is the one of the table for the tier");
    assert_eq!(
        said(&found, START_RULE),
        "規則の案は 令和8年10月20日。手で 令和8年9月1日 に改めました（窓口の案内や処理の誤りを、申請者の不利益にしない）。決裁者が確かめたときに決まります。"
    );
    assert_eq!(lapsed(&found), []);
    assert_eq!(run(&facts), found, "run again, it comes to the same");
}

#[test]
fn the_proposal_says_by_which_rule_and_how_far_it_may_be_left() {
    let start = proposed(OverriddenItem::Start, &samples::facts()).expect("a start");
    assert_eq!((start.value, start.rule.as_str(), start.law), (OverriddenValue::Start(date(2026, 10, 20)), "validity.start", 2));
    assert_eq!(start.bounds, Bounds { earliest: Some(date(2026, 8, 6)), latest: None });
    let end = proposed(OverriddenItem::End, &samples::facts()).expect("an end");
    assert_eq!(end.bounds, Bounds { earliest: Some(date(2026, 10, 20)), latest: Some(date(2040, 3, 14)) });
    let mut open = samples::facts();
    open.birth_date = Input::Unknown;
    assert_eq!(proposed(OverriddenItem::End, &open), None, "where nothing is proposed, nothing is overridden");
}

#[test]
fn another_proposal_ends_it_and_says_so() {
    let mut facts = set(&samples::facts(), OverriddenValue::Start(date(2026, 9, 1)));
    facts.diseases[0].diagnosis_date = Input::Known(date(2026, 10, 25));
    let found = run(&facts);
    assert_eq!(lapsed(&found), [OverriddenItem::Start]);
    assert_eq!(found.start, Some(date(2026, 10, 25)), "the proposal counts again");
    assert!(!found.can_be_approved(), "and nobody decides on it without looking");
    assert!(said(&found, START_RULE).contains("効力を失いました"));
    let again = Facts { overrides: facts.overrides.without(OverriddenItem::Start), ..facts };
    assert!(run(&again).can_be_approved());
}

#[test]
fn each_item_stands_for_itself() {
    let facts = set(&samples::facts(), OverriddenValue::Start(date(2026, 9, 1)));
    let facts = set(&facts, OverriddenValue::End(date(2027, 3, 31)));
    let end_only = Facts { overrides: facts.overrides.without(OverriddenItem::Start), ..facts };
    assert_eq!(run(&end_only).end, Some(date(2027, 3, 31)), "the end does not hang on the start here");
}

#[test]
fn nothing_reaches_beyond_the_law() {
    let limits = |day: Date| {
        let proposal = proposed(OverriddenItem::Start, &samples::facts()).expect("a start");
        let overrides = Overrides::default().with(proposal.value, OverriddenValue::Start(day), GROUND);
        run(&Facts { overrides, ..samples::facts() })
    };
    assert_eq!(lapsed(&limits(date(2026, 8, 6))), []);
    assert_eq!(lapsed(&limits(date(2026, 8, 5))), [OverriddenItem::Start], "three months, whatever the reason");

    let mut early = samples::facts();
    (early.application_date, early.late_reason) = (date(2023, 11, 6), Some(LateReason::Disaster));
    early.diseases[0].diagnosis_date = Input::Known(date(2023, 10, 20));
    assert_eq!(
        proposed(OverriddenItem::Start, &early).and_then(|one| one.bounds.earliest),
        Some(date(2023, 10, 1)),
        "never before the law came into force"
    );

    let late = |day: Date| set(&samples::facts(), OverriddenValue::End(day));
    assert_eq!(lapsed(&run(&late(date(2040, 3, 14)))), []);
    assert_eq!(lapsed(&run(&late(date(2040, 3, 15)))), [OverriddenItem::End], "never on the 20th birthday");
    assert_eq!(lapsed(&run(&late(date(2026, 10, 19)))), [OverriddenItem::End], "never before the start");
}

#[test]
fn every_kind_of_application_has_its_earliest_day() {
    let award = Input::Known(ValidityPeriod::new(date(2025, 10, 1), date(2026, 9, 30)).expect("period"));
    let none = Input::NotApplicable("新規の申請です");
    let reach = |kind, previous| crate::rules::start_date::reach(kind, date(2026, 11, 6), previous);
    assert_eq!(reach(ProcedureKind::New, &none), Ok(date(2026, 8, 6)));
    assert_eq!(reach(ProcedureKind::New, &award), Ok(date(2026, 10, 1)), "no day is covered twice");
    assert_eq!(reach(ProcedureKind::Renewal, &award), Ok(date(2026, 10, 1)));
    assert_eq!(reach(ProcedureKind::Change, &award), Ok(date(2026, 11, 6)));
    assert_eq!(reach(ProcedureKind::TransferIn, &none), Ok(date(2026, 11, 6)));
    assert!(reach(ProcedureKind::Reissue, &none).is_err());
    assert!(reach(ProcedureKind::Renewal, &Input::Unknown).is_err());
}

#[test]
fn a_decision_from_before_the_step_is_run_again_without_it() {
    let masters = samples::masters();
    let mut set_then = RuleSet::current(&masters);
    set_then.known.remove(START_RULE);
    let facts = set(&samples::facts(), OverriddenValue::Start(date(2026, 9, 1)));
    let found = determine(&facts, &masters, &set_then);
    assert_eq!(found.start, Some(date(2026, 10, 20)));
    assert_eq!(run(&samples::facts()).monthly_cap, Some(yen(5_000)));
}
