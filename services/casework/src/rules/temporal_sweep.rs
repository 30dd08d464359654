//! Every day on which a rule or a shipped row of the masters begins or ends, with the day before and the day after, from 2015 to three years
//! ahead: exactly one version of each rule counts, nothing that it reads is missing, and the bounds of the tiers are where they are.

use std::collections::{BTreeMap, BTreeSet};

use events::master::RowAdopted;
use events::vocabulary::{ProcedureKind, Tier, ValidityPeriod};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::rule_set::all;
use super::version::{Dates, Listed};
use super::{DiseaseFacts, Facts, Input, Masters, RuleSet, determine, samples};

const FIRST: Date = date(2015, 1, 1);
const LAST: Date = date(2029, 12, 31);

fn shipped() -> Vec<RowAdopted> {
    schema::masters::shipped().unwrap().into_iter().map(RowAdopted::from).collect()
}

/// The days asked about, in their order.
fn days(rows: &[RowAdopted]) -> BTreeSet<Date> {
    let mut boundaries: Vec<Date> = all().iter().map(|version| version.from).collect();
    boundaries.extend(rows.iter().map(|row| row.valid_from));
    boundaries.extend(rows.iter().filter_map(|row| row.valid_to?.tomorrow().ok()));
    boundaries.extend((2015..=2029).flat_map(|year| [1, 4, 7, 10].map(|month| date(year, month, 1))));
    let around = boundaries.into_iter().flat_map(|day| [day.yesterday().unwrap(), day, day.tomorrow().unwrap()]);
    around.filter(|day| (FIRST..=LAST).contains(day)).collect()
}

#[test]
fn exactly_one_version_of_each_rule_counts() {
    let mut rules: BTreeMap<&str, Vec<Listed>> = BTreeMap::new();
    for version in all() {
        rules.entry(version.meta.rule).or_default().push(version);
    }
    for day in days(&shipped()) {
        for (rule, versions) in &rules {
            assert!(
                versions.is_sorted_by(|a, b| a.from <= b.from && (a.meta.law, a.meta.rev) < (b.meta.law, b.meta.rev)),
                "{rule}"
            );
            for kind in ProcedureKind::ALL {
                let dates = Dates { kind: *kind, applied: day };
                for version in versions {
                    assert_eq!((version.applies)(&dates), version.from <= day, "{rule} law{} {day}", version.meta.law);
                }
            }
            // With the order above, the newest that has begun is the one; and something has.
            assert!(versions[0].from <= FIRST, "{rule}");
        }
    }
}

/// A child of five with everything known, who applies on a day.
fn applying(kind: ProcedureKind, day: Date, levy: i64) -> Facts {
    let mut facts = samples::facts();
    (facts.kind, facts.application_date) = (kind, day);
    facts.birth_date = Input::Known(day - 5.years());
    facts.diseases =
        facts.diseases.iter().map(|one| DiseaseFacts { diagnosis_date: Input::Known(day - 10.days()), ..*one }).collect();
    facts.members[0].income_levy = Input::Known(samples::yen(levy));
    facts.guardian_income = Input::Known(samples::yen(0));
    if kind != ProcedureKind::New {
        facts.previous = Input::Known(ValidityPeriod::new(day - 6.months(), day + 2.months()).unwrap());
    }
    facts
}

/// Applications that are not decided as they must be, as text.
fn wrong(rows: &[RowAdopted]) -> Vec<String> {
    let masters = Masters::from_rows(rows.iter().map(|row| (0, row))).unwrap();
    let set = RuleSet::current(&masters);
    let mut wrong = Vec::new();
    for day in days(rows) {
        for kind in [ProcedureKind::New, ProcedureKind::Renewal, ProcedureKind::Change, ProcedureKind::TransferIn] {
            for (levy, tier) in [(70_999, Tier::IV), (71_000, Tier::V), (250_999, Tier::V), (251_000, Tier::VI)] {
                let decided = determine(&applying(kind, day, levy), &masters, &set);
                if !decided.pending.is_empty() || decided.tier != Some(tier) || decided.monthly_cap.is_none() {
                    wrong.push(format!("{day} {kind:?} {levy} {:?} {:?}", decided.tier, decided.pending));
                }
            }
        }
    }
    wrong
}

#[test]
fn nothing_that_a_rule_reads_is_missing_and_the_bounds_are_where_they_are() {
    let found = wrong(&shipped());
    assert!(found.is_empty(), "{} {:#?}", found.len(), &found[..found.len().min(5)]);
}

#[test]
fn a_row_that_ends_without_a_next_one_is_found() {
    let mut rows = shipped();
    let bound = rows.iter_mut().find(|row| row.table == "levy_bounds" && row.key == "V").unwrap();
    bound.valid_to = Some(date(2027, 6, 30));
    let found = wrong(&rows);
    // A renewal reads the first day of its own period, two months on.
    assert!(!found.is_empty() && found.iter().all(|one| one.as_str() >= "2027-04-30"), "{:#?}", &found[..found.len().min(5)]);
}
