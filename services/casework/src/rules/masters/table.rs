//! One master table: rows by key, each with its window and the position from which it is known.

use std::collections::BTreeMap;

use events::master::{MasterStatus, RowAdopted};
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::MastersError;
use crate::rules::trace::MasterRef;

/// A typed row.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated<T> {
    /// Key within the table.
    pub key: String,
    /// First day on which it counts.
    pub valid_from: Date,
    /// Last day; open where none.
    pub valid_to: Option<Date>,
    /// How sure it is.
    pub status: MasterStatus,
    /// Where it comes from.
    pub source: String,
    /// Position of its adoption.
    pub position: i64,
    /// The values.
    pub value: T,
}

impl<T> Dated<T> {
    /// Whether it counts on a day.
    pub fn covers(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The reference that traces keep.
    pub fn reference(&self, table: &str) -> MasterRef {
        MasterRef {
            table: table.to_owned(),
            key: self.key.clone(),
            valid_from: self.valid_from,
            status: self.status,
            position: self.position,
        }
    }
}

/// A row with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownRow {
    /// As it was adopted.
    pub row: RowAdopted,
    /// Position of its adoption.
    pub position: i64,
    /// It counts on some day; later adoptions did not take its place on all of them.
    pub counts: bool,
}

impl<T: Serialize> Dated<T> {
    pub(super) fn as_adopted(&self, table: &str) -> RowAdopted {
        RowAdopted {
            table: table.to_owned(),
            key: self.key.clone(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            status: self.status,
            source: self.source.clone(),
            values: serde_json::to_value(&self.value).unwrap_or(serde_json::Value::Null),
        }
    }
}

impl<T: Serialize> Table<T> {
    pub(super) fn known(&self, table: &str) -> Vec<KnownRow> {
        let known = |row: &Dated<T>| KnownRow { row: row.as_adopted(table), position: row.position, counts: self.counts(row) };
        self.all().map(known).collect()
    }
}

/// Rows by key. Nothing is overwritten: of the rows that cover a day the one adopted last counts, and a row that was adopted again with the same
/// first day counts as it was adopted last.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T> {
    rows: BTreeMap<String, Vec<Dated<T>>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new() }
    }
}

impl<T> Table<T> {
    /// The row of a key that counts on a day.
    pub fn at(&self, key: &str, day: Date) -> Option<&Dated<T>> {
        self.rows.get(key).and_then(|rows| newest(rows, day))
    }

    /// The row of a key that counts on a day, or the last one that counted before.
    pub fn at_or_last(&self, key: &str, day: Date) -> Option<&Dated<T>> {
        let before = |row: &&Dated<T>| row.valid_to.is_some_and(|last| last < day);
        let earlier = || self.rows.get(key)?.iter().filter(before).max_by_key(|row| (row.valid_to, row.position));
        self.at(key, day).or_else(earlier)
    }

    /// The rows of all keys that count on a day, in order of their keys.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Dated<T>> {
        self.rows.values().filter_map(move |rows| newest(rows, day))
    }

    /// Every row, superseded ones included.
    pub fn all(&self) -> impl Iterator<Item = &Dated<T>> {
        self.rows.values().flatten()
    }

    /// Whether a row still counts on some day: no later adoption took its place on all of them.
    pub fn counts(&self, row: &Dated<T>) -> bool {
        let Some(rows) = self.rows.get(&row.key) else { return false };
        let after = rows.iter().filter_map(|other| other.valid_to?.tomorrow().ok());
        let mut days = after.chain([row.valid_from]).filter(|day| row.covers(*day));
        days.any(|day| newest(rows, day).is_some_and(|found| std::ptr::eq(found, row)))
    }

    /// Position of the last row that was adopted.
    pub fn position(&self) -> i64 {
        self.all().map(|row| row.position).max().unwrap_or(0)
    }
}

/// Later adoption wins; among rows adopted together, the later window. A later row with the same first day takes the place of the earlier one on
/// all its days, so that a row can be ended.
fn newest<T>(rows: &[Dated<T>], day: Date) -> Option<&Dated<T>> {
    let replaced = |row: &Dated<T>| rows.iter().any(|one| one.valid_from == row.valid_from && one.position > row.position);
    rows.iter().filter(|row| row.covers(day) && !replaced(row)).max_by_key(|row| (row.position, row.valid_from))
}

impl<T: Clone> Table<T> {
    pub(super) fn known_up_to(&self, position: i64) -> Self {
        let rows = self
            .rows
            .iter()
            .map(|(key, rows)| (key.clone(), rows.iter().filter(|row| row.position <= position).cloned().collect()))
            .collect();
        Self { rows }
    }
}

impl<T: DeserializeOwned> Table<T> {
    pub(super) fn adopt(&mut self, position: i64, row: &RowAdopted) -> Result<(), MastersError> {
        let value = T::deserialize(&row.values).map_err(|reason| MastersError::Values {
            table: row.table.clone(),
            key: row.key.clone(),
            reason,
        })?;
        self.rows.entry(row.key.clone()).or_default().push(Dated {
            key: row.key.clone(),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            status: row.status,
            source: row.source.clone(),
            position,
            value,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::rules::samples;

    #[test]
    fn a_row_counts_until_later_ones_cover_all_its_days() {
        let mut masters = samples::masters();
        let row = |from, to| samples::dated("caps", "X", from, to, samples::cap(1, 1, 1));
        masters.adopt(1, &row(date(2015, 1, 1), None)).unwrap();
        masters.adopt(2, &row(date(2020, 1, 1), Some(date(2020, 12, 31)))).unwrap();
        let counting = |masters: &crate::rules::Masters| -> Vec<i64> {
            let rows = masters.caps.all().filter(|row| row.key == "X" && masters.caps.counts(row));
            rows.map(|row| row.position).collect()
        };
        assert_eq!(counting(&masters), [1, 2]);
        masters.adopt(3, &row(date(2015, 1, 1), Some(date(2019, 12, 31)))).unwrap();
        assert_eq!(counting(&masters), [2, 3], "the first was ended");
        assert!(masters.caps.at("X", date(2021, 1, 1)).is_none());
        masters.adopt(4, &row(date(2015, 1, 1), None)).unwrap();
        assert_eq!(counting(&masters), [4]);
    }
}
