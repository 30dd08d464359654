//! Events of a batch, read, with what the rows keep of their envelope.

use events::{DecodeError, Event};
use jiff::Timestamp;
use store::{ProjectionError, Recorded};
use uuid::Uuid;

/// An event with its envelope.
pub(crate) struct Told<'a> {
    pub(crate) recorded: &'a Recorded,
    pub(crate) event: Event,
}

/// Why rows cannot be made from an event. Names no content.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum FoldError {
    /// The payload cannot be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Something goes on that never began.
    #[error("{what} {id} has not begun at this event")]
    NotBegun { what: &'static str, id: Uuid },
    /// A date beyond the calendar.
    #[error("a due date lies beyond the calendar")]
    Date,
}

/// Reads the whole batch; the first event that cannot be read stops it.
pub(crate) fn read(batch: &[Recorded]) -> Result<Vec<Told<'_>>, ProjectionError> {
    batch
        .iter()
        .map(|recorded| {
            Event::decode(&recorded.event_type, recorded.schema_version, &recorded.payload)
                .map(|event| Told { recorded, event })
                .map_err(|error| ProjectionError::at(recorded.position, FoldError::from(error)))
        })
        .collect()
}

/// A statement for the whole batch failed. The store then tries event by event, so the first position stands for all.
pub(crate) fn failed(batch: &[Recorded]) -> impl Fn(sqlx::Error) -> ProjectionError + Copy {
    let position = batch.first().map_or(0, |event| event.position);
    move |error| ProjectionError::at(position, error)
}

/// Who changed a row last, when and by what: columns of every temporal table.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Mark {
    pub(crate) at: Timestamp,
    pub(crate) by: Uuid,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) office: Option<String>,
    pub(crate) change: String,
}

impl From<&Recorded> for Mark {
    fn from(event: &Recorded) -> Self {
        Self {
            at: event.recorded_at,
            by: event.actor_id.0,
            name: event.actor_name.clone(),
            role: event.actor_role.clone(),
            office: event.actor_office.clone(),
            change: event.event_type.clone(),
        }
    }
}
