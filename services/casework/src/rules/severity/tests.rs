//! Each ground alone, months around the bound and the window, and that what is unknown and may matter is asked for.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::RuleSet;
use crate::rules::samples::{self, yen};
use crate::rules::version::Dates;

const DAY: Date = date(2026, 4, 15);

fn general() -> SeverityFacts {
    SeverityFacts {
        device: Input::Known(LifeSupport::None),
        all_day: Input::Unknown,
        no_weaning: Input::Unknown,
        needs_help: Input::Unknown,
        months: months(&[0; 12]),
        entitled_from: Input::Unknown,
        states: Input::Known(Vec::new()),
        lasting_months: Input::Unknown,
    }
}

/// The twelve months up to that of the application, the newest last.
fn months(costs: &[i64]) -> Input<Vec<MonthCost>> {
    let newest = date(2026, 4, 1);
    let list = costs.iter().rev().enumerate().map(|(back, cost)| MonthCost {
        month: newest - jiff::Span::new().months(i64::try_from(back).unwrap()),
        total_cost: Input::Known(yen(*cost)),
    });
    Input::Known(list.collect())
}

fn ask(facts: &SeverityFacts) -> (Result<Severity, Stop>, Trace) {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::Change, applied: DAY };
    let diseases = [samples::disease("08_01_001", None, None).id];
    let mut t = Trace::default();
    let result = class(&Asked { set: &set, dates, masters: &masters }, facts, &diseases, DAY, &mut t);
    (result, t)
}

fn class_of(facts: &SeverityFacts) -> Result<Severity, Stop> {
    ask(facts).0
}

#[test]
fn six_months_above_the_bound() {
    let with = |costs: &[i64]| class_of(&SeverityFacts { months: months(costs), ..general() });
    let mut costs = [0_i64; 12];
    for place in 0..5 {
        costs[place * 2] = 50_001;
    }
    assert_eq!(with(&costs), Ok(Severity::General), "five");
    costs[11] = 50_000;
    assert_eq!(with(&costs), Ok(Severity::General), "exactly the bound is not above it");
    costs[11] = 50_001;
    assert_eq!(with(&costs), Ok(Severity::Severe), "six");
    let mut older = vec![90_000];
    older.extend([90_000, 90_000, 90_000, 90_000, 90_000, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(with(&older), Ok(Severity::General), "the thirteenth month back does not count");
}

#[test]
fn months_that_are_unknown_are_asked_for_only_if_they_can_matter() {
    let known = |costs: &[i64]| SeverityFacts { months: months(costs), ..general() };
    assert_eq!(class_of(&known(&[60_000; 6])), Ok(Severity::Severe), "six known are enough");
    assert_eq!(class_of(&known(&[0; 7])), Ok(Severity::General), "five unknown cannot make six");
    let (result, t) = ask(&known(&[0; 6]));
    assert!(result.is_err());
    assert_eq!(t.missing().len(), 6);
    assert_eq!(t.missing()[0], "months[2025-05].total_cost_yen");
    let since = SeverityFacts { entitled_from: Input::Known(date(2025, 11, 20)), ..known(&[60_000; 5]) };
    let (result, t) = ask(&since);
    assert_eq!((result.is_err(), t.missing()), (true, &["months[2025-11].total_cost_yen".to_owned()][..]));
    let twice =
        SeverityFacts { months: Input::Known(vec![MonthCost { month: DAY, total_cost: Input::Known(yen(1)) }; 2]), ..general() };
    assert!(matches!(class_of(&twice), Err(Stop::Conflict { .. })));
}

#[test]
fn listed_states_of_the_body_must_last_and_those_of_a_group_belong_to_it() {
    let with = |state: &str, lasting: Option<i64>| {
        let states = Input::Known(vec![state.to_owned()]);
        class_of(&SeverityFacts { states, lasting_months: lasting.into(), ..general() })
    };
    assert_eq!(with("eye", Some(6)), Ok(Severity::Severe));
    assert_eq!(with("eye", Some(5)), Ok(Severity::General));
    assert_eq!(with("eye", None), Err(Stop::Missing("lasting_months".to_owned())));
    assert_eq!(with("group_08", None), Ok(Severity::Severe));
    assert_eq!(with("group_03", None), Ok(Severity::General), "of another group");
    assert!(matches!(with("nose", None), Err(Stop::Conflict { .. })));
}

#[test]
fn a_ventilator_needs_all_three_and_comes_first() {
    let with = |device, all_day, no_weaning, needs_help| SeverityFacts {
        device: Input::Known(device),
        all_day,
        no_weaning,
        needs_help,
        months: months(&[90_000; 12]),
        ..general()
    };
    let (yes, no, open) = (Input::Known(true), Input::Known(false), Input::Unknown);
    assert_eq!(class_of(&with(LifeSupport::Ventilator, yes, yes, yes)), Ok(Severity::Ventilator));
    assert_eq!(class_of(&with(LifeSupport::Ventilator, open, no, open)), Ok(Severity::Severe), "one no is enough");
    assert_eq!(class_of(&with(LifeSupport::Ventilator, yes, open, yes)), Err(Stop::Missing("no_weaning".to_owned())));
    assert_eq!(class_of(&with(LifeSupport::ExternalHeart, open, open, open)), Ok(Severity::Ventilator));
    let (result, t) = ask(&SeverityFacts { months: Input::Unknown, ..with(LifeSupport::Ventilator, yes, yes, yes) });
    assert_eq!((result, t.missing().len()), (Ok(Severity::Ventilator), 0), "the months do not matter then");
}

fn maybe(known: bool, cost: i64) -> Input<Yen> {
    if known { Input::Known(yen(cost)) } else { Input::Unknown }
}

proptest! {
    /// Months that become unknown leave the class as it is, or make it wait for them.
    #[test]
    fn less_information_never_flips(costs in prop::collection::vec((0_i64..100_000, any::<bool>()), 12)) {
        let all: Vec<i64> = costs.iter().map(|(cost, _)| *cost).collect();
        let Input::Known(mut list) = months(&all) else { return Err(TestCaseError::fail("months")) };
        let whole = class_of(&SeverityFacts { months: Input::Known(list.clone()), ..general() }).unwrap();
        for (month, (cost, known)) in list.iter_mut().zip(costs.iter().rev()) {
            month.total_cost = maybe(*known, *cost);
        }
        match class_of(&SeverityFacts { months: Input::Known(list), ..general() }) {
            Ok(class) => prop_assert_eq!(class, whole),
            Err(stop) => prop_assert!(matches!(stop, Stop::Missing(name) if name.starts_with("months["))),
        }
    }
}
