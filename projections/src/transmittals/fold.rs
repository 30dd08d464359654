//! From events to rows, without a database.

use std::collections::BTreeSet;

use events::Event;
use events::transmittal::{ReceiptOutcome, TransmittalEvent};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    year: i16,
    serial: i32,
    office: String,
    drawn_up_on: Date,
    sent_on: Option<Date>,
    cases: Vec<Uuid>,
    /// Cases of which it is not known where they are, once sent.
    open: Vec<Uuid>,
    /// Of these, those that were looked for.
    missing: Vec<Uuid>,
    position: i64,
}
store::columns!(Row, in "transmittals" by "transmittal": year, serial, office, drawn_up_on, sent_on, cases, open, missing, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Transmittal(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position, on) = (told.recorded.stream_id, told.recorded.position, told.recorded.effective_on);
        if let TransmittalEvent::DrawnUp(event) = event {
            let row = Row {
                year: i16::from(event.year),
                serial: i32::try_from(event.serial).unwrap_or(i32::MAX),
                office: event.office.to_string(),
                drawn_up_on: on,
                sent_on: None,
                cases: event.cases.iter().map(|case| case.0).collect(),
                open: Vec::new(),
                missing: Vec::new(),
                position,
            };
            self.0.put(id, row);
            return Ok(());
        }
        let mut row = self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "transmittal", id })?;
        match event {
            TransmittalEvent::DrawnUp(_) => {}
            TransmittalEvent::Sent(event) => {
                row.sent_on = Some(on);
                row.cases = event.cases.iter().map(|case| case.0).collect();
                row.open.clone_from(&row.cases);
            }
            TransmittalEvent::CaseChecked(event) => {
                let missing: BTreeSet<Uuid> = row.missing.iter().copied().filter(|case| *case != event.application.0).collect();
                row.missing = missing.into_iter().collect();
                if event.outcome == ReceiptOutcome::Missing {
                    row.missing.push(event.application.0);
                } else {
                    row.open.retain(|case| *case != event.application.0);
                }
            }
        }
        self.0.put(id, Row { position, ..row });
        Ok(())
    }
}
