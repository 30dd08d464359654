//! Who asks for an act, from where, and what it gave.

use events::Actor;
use events::ids::{CommandId, CorrelationId};
use jiff::civil::Date;

/// One wish to act.
#[derive(Clone, Debug)]
pub struct Request {
    /// Made with the form, so that sending it twice is acting once. UUIDv7.
    pub command_id: CommandId,
    /// The request in a browser or the run of a job.
    pub correlation_id: CorrelationId,
    /// Who acts.
    pub actor: Actor,
    /// W3C trace context.
    pub trace_context: Option<String>,
    /// Today in Japan.
    pub today: Date,
    /// Version of the case that the person had before the eyes; none where no case was shown.
    pub seen_version: Option<i32>,
}

/// An act that happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Done {
    /// Position of its last event; a screen waits for it.
    pub position: i64,
    /// It had happened before with the same command id.
    pub again: bool,
}

impl From<&store::Done> for Done {
    fn from(done: &store::Done) -> Self {
        Self { position: done.last_position, again: done.repeated }
    }
}
