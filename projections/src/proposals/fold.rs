//! From events to rows, without a database.

use events::Event;
use events::application::ApplicationEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::told::FoldError;

/// Still to be decided.
const OPEN: &str = "open";

#[derive(Clone, PartialEq, Debug)]
struct Row {
    proposal: Uuid,
    year: i16,
    serial: i32,
    proposed_on: Date,
    /// Key of the reason where it is to be refused.
    ground: Option<String>,
    /// Roles in the order of the way.
    route: Vec<String>,
    /// Steps that are done.
    done: i16,
    /// `open`, or what became of it.
    state: String,
    position: i64,
}
store::columns!(Row, in "proposals" by "application_id": proposal, year, serial, proposed_on, ground, route, done, state, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

/// Whether an event is about a proposal, or ends one.
pub(super) fn concerns(told: &Told) -> Result<bool, FoldError> {
    Ok(matches!(
        told.event()?,
        Event::Application(
            ApplicationEvent::Proposed(_)
                | ApplicationEvent::Endorsed(_)
                | ApplicationEvent::SentBack(_)
                | ApplicationEvent::Approved(_)
                | ApplicationEvent::Refused(_)
                | ApplicationEvent::Withdrawn(_)
        )
    ))
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Application(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        if let ApplicationEvent::Proposed(event) = event {
            let row = Row {
                proposal: event.proposal.0,
                year: i16::from(event.year),
                serial: i32::try_from(event.serial).unwrap_or(i32::MAX),
                proposed_on: told.recorded.effective_on,
                ground: event.ground.clone(),
                route: event.route.iter().map(|step| step.role.code().to_owned()).collect(),
                done: 0,
                state: OPEN.to_owned(),
                position,
            };
            self.0.put(id, row);
            return Ok(());
        }
        // Most cases are decided without a proposal.
        let Some(mut row) = self.0.get(id).cloned().filter(|row| row.state == OPEN) else { return Ok(()) };
        match event {
            ApplicationEvent::Endorsed(event) => {
                let last = i16::try_from(row.route.len()).unwrap_or(i16::MAX) - 1;
                row.done = i16::from(event.step).min(last);
            }
            ApplicationEvent::SentBack(_) => "sent_back".clone_into(&mut row.state),
            ApplicationEvent::Approved(_) => "approved".clone_into(&mut row.state),
            ApplicationEvent::Refused(_) => "refused".clone_into(&mut row.state),
            ApplicationEvent::Withdrawn(_) => "withdrawn".clone_into(&mut row.state),
            _ => return Ok(()),
        }
        self.0.put(id, Row { position, ..row });
        Ok(())
    }
}
