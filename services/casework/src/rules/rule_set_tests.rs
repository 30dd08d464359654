//! Exactly one version of each rule counts on each day, and published versions stay where they are in their lists.

use jiff::civil::date;

use super::rule_set::all;
use super::version::{Dates, pick};
use super::{Masters, RuleSet, start_date};

#[test]
fn names_are_area_noun_and_versions_are_unique() {
    let mut seen = std::collections::BTreeSet::new();
    for version in all() {
        let meta = version.meta;
        assert_eq!(meta.rule.split('.').count(), 2, "{}", meta.rule);
        assert!(seen.insert((meta.rule, meta.law, meta.rev)), "{} {}.{}", meta.rule, meta.law, meta.rev);
        assert!(!meta.cite.is_empty() && !meta.title.is_empty());
    }
}

#[test]
fn on_every_boundary_one_version_of_the_start_counts() {
    for (day, law) in
        [(date(2015, 1, 1), 1), (date(2023, 9, 30), 1), (date(2023, 10, 1), 2), (date(2023, 10, 2), 2), (date(2029, 12, 31), 2)]
    {
        let dates = Dates { kind: events::vocabulary::ProcedureKind::New, applied: day };
        let counted = start_date::VERSIONS.iter().filter(|version| (version.applies)(&dates)).count();
        assert_eq!(pick(start_date::VERSIONS, usize::MAX, &dates).map(|version| version.meta.law), Some(law), "{day}");
        assert_eq!(counted, usize::from(law), "{day}");
    }
}

#[test]
fn a_rule_set_keeps_to_the_versions_it_knows() {
    let mut set = RuleSet::current(&Masters::default());
    let dates = Dates { kind: events::vocabulary::ProcedureKind::New, applied: date(2026, 1, 1) };
    assert_eq!(set.pick(start_date::RULE, start_date::VERSIONS, &dates).map(|v| v.meta.law), Some(2));
    set.known.insert(start_date::RULE.to_owned(), 1);
    assert_eq!(set.pick(start_date::RULE, start_date::VERSIONS, &dates).map(|v| v.meta.law), Some(1));
}
