//! Groups and money of a study, that they add up, and that it can be stopped.

use events::vocabulary::Severity;

use super::*;
use crate::rules::input::Input;
use crate::rules::rerun::drafted;
use crate::rules::samples::{self, yen};

fn case(levy: i64) -> Facts {
    let mut facts = samples::facts();
    facts.members[0].income_levy = Input::Known(yen(levy));
    facts
}

fn ways() -> (Way, Way) {
    let masters = samples::masters();
    let bound = samples::row("levy_bounds", "V", serde_json::json!({ "from_yen": 80_000 }));
    let dearer = samples::row("caps", "VI", samples::cap(20_000, 10_000, 500));
    let draft = drafted(&masters, &[bound, dearer]).unwrap();
    (Way::current(&masters), Way::current(&draft))
}

#[test]
fn groups_and_money() {
    let (old, new) = ways();
    let pending = Facts { severity: Input::Unknown, ..case(0) };
    let cases = [case(60_000), case(75_000), case(90_000), case(300_000), pending];
    let mut affected = Vec::new();
    let totals = study((0..).zip(cases), &old, &new, |_, one| {
        affected.extend(one);
        Go::On
    });
    let groups: Vec<(i32, Group, Option<i64>)> = affected.iter().map(|a| (a.id, a.group, a.yen_a_month)).collect();
    assert_eq!(groups, [(1, Group::Better, Some(-5000)), (3, Group::Worse, Some(5000)), (4, Group::Pending, None)]);
    let (was, is) = (affected[0].old, affected[0].new);
    assert_eq!(
        (was.tier, is.tier, was.monthly_cap, is.monthly_cap),
        (Some(Tier::V), Some(Tier::IV), Some(yen(10_000)), Some(yen(5000)))
    );
    assert_eq!((totals.cases, totals.unchanged, totals.better, totals.worse, totals.pending), (5, 2, 1, 1, 1));
    assert_eq!(totals.yen_a_month, 0);
    assert_eq!(totals.cases, totals.unchanged + totals.better + totals.worse + totals.same_money + totals.pending);
}

#[test]
fn it_tells_another_tier_at_the_same_cap() {
    let (old, new) = ways();
    let ventilated = Facts { severity: Input::Known(Severity::Ventilator), ..case(75_000) };
    assert_eq!(compare((), &ventilated, &old, &new).group, Group::SameMoney);
}

#[test]
fn it_can_be_stopped() {
    let (old, new) = ways();
    let totals =
        study((0..100).map(|id| (id, case(60_000))), &old, &new, |totals, _| if totals.cases == 10 { Go::Stop } else { Go::On });
    assert_eq!(totals.cases, 10);
}

#[test]
fn a_way_under_an_earlier_rule_set_does_not_see_later_rows() {
    let mut masters = samples::masters();
    let set = RuleSet::current(&masters);
    masters.adopt(9, &samples::row("caps", "IV", samples::cap(4000, 2000, 500))).unwrap();
    let (then, now) = (Way::under(set, &masters), Way::current(&masters));
    let compared = compare((), &case(60_000), &then, &now);
    assert_eq!((compared.old.monthly_cap, compared.new.monthly_cap), (Some(yen(5000)), Some(yen(4000))));
}

#[test]
fn parts_that_were_studied_apart_add_up_to_the_whole() {
    let (old, new) = ways();
    let levies = [60_000, 75_000, 90_000, 300_000, 0, 75_000];
    let part = |levies: &[i64]| study((0..).zip(levies.iter().map(|levy| case(*levy))), &old, &new, |_, _| Go::On);
    let mut sum = part(&levies[..2]);
    sum += part(&levies[2..]);
    assert_eq!(sum, part(&levies));
    assert!(sum.better > 0 && sum.worse > 0 && sum.unchanged > 0);
}
