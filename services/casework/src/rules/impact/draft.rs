//! 案: the numbers of the masters that somebody may want to change, and the rows that follow from a change.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use events::master::{MasterStatus, RowAdopted};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::rules::masters::{Masters, Table};

/// Tables whose numbers decide tiers, caps and periods.
pub const TABLES: [&str; 4] = ["caps", "levy_bounds", "low_income_thresholds", "program"];

/// A number of a row that counts on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// Table.
    pub table: &'static str,
    /// Key within the table.
    pub key: String,
    /// Column.
    pub field: String,
    /// What it is now.
    pub value: i64,
}

/// A number and what it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Table.
    pub table: String,
    /// Key within the table.
    pub key: String,
    /// Column.
    pub field: String,
    /// What it would be.
    pub value: i64,
}

/// Nothing of that name counts on the day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("マスタ「{table}」の行「{key}」に、その日に効く「{field}」の数はありません。")]
pub struct NoSuchNumber {
    table: String,
    key: String,
    field: String,
}

/// Every number that may be changed, as it counts on a day.
pub fn numbers(masters: &Masters, day: Date) -> Vec<Number> {
    let mut all = Vec::new();
    for table in TABLES {
        for (key, values) in rows(masters, table, day) {
            let Value::Object(fields) = values else { continue };
            for (field, value) in fields {
                all.extend(value.as_i64().map(|value| Number { table, key: key.clone(), field, value }));
            }
        }
    }
    all
}

/// The rows that would be adopted: those that count on the first day, with the changed numbers, until further notice.
///
/// # Errors
/// [`NoSuchNumber`].
pub fn rows_with(masters: &Masters, changes: &[Change], from: Date) -> Result<Vec<RowAdopted>, NoSuchNumber> {
    let mut drafts: BTreeMap<(&str, &str), Value> = BTreeMap::new();
    for change in changes {
        let missing = || NoSuchNumber { table: change.table.clone(), key: change.key.clone(), field: change.field.clone() };
        let place = (change.table.as_str(), change.key.as_str());
        let values = match drafts.entry(place) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let row = rows(masters, place.0, from).into_iter().find(|(key, _)| key == place.1);
                unknown.insert(row.ok_or_else(missing)?.1)
            }
        };
        let number = values.get_mut(&change.field).filter(|value| value.is_i64());
        *number.ok_or_else(missing)? = change.value.into();
    }
    let row = |((table, key), values): ((&str, &str), Value)| RowAdopted {
        table: table.to_owned(),
        key: key.to_owned(),
        valid_from: from,
        valid_to: None,
        status: MasterStatus::Inferred,
        source: "影響調査の案".to_owned(),
        values,
    };
    Ok(drafts.into_iter().map(row).collect())
}

fn rows(masters: &Masters, table: &str, day: Date) -> Vec<(String, Value)> {
    match table {
        "caps" => values(&masters.caps, day),
        "levy_bounds" => values(&masters.levy_bounds, day),
        "low_income_thresholds" => values(&masters.low_income_thresholds, day),
        "program" => values(&masters.program, day),
        _ => Vec::new(),
    }
}

fn values<T: Serialize>(table: &Table<T>, day: Date) -> Vec<(String, Value)> {
    table.on(day).filter_map(|row| Some((row.key.clone(), serde_json::to_value(&row.value).ok()?))).collect()
}
