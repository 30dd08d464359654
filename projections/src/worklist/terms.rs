//! 標準処理期間 (行政手続法第6条): how many days a decision may take, as the masters said when the application came.

use events::Event;
use jiff::civil::Date;
use store::{Table, Told, Whole};

use crate::told::FoldError;

/// Table and key of the master row.
const ROW: (&str, &str) = ("program", "processing.days");

/// Until the masters name a period: the two months that other prefectures take.
const UNTIL_ADOPTED: i32 = 60;

/// One adopted row.
#[derive(Clone, Copy)]
struct Term {
    position: i64,
    valid_from: Date,
    valid_to: Option<Date>,
    days: i32,
}
store::columns!(Term, in "worklist_terms": position, valid_from, valid_to, days);

/// The periods adopted so far.
#[derive(Default)]
pub(super) struct Terms(Whole<Term>);

/// The period that an event adopts.
fn adopted(told: &Told) -> Result<Option<Term>, FoldError> {
    let Event::Master(event) = told.event()? else { return Ok(None) };
    let row = event.row();
    if (row.table.as_str(), row.key.as_str()) != ROW {
        return Ok(None);
    }
    let days = row.values.get("value").and_then(serde_json::Value::as_i64).and_then(|days| i32::try_from(days).ok());
    let (position, valid_from, valid_to) = (told.recorded.position, row.valid_from, row.valid_to);
    Ok(days.map(|days| Term { position, valid_from, valid_to, days }))
}

impl Terms {
    pub(super) fn table(&mut self) -> &mut dyn Table {
        &mut self.0
    }

    /// Takes one event in.
    pub(super) fn tell(&mut self, told: &Told) -> Result<(), FoldError> {
        if let Some(term) = adopted(told)? {
            self.0.add(term);
        }
        Ok(())
    }

    /// Days for an application of this day, as adopted before a position. The row adopted last counts.
    pub(super) fn on(&self, day: Date, position: i64) -> i32 {
        let valid = |term: &&Term| term.valid_from <= day && term.valid_to.is_none_or(|end| day <= end);
        let known = self.0.rows().iter().filter(|term| term.position < position);
        known.rev().find(valid).map_or(UNTIL_ADOPTED, |term| term.days)
    }
}
