//! One master table: rows by key, each with its window and the position from which it is known.

use std::collections::BTreeMap;

use events::master::{MasterStatus, RowAdopted};
use jiff::civil::Date;
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

/// Rows by key. Nothing is overwritten: of the rows that cover a day the one adopted last counts.
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

    /// The rows of all keys that count on a day, in order of their keys.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Dated<T>> {
        self.rows.values().filter_map(move |rows| newest(rows, day))
    }

    /// Every row, superseded ones included.
    pub fn all(&self) -> impl Iterator<Item = &Dated<T>> {
        self.rows.values().flatten()
    }

    /// Position of the last row that was adopted.
    pub fn position(&self) -> i64 {
        self.all().map(|row| row.position).max().unwrap_or(0)
    }
}

/// Later adoption wins; among rows adopted together, the later window.
fn newest<T>(rows: &[Dated<T>], day: Date) -> Option<&Dated<T>> {
    rows.iter().filter(|row| row.covers(day)).max_by_key(|row| (row.position, row.valid_from))
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
