//! Groups and money of a study, whom a late row concerns, that the groups add up, and that it can be stopped.

use events::vocabulary::Severity;

use super::*;
use crate::rules::input::Input;
use crate::rules::rerun::drafted;
use crate::rules::rule_set::RuleSet;
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
    let expected = [
        (0, Group::SameResult, Some(0)),
        (1, Group::Better, Some(-5000)),
        (2, Group::SameResult, Some(0)),
        (3, Group::Worse, Some(5000)),
        (4, Group::Pending, None),
    ];
    assert_eq!(groups, expected, "whoever is compared with the new bound is told, whatever comes of it");
    let (was, is) = (affected[1].old, affected[1].new);
    assert_eq!(
        (was.tier, is.tier, was.monthly_cap, is.monthly_cap),
        (Some(Tier::V), Some(Tier::IV), Some(yen(10_000)), Some(yen(5000)))
    );
    assert_eq!((totals.cases, totals.same_result, totals.better, totals.worse, totals.pending), (5, 2, 1, 1, 1));
    assert_eq!(totals.yen_a_month, 0);
    assert_eq!(totals.cases, Group::ALL.iter().map(|group| totals.of(*group)).sum::<u64>());
}

#[test]
fn it_tells_another_tier_at_the_same_cap() {
    let (old, new) = ways();
    let ventilated = Facts { severity: Input::Known(Severity::Ventilator), ..case(75_000) };
    assert_eq!(compare((), (&ventilated, &ventilated), &old, &new).group, Group::SameMoney);
}

/// A row approved on the 20th that counts from the 1st: whoever read the row that counted before is listed, even where the yen are the same;
/// nobody before the 1st, and nobody of another tier.
#[test]
fn a_late_row_lists_exactly_those_who_read_it() {
    let masters = samples::masters();
    let july = jiff::civil::date(2026, 7, 1);
    let applied = |levy, on| Facts { application_date: on, ..case(levy) };
    let (before, after) = (jiff::civil::date(2026, 6, 30), jiff::civil::date(2026, 7, 5));
    let cases = [applied(60_000, before), applied(60_000, after), applied(90_000, after)];
    for (yen, group) in [(5000, Group::SameResult), (4500, Group::Better)] {
        let mut late = masters.clone();
        late.adopt(20, &samples::dated("caps", "IV", july, None, samples::cap(yen, 2500, 500))).unwrap();
        let mut listed = Vec::new();
        study((0..).zip(cases.clone()), &Way::current(&masters), &Way::current(&late), |_, one| {
            listed.extend(one.map(|one| (one.id, one.group)));
            Go::On
        });
        assert_eq!(listed, [(1, group)]);
    }
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
    let facts = case(60_000);
    let compared = compare((), (&facts, &facts), &then, &now);
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
    assert!(sum.better > 0 && sum.worse > 0 && sum.same_result > 0);
}

#[test]
fn a_way_is_what_was_asked_for() {
    let masters = samples::masters();
    let asked = |rule: &str, versions| events::impact::Way {
        masters_position: masters.position(),
        rules: [(rule.to_owned(), versions)].into(),
        drafts: Vec::new(),
    };
    let all = Way::current(&masters).set().known["income.unit"];
    let first = Way::of(&asked("income.unit", 1), &masters).unwrap();
    assert_eq!((first.set().known["income.unit"], all), (1, 2));
    let wrong = |rule, versions| Way::of(&asked(rule, versions), &masters).unwrap_err().to_string();
    assert!(wrong("income.unit", 3).contains("1から2まで") && wrong("income.unit", 0).contains("1から2まで"));
    assert!(wrong("income.moon", 1).contains("income.moon"));
    let dearer = vec![samples::row("caps", "VI", samples::cap(20_000, 10_000, 500))];
    let drafted = events::impact::Way { masters_position: 0, rules: [].into(), drafts: dearer };
    let way = Way::of(&drafted, &masters).unwrap();
    let cap = way.masters().caps.at("VI", jiff::civil::date(2026, 7, 1)).map(|row| row.value.general_yen);
    assert_eq!(cap, Some(yen(20_000)));
}

/// Miyazaki 2025: the guardian's income was used for an adult patient. A study of the two versions of the rule shows exactly that child.
#[test]
fn two_versions_of_the_income_unit_show_the_adult_patient_and_nobody_else() {
    let masters = samples::masters();
    let mut adult = case(60_000);
    (adult.kind, adult.birth_date) = (events::vocabulary::ProcedureKind::Renewal, Input::Known(jiff::civil::date(2008, 3, 15)));
    adult.previous = Input::Known(
        events::vocabulary::ValidityPeriod::new(jiff::civil::date(2025, 10, 1), jiff::civil::date(2026, 9, 30)).unwrap(),
    );
    adult.application_date = jiff::civil::date(2026, 6, 20);
    let first = events::impact::Way {
        masters_position: masters.position(),
        rules: [("income.unit".to_owned(), 1)].into(),
        drafts: Vec::new(),
    };
    let (old, new) = (Way::of(&first, &masters).unwrap(), Way::current(&masters));
    let mut affected = Vec::new();
    let totals = study((0..).zip([case(60_000), adult]), &old, &new, |_, one| {
        affected.extend(one.map(|one| one.id));
        Go::On
    });
    assert_eq!((affected, totals.unchanged), (vec![1], 1));
}

#[test]
fn a_changed_number_makes_its_row_and_leaves_the_rest_of_it() {
    let masters = samples::masters();
    let day = jiff::civil::date(2026, 7, 1);
    let all = numbers(&masters, day);
    let number = |key: &str, field: &str| all.iter().find(|one| one.key == key && one.field == field).map(|one| one.value);
    assert_eq!((number("IV", "general_yen"), number("low_income", "threshold_yen")), (Some(5000), Some(826_500)));
    let change = |field: &str, value| Change { table: "caps".to_owned(), key: "IV".to_owned(), field: field.to_owned(), value };
    let rows = rows_with(&masters, &[change("general_yen", 6000), change("severe_yen", 3000)], day).unwrap();
    assert_eq!(rows.len(), 1, "one row for both numbers");
    assert_eq!(rows[0].values, samples::cap(6000, 3000, 500));
    assert_eq!((rows[0].valid_from, rows[0].valid_to), (day, None));
    for wrong in [change("hospital_meal_share", 1), change("moon_yen", 1)] {
        assert!(rows_with(&masters, &[wrong], day).is_err());
    }
}
