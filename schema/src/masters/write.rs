//! From rows to the text of a table, in the form in which it is read.

use events::master::{MasterStatus, RowAdopted};
use serde_json::Value;

use super::read::header;
use super::tables::{Column, Table};

pub(super) fn text(table: &Table, rows: &[RowAdopted]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header(table))?;
    for row in rows {
        let status = match row.status {
            MasterStatus::Confirmed => "confirmed",
            MasterStatus::Inferred => "inferred",
            MasterStatus::Unknown => "unknown",
        };
        let until = row.valid_to.map(|day| day.to_string()).unwrap_or_default();
        let mut record = vec![row.key.clone(), row.valid_from.to_string(), until, status.to_owned(), row.source.clone()];
        for column in table.columns {
            match *column {
                Column::Text(name) | Column::Maybe(name) | Column::Int(name) | Column::Bool(name) | Column::Words(name) => {
                    record.push(cell(&row.values[name]));
                }
                Column::Notifications => record.extend(newest(&row.values["notifications"])),
            }
        }
        writer.write_record(record)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(words) => words.iter().map(cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// The form has room for one edition: the newest.
fn newest(editions: &Value) -> [String; 3] {
    let all = editions.as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(edition) = all.iter().max_by_key(|edition| cell(&edition["edition"])) else { return Default::default() };
    let sure = if edition["confirmed"] == true { "confirmed" } else { "inferred" };
    [cell(&edition["number"]), cell(&edition["edition"]), sure.to_owned()]
}
