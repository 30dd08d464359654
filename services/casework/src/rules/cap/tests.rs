//! The whole table on every kind of day, order of the caps, 血友病等, and rows adopted later.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;

use super::*;
use crate::rules::samples;
use crate::rules::{Caution, facts::DiseaseFacts};

fn ask(masters: &Masters, on: Date, facts: &CapFacts) -> Result<Yen, Stop> {
    let dates = Dates { kind: ProcedureKind::New, applied: on };
    cap(&RuleSet::current(masters), &dates, facts, masters, &mut Trace::default())
}

fn of(on: Date, tier: Tier, severity: Severity, haemophilia: bool) -> CapFacts {
    CapFacts { date: Ok(on), tier: Ok(tier), severity: Input::Known(severity), haemophilia: Ok(haemophilia) }
}

#[test]
fn the_published_table() {
    let masters = samples::masters();
    let table = [
        (Tier::I, [0, 0, 0]),
        (Tier::II, [1250, 1250, 500]),
        (Tier::III, [2500, 2500, 500]),
        (Tier::IV, [5000, 2500, 500]),
        (Tier::V, [10_000, 5000, 500]),
        (Tier::VI, [15_000, 10_000, 500]),
    ];
    for (tier, caps) in table {
        for (severity, amount) in Severity::ALL.iter().zip(caps) {
            let day = date(2026, 11, 6);
            assert_eq!(ask(&masters, day, &of(day, tier, *severity, false)).map(Yen::amount), Ok(amount));
            assert_eq!(ask(&masters, day, &of(day, tier, *severity, true)).map(Yen::amount), Ok(0));
        }
    }
}

#[test]
fn caps_rise_with_the_tier_and_fall_with_severity() {
    let masters = samples::masters();
    let day = date(2026, 11, 6);
    let amount = |tier, severity| ask(&masters, day, &of(day, tier, severity, false)).unwrap();
    for severity in Severity::ALL {
        for pair in Tier::ALL.windows(2) {
            assert!(amount(pair[0], *severity) <= amount(pair[1], *severity));
        }
    }
    for tier in Tier::ALL {
        for pair in Severity::ALL.windows(2) {
            assert!(amount(*tier, pair[0]) >= amount(*tier, pair[1]));
        }
    }
}

#[test]
fn every_day_from_2015_to_three_years_ahead_has_a_cap() {
    let masters = samples::masters();
    let mut day = date(2015, 1, 1);
    while day < date(2029, 12, 31) {
        for tier in Tier::ALL {
            assert!(ask(&masters, day, &of(day, *tier, Severity::General, false)).is_ok(), "{day}");
        }
        day = day.checked_add(jiff::Span::new().days(29)).unwrap();
    }
    let before = date(2014, 12, 31);
    assert_eq!(
        ask(&masters, before, &of(before, Tier::IV, Severity::General, false)),
        Err(Stop::Missing("masters.caps.IV".to_owned()))
    );
}

#[test]
fn a_row_adopted_later_counts_from_its_first_day() {
    let mut masters = samples::masters();
    let row = samples::dated("caps", "IV", date(2026, 12, 1), None, samples::cap(4000, 2000, 500));
    masters.adopt(9, &row).unwrap();
    let on = |masters: &Masters, day| ask(masters, day, &of(day, Tier::IV, Severity::General, false)).map(Yen::amount);
    assert_eq!(on(&masters, date(2026, 11, 30)), Ok(5000));
    assert_eq!(on(&masters, date(2026, 12, 1)), Ok(4000));
    assert_eq!(on(&masters.known_up_to(8), date(2026, 12, 1)), Ok(5000), "as it was known before");
}

#[test]
fn what_is_unknown_is_named() {
    let masters = samples::masters();
    let day = date(2026, 4, 1);
    let mut t = Trace::default();
    let facts =
        CapFacts { date: Ok(day), tier: Err(Stop::Missing("tier".to_owned())), severity: Input::Unknown, haemophilia: Ok(false) };
    let dates = Dates { kind: ProcedureKind::New, applied: day };
    assert!(cap(&RuleSet::current(&masters), &dates, &facts, &masters, &mut t).is_err());
    assert_eq!(t.missing(), ["severity", "tier"]);
}

#[test]
fn one_disease_of_haemophilia_is_enough() {
    let set = RuleSet::current(&Masters::default());
    let dates = Dates { kind: ProcedureKind::New, applied: date(2026, 4, 1) };
    let ask = |flags: &[Option<bool>]| {
        let diseases: Vec<DiseaseFacts> = flags.iter().map(|flag| samples::disease("09_01_001", None, *flag)).collect();
        let mut t = Trace::default();
        let result = haemophilia(&set, &dates, &diseases, &mut t);
        (result, t.cautions().collect::<Vec<_>>())
    };
    assert_eq!(ask(&[Some(true)]), (Ok(true), Vec::new()));
    assert_eq!(ask(&[Some(false)]), (Ok(false), Vec::new()));
    assert_eq!(ask(&[Some(false), Some(true)]), (Ok(true), vec![Caution::MixedHaemophilia]));
    assert_eq!(ask(&[None, Some(true)]).0, Ok(true), "the other cannot change it");
    assert_eq!(ask(&[Some(false), None]).0, Err(Stop::Missing("diseases[1].haemophilia".to_owned())));
    assert_eq!(ask(&[]).0, Err(Stop::Missing("diseases".to_owned())));
}
