//! Bounds of the levy, thresholds by date, and that less information never gives another tier.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::RuleSet;
use crate::rules::samples::{self, yen};
use crate::rules::version::Dates;

fn ask(facts: &TierFacts) -> (Result<Tier, Stop>, Trace) {
    let masters = samples::masters();
    let mut t = Trace::default();
    let applied = facts.date.clone().unwrap();
    let dates = Dates { kind: ProcedureKind::New, applied };
    let result = tier(&Asked { set: &RuleSet::current(&masters), dates, masters: &masters }, facts, &mut t);
    (result, t)
}

fn person(at: usize, taxed: Option<bool>, levy: Option<i64>) -> UnitMember {
    UnitMember { at, taxed: taxed.into(), income_levy: levy.map(yen).into(), as_taxed: None }
}

fn facts(unit: Vec<UnitMember>, income: Option<i64>) -> TierFacts {
    TierFacts {
        date: Ok(date(2026, 4, 1)),
        public_assistance: Input::Known(false),
        unit: Ok(unit),
        low: LowFacts {
            whose: crate::rules::low_income::Whose::Applicant,
            guardian_income: income.map(yen).into(),
            patient_income: Input::Unknown,
            parts: None,
        },
    }
}

#[test]
fn by_the_sum_of_the_levies() {
    for (levies, expected) in [
        (vec![0], Tier::IV),
        (vec![70_999], Tier::IV),
        (vec![71_000], Tier::V),
        (vec![70_999, 1], Tier::V),
        (vec![250_999], Tier::V),
        (vec![251_000], Tier::VI),
        (vec![200_000, 51_000], Tier::VI),
    ] {
        let unit = levies.iter().enumerate().map(|(at, levy)| person(at, Some(true), Some(*levy))).collect();
        assert_eq!(ask(&facts(unit, None)).0, Ok(expected), "{levies:?}");
    }
    let mixed = vec![person(0, Some(false), None), person(1, Some(true), Some(71_000))];
    assert_eq!(ask(&facts(mixed, None)).0, Ok(Tier::V));
}

#[test]
fn untaxed_by_the_threshold_of_the_date() {
    for (day, income, expected) in [
        (date(2025, 6, 30), 800_000, Tier::II),
        (date(2025, 6, 30), 800_001, Tier::III),
        (date(2025, 7, 1), 809_000, Tier::II),
        (date(2026, 6, 30), 809_001, Tier::III),
        (date(2026, 7, 1), 826_500, Tier::II),
        (date(2026, 7, 1), 826_501, Tier::III),
    ] {
        let asked = TierFacts { date: Ok(day), ..facts(vec![person(0, Some(false), Some(0))], Some(income)) };
        assert_eq!(ask(&asked).0, Ok(expected), "{day} {income}");
    }
}

#[test]
fn public_assistance_needs_nothing_else() {
    let asked = TierFacts {
        public_assistance: Input::Known(true),
        unit: Err(Stop::Missing("members".to_owned())),
        ..facts(Vec::new(), None)
    };
    let (result, t) = ask(&asked);
    assert_eq!(result, Ok(Tier::I));
    assert!(t.missing().is_empty());
}

#[test]
fn all_that_is_missing_is_named() {
    let unit = vec![person(0, None, None), person(1, Some(true), None)];
    let (result, t) = ask(&facts(unit, None));
    assert!(result.is_err());
    assert_eq!(t.missing(), ["members[0].taxed", "members[1].income_levy_yen"]);
    let (_, t) = ask(&facts(vec![person(0, Some(false), None)], None));
    assert_eq!(t.missing(), ["guardian_income_yen"]);
    let (_, t) = ask(&facts(Vec::new(), None));
    assert_eq!(t.missing(), ["members"]);
}

#[test]
fn untaxed_with_a_levy_is_a_contradiction() {
    let (result, t) = ask(&facts(vec![person(2, Some(false), Some(100))], Some(0)));
    assert!(matches!(result, Err(Stop::Conflict { .. })));
    assert_eq!(t.conflicts()[0].0, "members[2].income_levy_yen");
}

fn any_person() -> impl Strategy<Value = (Option<bool>, Option<i64>)> {
    prop_oneof![Just((Some(false), Some(0))), (0_i64..400_000).prop_map(|levy| (Some(true), Some(levy))),]
}

proptest! {
    #[test]
    fn a_higher_levy_never_lowers_the_tier(a in 0_i64..400_000, b in 0_i64..400_000) {
        let of = |levy| ask(&facts(vec![person(0, Some(true), Some(levy))], None)).0.unwrap();
        prop_assert!(of(a.min(b)) <= of(a.max(b)));
    }

    /// A fact that becomes unknown leaves the tier as it is, or makes it wait for that fact.
    #[test]
    fn less_information_never_flips(people in prop::collection::vec(any_person(), 1..4), income in 0_i64..1_500_000, hide in 0_usize..9) {
        let unit: Vec<UnitMember> = people.iter().enumerate().map(|(at, (taxed, levy))| person(at, *taxed, *levy)).collect();
        let whole = ask(&facts(unit.clone(), Some(income))).0.unwrap();
        let mut less = facts(unit, Some(income));
        let hidden = match hide {
            0 => { less.low.guardian_income = Input::Unknown; "guardian_income_yen".to_owned() }
            1 => { less.public_assistance = Input::Unknown; "public_assistance".to_owned() }
            n => {
                let unit = less.unit.as_mut().unwrap();
                let at = n % unit.len();
                if n % 2 == 0 {
                    unit[at].taxed = Input::Unknown;
                    format!("members[{at}].taxed")
                } else {
                    unit[at].income_levy = Input::Unknown;
                    format!("members[{at}].income_levy_yen")
                }
            }
        };
        let (result, t) = ask(&less);
        match result {
            Ok(tier) => prop_assert_eq!(tier, whole),
            Err(_) => prop_assert!(t.missing().contains(&hidden), "{:?} {}", t.missing(), hidden),
        }
    }
}

#[test]
fn the_sentence_names_each_levy() {
    let unit = vec![person(0, Some(true), Some(60_000)), person(1, Some(false), None), person(2, Some(true), Some(12_000))];
    let (_, t) = ask(&facts(unit, None));
    assert!(t.stored()[0].text.starts_with("課税世帯。所得割の合計 72,000円（60,000円、12,000円）。"), "{}", t.stored()[0].text);
}

#[test]
fn a_levy_as_taxed_is_converted_before_it_is_compared() {
    let as_taxed = crate::rules::facts::AsTaxed {
        designated_city: Input::Known(true),
        housing_loan_credit: Input::Known(yen(0)),
        donation_credit: Input::Known(yen(0)),
        dividend_credit: Input::Unknown,
        deemed_widow: None,
        total_income: Input::Unknown,
    };
    let converted = UnitMember { as_taxed: Some(as_taxed), ..person(0, Some(true), Some(80_000)) };
    assert_eq!(ask(&facts(vec![person(0, Some(true), Some(80_000))], None)).0, Ok(Tier::V));
    let (result, t) = ask(&facts(vec![converted], None));
    assert_eq!(result, Ok(Tier::IV));
    let rules: Vec<String> = t.stored().into_iter().map(|step| step.rule).collect();
    assert_eq!(rules, ["income.tier", "income.levy"]);
}
