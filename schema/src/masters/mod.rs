//! The masters that are shipped: reference data with validity, status and source, embedded in the program.
//!
//! # Adding a table
//! A CSV in `schema/masters/` (the README there says how it looks), its line in `tables.rs` with the type of each column, and its typed row in
//! `casework::rules::masters`. A test there checks that every shipped row decodes.

mod read;
mod tables;
mod write;

use events::master::{MasterStatus, RowAdopted};
use jiff::civil::Date;
use serde_json::Value;

/// A row as shipped.
#[derive(Clone, Debug, PartialEq)]
pub struct MasterRow {
    /// Table.
    pub table: &'static str,
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
    /// The values, by column.
    pub values: Value,
}

impl From<MasterRow> for RowAdopted {
    fn from(row: MasterRow) -> Self {
        Self {
            table: row.table.to_owned(),
            key: row.key,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            status: row.status,
            source: row.source,
            values: row.values,
        }
    }
}

/// What is wrong with a file of masters.
#[derive(Debug, thiserror::Error)]
pub enum MasterFileError {
    /// Not a CSV, or a row has too many or too few columns.
    #[error("マスタ「{table}」を読めません: {reason}")]
    Csv {
        /// Table.
        table: &'static str,
        /// What the reader says.
        reason: csv::Error,
    },
    /// The header is not the one declared.
    #[error("マスタ「{table}」の見出しが正しくありません。正しい見出し: {expected}")]
    Header {
        /// Table.
        table: &'static str,
        /// The columns declared.
        expected: String,
    },
    /// A value does not fit its column.
    #[error("マスタ「{table}」の行「{key}」の列「{column}」の値が正しくありません: {value}")]
    Value {
        /// Table.
        table: &'static str,
        /// Key of the row.
        key: String,
        /// Column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
}

/// Every shipped row, table by table in a fixed order.
pub fn shipped() -> Result<Vec<MasterRow>, MasterFileError> {
    let mut rows = Vec::new();
    for table in tables::TABLES {
        rows.extend(read::rows(table, table.text.as_bytes())?);
    }
    Ok(rows)
}

/// Rows of one table from other text in the same form, for `--data`: the name is that of the table.
pub fn read_table(name: &str, text: &[u8]) -> Option<Result<Vec<MasterRow>, MasterFileError>> {
    let table = tables::TABLES.iter().find(|table| table.name == name)?;
    Some(read::rows(table, text))
}

/// Rows of a table as text, in the form in which [`read_table`] reads them; none where there is no such table.
pub fn write_table(name: &str, rows: &[RowAdopted]) -> Option<Result<Vec<u8>, MasterFileError>> {
    let table = tables::TABLES.iter().find(|table| table.name == name)?;
    Some(write::text(table, rows).map_err(|reason| MasterFileError::Csv { table: table.name, reason }))
}

/// The header of a table's file.
pub fn header_of(name: &str) -> Option<String> {
    let table = tables::TABLES.iter().find(|table| table.name == name)?;
    Some(read::header(table).join(","))
}

/// Names of the tables that are shipped.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    tables::TABLES.iter().map(|table| table.name)
}

#[cfg(test)]
mod tests;
