//! The ledger read as it stood, and counted.

use std::collections::BTreeMap;

use events::Log;
use events::vocabulary::Sex;
use events::vocabulary::wareki::{self, EraPolicy};
use jiff::civil::{Date, date};
use projections::ledger::{self, AsOf};

use super::dimension::{AGES, Dimension, Right, UNKNOWN};
use crate::cx::Cx;
use crate::problem::Problem;

/// Rights read at once.
const PAGE: u16 = 1_000;

/// As of when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// Rights that count on this day.
    pub(super) on: Date,
    /// What was known when this position was the last.
    pub(super) known: i64,
}

impl Moment {
    /// What the address asks for; else the last day of the fiscal year before, as it is known now. The second is false where the day cannot
    /// be read.
    pub(super) async fn asked(cx: &Cx, day: &str, known: &str) -> Result<(Self, bool), Problem> {
        let read = wareki::parse(day, EraPolicy::Refuse).ok();
        let wrong = read.is_none() && !day.trim().is_empty();
        let head = store::head(cx.pool(), Log::Casework).await?.position;
        let known = known.parse().ok().filter(|known| (1..=head).contains(known)).unwrap_or(head);
        Ok((Self { on: read.unwrap_or_else(|| last_of_the_year(cx.today)), known }, !wrong))
    }

    /// For addresses.
    pub(super) fn query(self) -> String {
        format!("on={}&known={}", self.on, self.known)
    }
}

/// The newest 31 March that is not ahead.
fn last_of_the_year(today: Date) -> Date {
    let this = date(today.year(), 3, 31);
    if this <= today { this } else { date(today.year() - 1, 3, 31) }
}

/// All rights that count at a moment, opened; with what the forms say where it is asked for.
pub(super) async fn rights(cx: &Cx, moment: Moment, with_sex: bool) -> Result<Vec<Right>, Problem> {
    let as_of = AsOf { known: Some(moment.known), valid_on: Some(moment.on) };
    let (mut rights, mut after) = (Vec::new(), None);
    loop {
        let mut page = ledger::page(cx.pool(), as_of, cx.office_scope(), after, PAGE).await?;
        projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
        rights.extend(page.rows.into_iter().map(|row| Right { row, sex: None }));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if with_sex {
        let applications: Vec<_> = rights.iter().map(|right| right.row.application).collect();
        let sexes = cx.acts().sexes(&applications).await?;
        for right in &mut rights {
            right.sex = sexes.get(&right.row.application).copied();
        }
    }
    Ok(rights)
}

/// How many rights stand under each value.
pub(super) fn by(rights: &[Right], dimension: Dimension, on: Date) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for right in rights {
        for value in dimension.values(right, on) {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// Columns of the national report: class of age and sex.
pub(super) fn columns() -> Vec<(&'static str, &'static str)> {
    let sexes = [Sex::Male.code(), Sex::Female.code(), UNKNOWN];
    AGES.iter().flat_map(|(age, ..)| sexes.map(|sex| (*age, sex))).collect()
}

/// 疾患群 × 年齢 × 性別: the figures of a row in the order of [`columns`].
pub(super) fn national(rights: &[Right], on: Date) -> BTreeMap<String, Vec<usize>> {
    let columns = columns();
    let mut table: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let first = |dimension: Dimension, right: &Right| dimension.values(right, on).into_iter().next().unwrap_or_default();
    for right in rights {
        let (age, sex) = (first(Dimension::Age, right), first(Dimension::Sex, right));
        // What is neither is told with what is not known.
        let sex = if sex == Sex::Unstated.code() { UNKNOWN.to_owned() } else { sex };
        let at = columns.iter().position(|(one, other)| *one == age && *other == sex);
        let row = table.entry(first(Dimension::Group, right)).or_insert_with(|| vec![0; columns.len() + 1]);
        row[at.unwrap_or(columns.len())] += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_that_is_over_ends_on_the_last_day_of_march() {
        let cases = [
            (date(2026, 3, 30), date(2025, 3, 31)),
            (date(2026, 3, 31), date(2026, 3, 31)),
            (date(2026, 12, 1), date(2026, 3, 31)),
        ];
        for (today, expected) in cases {
            assert_eq!(last_of_the_year(today), expected);
        }
    }

    #[test]
    fn every_age_and_sex_has_one_column() {
        let columns = columns();
        assert_eq!(columns.len(), AGES.len() * 3);
        assert!(columns.iter().all(|one| columns.iter().filter(|other| *other == one).count() == 1));
    }
}
