//! From the text of a table to rows; every cell is checked against its column.

use events::master::MasterStatus;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::tables::{Column, Table};
use super::{MasterFileError, MasterRow};

/// Columns that every table begins with.
const COMMON: [&str; 5] = ["key", "valid_from", "valid_to", "status", "source"];
/// Columns of [`Column::Notifications`].
const NOTIFICATION: [&str; 3] = ["notification_number", "notification_edition", "notification_status"];

pub(super) fn rows(table: &Table, text: &[u8]) -> Result<Vec<MasterRow>, MasterFileError> {
    let wrong = |reason| MasterFileError::Csv { table: table.name, reason };
    let mut reader = csv::Reader::from_reader(text);
    let expected = header(table);
    if reader.headers().map_err(wrong)?.iter().ne(expected.iter().copied()) {
        return Err(MasterFileError::Header { table: table.name, expected: expected.join(",") });
    }
    reader.records().map(|record| Record { table, record: record.map_err(wrong)? }.row()).collect()
}

pub(super) fn header(table: &Table) -> Vec<&'static str> {
    let mut names = COMMON.to_vec();
    for column in table.columns {
        match column {
            Column::Text(name) | Column::Maybe(name) | Column::Int(name) | Column::Bool(name) | Column::Words(name) => {
                names.push(name);
            }
            Column::Notifications => names.extend(NOTIFICATION),
        }
    }
    names
}

struct Record<'t> {
    table: &'t Table,
    record: csv::StringRecord,
}

impl Record<'_> {
    fn cell(&self, at: usize) -> &str {
        self.record.get(at).unwrap_or_default()
    }

    fn wrong(&self, column: &'static str, at: usize) -> MasterFileError {
        MasterFileError::Value { table: self.table.name, key: self.cell(0).to_owned(), column, value: self.cell(at).to_owned() }
    }

    fn filled(&self, column: &'static str, at: usize) -> Result<&str, MasterFileError> {
        let text = self.cell(at);
        if text.is_empty() || text.trim() != text { Err(self.wrong(column, at)) } else { Ok(text) }
    }

    fn day(&self, column: &'static str, at: usize) -> Result<Date, MasterFileError> {
        self.cell(at).parse().map_err(|_| self.wrong(column, at))
    }

    fn row(&self) -> Result<MasterRow, MasterFileError> {
        let status = match self.cell(3) {
            "confirmed" => MasterStatus::Confirmed,
            "inferred" => MasterStatus::Inferred,
            "unknown" => MasterStatus::Unknown,
            _ => return Err(self.wrong("status", 3)),
        };
        Ok(MasterRow {
            table: self.table.name,
            key: self.filled("key", 0)?.to_owned(),
            valid_from: self.day("valid_from", 1)?,
            valid_to: if self.cell(2).is_empty() { None } else { Some(self.day("valid_to", 2)?) },
            status,
            source: self.filled("source", 4)?.to_owned(),
            values: self.values()?,
        })
    }

    fn values(&self) -> Result<Value, MasterFileError> {
        let mut values = Map::new();
        let mut at = COMMON.len();
        for column in self.table.columns {
            let (name, value) = match *column {
                Column::Text(name) => (name, json!(self.filled(name, at)?)),
                Column::Maybe(name) => (name, if self.cell(at).is_empty() { Value::Null } else { json!(self.filled(name, at)?) }),
                Column::Int(name) => (name, json!(self.cell(at).parse::<i64>().map_err(|_| self.wrong(name, at))?)),
                Column::Bool(name) => (name, json!(self.cell(at).parse::<bool>().map_err(|_| self.wrong(name, at))?)),
                Column::Words(name) => (name, json!(self.filled(name, at)?.split(' ').collect::<Vec<_>>())),
                Column::Notifications => ("notifications", self.notifications(at)?),
            };
            values.insert(name.to_owned(), value);
            at += if *column == Column::Notifications { NOTIFICATION.len() } else { 1 };
        }
        Ok(Value::Object(values))
    }

    fn notifications(&self, at: usize) -> Result<Value, MasterFileError> {
        if self.cell(at).is_empty() {
            return Ok(json!([]));
        }
        let number: u16 = self.cell(at).parse().map_err(|_| self.wrong(NOTIFICATION[0], at))?;
        let edition = self.day(NOTIFICATION[1], at + 1)?;
        let confirmed = match self.cell(at + 2) {
            "confirmed" => true,
            "inferred" => false,
            _ => return Err(self.wrong(NOTIFICATION[2], at + 2)),
        };
        Ok(json!([{ "number": number, "edition": edition.to_string(), "confirmed": confirmed }]))
    }
}
