//! From events to rows, without a database.

use events::Event;
use events::application::ApplicationEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use super::queries::InquiryState;
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    application: Uuid,
    party: String,
    ground: String,
    asked_on: Date,
    due_on: Date,
    state: String,
    ended_on: Option<Date>,
    stops_clock: bool,
    position: i64,
}
store::columns!(Row, in "inquiries" by "inquiry": application, party, ground, asked_on, due_on, state, ended_on, stops_clock, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Application(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (recorded, position) = (&told.recorded, told.recorded.position);
        let (id, state, ended_on) = match event {
            ApplicationEvent::Inquired(event) => {
                let row = Row {
                    application: recorded.stream_id,
                    party: event.party.code().to_owned(),
                    ground: event.ground.code().to_owned(),
                    asked_on: recorded.effective_on,
                    due_on: event.due_on,
                    state: InquiryState::Open.code().to_owned(),
                    ended_on: None,
                    stops_clock: event.stops_clock,
                    position,
                };
                self.0.put(event.inquiry.0, row);
                return Ok(());
            }
            ApplicationEvent::InquiryAnswered(event) => (event.inquiry.0, InquiryState::Answered, event.answered_on),
            ApplicationEvent::InquiryWithdrawn(event) => (event.inquiry.0, InquiryState::Withdrawn, recorded.effective_on),
            _ => return Ok(()),
        };
        let row = self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "inquiry", id })?;
        self.0.put(id, Row { state: state.code().to_owned(), ended_on: Some(ended_on), position, ..row });
        Ok(())
    }
}
