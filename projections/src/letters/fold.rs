//! From events to rows, without a database.

use events::Event;
use events::letter::LetterEvent;
use events::vocabulary::AddressOutcome;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use super::queries::LetterState;
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    application: Uuid,
    kind: String,
    number: String,
    issued_on: Date,
    state: String,
    posted_on: Option<Date>,
    way: Option<String>,
    tracking: Option<String>,
    returned_on: Option<Date>,
    ground: Option<String>,
    dispatches: i32,
    position: i64,
}
store::columns!(Row, in "letters" by "letter": application, kind, number, issued_on, state, posted_on, way, tracking, returned_on,
                ground, dispatches, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Letter(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        let known = self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "letter", id });
        let row = match event {
            LetterEvent::Issued(event) => Row {
                application: event.application.0,
                kind: event.kind.code().to_owned(),
                number: event.number.clone(),
                issued_on: event.issued_on,
                state: LetterState::ToPost.code().to_owned(),
                posted_on: None,
                way: None,
                tracking: None,
                returned_on: None,
                ground: None,
                dispatches: 0,
                position,
            },
            LetterEvent::Posted(event) => {
                let known = known?;
                Row {
                    state: LetterState::Posted.code().to_owned(),
                    posted_on: Some(event.on),
                    way: Some(event.way.code().to_owned()),
                    tracking: event.number.as_ref().map(ToString::to_string),
                    dispatches: known.dispatches.saturating_add(1),
                    position,
                    ..known
                }
            }
            LetterEvent::Returned(event) => Row {
                state: LetterState::Returned.code().to_owned(),
                returned_on: Some(event.on),
                ground: Some(event.ground.code().to_owned()),
                position,
                ..known?
            },
            LetterEvent::AddressChecked(event) => {
                let state = match event.outcome {
                    AddressOutcome::Right | AddressOutcome::Corrected => LetterState::ToPost,
                    AddressOutcome::Unreachable => LetterState::Kept,
                };
                Row { state: state.code().to_owned(), position, ..known? }
            }
        };
        self.0.put(id, row);
        Ok(())
    }
}
