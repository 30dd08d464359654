//! From events to rows, without a database.

use std::collections::BTreeSet;

use events::Event;
use events::master_change::MasterChangeEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use super::queries::Stage;
use crate::told::FoldError;

/// Keys of rows that are kept for looking up what is under way.
const KEYS: usize = 100;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    stage: String,
    tables: Vec<String>,
    keys: Vec<String>,
    rows: i32,
    first_day: Date,
    proposed_on: Date,
    proposed_by: Uuid,
    position: i64,
}
store::columns!(Row, in "master_changes" by "change": stage, tables, keys, rows, first_day, proposed_on, proposed_by, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::MasterChange(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position, on) = (told.recorded.stream_id, told.recorded.position, told.recorded.effective_on);
        if let MasterChangeEvent::Proposed(event) = event {
            let tables: BTreeSet<String> = event.rows.iter().map(|row| row.table.clone()).collect();
            let keys: BTreeSet<String> = event.rows.iter().map(|row| format!("{}/{}", row.table, row.key)).collect();
            let row = Row {
                stage: Stage::Waiting.code().to_owned(),
                tables: tables.into_iter().collect(),
                keys: keys.into_iter().take(KEYS).collect(),
                rows: i32::try_from(event.rows.len()).unwrap_or(i32::MAX),
                first_day: event.rows.iter().map(|row| row.valid_from).min().unwrap_or(on),
                proposed_on: on,
                proposed_by: told.recorded.actor_id.0,
                position,
            };
            self.0.put(id, row);
            return Ok(());
        }
        let row = self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "master change", id })?;
        let stage = match event {
            MasterChangeEvent::Proposed(_) => Stage::Waiting,
            MasterChangeEvent::Returned(_) => Stage::Returned,
            MasterChangeEvent::Withdrawn(_) => Stage::Withdrawn,
            MasterChangeEvent::Approved(_) => Stage::Approved,
        };
        self.0.put(id, Row { stage: stage.code().to_owned(), position, ..row });
        Ok(())
    }
}
