//! From events to rows, without a database.

use std::collections::BTreeSet;

use events::Event;
use events::sitting::SittingEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};

use super::{Minutes, State};
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    held_on: Date,
    cut_off_on: Date,
    venue: String,
    state: State,
    cases: i32,
    heard: i32,
    /// How many sat: all until the absent are known.
    present: i16,
    minutes: Minutes,
    /// Seat of the one who took the chair, of the newest edition of the minutes.
    chair: Option<i16>,
    /// Seats that stand by it.
    stood_by: Vec<i16>,
    position: i64,
}
store::columns!(
    Row, in "sittings" by "sitting": held_on, cut_off_on, venue, state, cases, heard, present, minutes, chair, stood_by, position
);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Sitting(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        if let SittingEvent::Scheduled(event) = event {
            let (held_on, cut_off_on, venue) = (event.held_on, event.cut_off_on, event.venue.to_string());
            let (minutes, chair, stood_by) = (Minutes::None, None, Vec::new());
            let (state, present) = (State::Scheduled, i16::from(event.seats));
            let row = Row { held_on, cut_off_on, venue, state, cases: 0, heard: 0, present, minutes, chair, stood_by, position };
            self.0.put(id, row);
            return Ok(());
        }
        let mut row = self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "sitting", id })?;
        match event {
            SittingEvent::Scheduled(_) | SittingEvent::PapersIssued(_) => {}
            SittingEvent::AgendaFixed(event) => {
                (row.state, row.cases) = (State::Agenda, i32::try_from(event.items.len()).unwrap_or(i32::MAX));
            }
            SittingEvent::CaseHeard(_) => (row.state, row.heard) = (State::Hearing, row.heard + 1),
            SittingEvent::Closed(event) => {
                let absent: BTreeSet<u8> = event.absent.iter().copied().collect();
                row.state = State::Closed;
                row.present -= i16::try_from(absent.len()).unwrap_or_default();
            }
            SittingEvent::Moved(event) => {
                (row.held_on, row.cut_off_on, row.venue) = (event.held_on, event.cut_off_on, event.venue.to_string());
            }
            SittingEvent::Cancelled(_) => row.state = State::Cancelled,
            SittingEvent::MinutesWritten(event) => {
                (row.minutes, row.chair, row.stood_by) = (Minutes::Draft, Some(i16::from(event.chair)), Vec::new());
            }
            SittingEvent::MinutesApproved(event) => {
                row.stood_by.push(i16::from(event.seat));
                let chair = row.chair.is_some_and(|chair| row.stood_by.contains(&chair));
                if chair && (row.present == 1 || row.stood_by.len() > 1) {
                    row.minutes = Minutes::Final;
                }
            }
        }
        self.0.put(id, Row { position, ..row });
        Ok(())
    }
}
