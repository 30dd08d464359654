//! The words of appending: an act, what it asks for, and what became of it.

use events::ids::{CommandId, CorrelationId, EventId, KeyId, SubjectId};
use events::{Actor, Log};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// One act: everything that happens at once, or not at all.
#[derive(Clone, Debug)]
pub struct Act {
    /// The log all its events go to.
    pub log: Log,
    /// Repeating an act with this id gives the first answer.
    pub command_id: CommandId,
    /// The request or run it belongs to.
    pub correlation_id: CorrelationId,
    /// Who acts.
    pub actor: Actor,
    /// W3C trace context of the request.
    pub trace_context: Option<String>,
    /// What is added to which streams, in order.
    pub streams: Vec<StreamAppend>,
    /// What nobody else may have.
    pub claims: Vec<Claim>,
    /// Keys under which its events are sealed, where they are new.
    pub keys: Vec<NewKey>,
    /// JSON that is told again when the command is repeated. Never personal data.
    pub answer: Option<String>,
    /// Only with [`crate::Writer::simulated`]: when it is to have been recorded.
    pub recorded_at: Option<Timestamp>,
}

impl Act {
    /// Number of events in all its streams.
    pub fn event_count(&self) -> usize {
        self.streams.iter().map(|stream| stream.events.len()).sum()
    }
}

/// What an act adds to one stream.
#[derive(Clone, Debug)]
pub struct StreamAppend {
    /// The stream.
    pub stream_id: Uuid,
    /// Its type; a stream keeps its type for ever.
    pub stream_type: &'static str,
    /// The version it must have before the act.
    pub expected: Expected,
    /// The events, in order.
    pub events: Vec<NewEvent>,
}

/// What an act knows of a stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// It has this version; 0 is a stream that does not exist yet.
    Exactly(i32),
    /// It does not matter.
    Any,
}

/// An event before it is written.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// UUIDv7; personal data is sealed to it.
    pub event_id: EventId,
    /// Wire name.
    pub event_type: &'static str,
    /// Version of the payload's shape.
    pub schema_version: i16,
    /// The day from which it counts (効力発生日), in Japan.
    pub effective_on: Date,
    /// JSON, kept byte for byte.
    pub payload: String,
    /// JSON, kept byte for byte; `{}` where there is none.
    pub metadata: String,
    /// A code or sealed text.
    pub reason: Option<String>,
    /// The event that led to this one.
    pub causation_id: Option<Uuid>,
}

/// Something only one may have.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Claim {
    /// What kind of thing, such as `recipient_number`.
    pub kind: &'static str,
    /// The thing, or its HMAC where it is personal ([`crate::Pepper::claim`]).
    pub key: Vec<u8>,
}

impl Claim {
    /// A claim on something that is not personal, such as a number we give out ourselves.
    pub fn plain(kind: &'static str, value: &str) -> Self {
        Self { kind, key: value.as_bytes().to_vec() }
    }
}

/// A key of a person, wrapped, to be kept with the act that first uses it.
#[derive(Clone)]
pub struct NewKey {
    /// The key.
    pub key_id: KeyId,
    /// Whose it is.
    pub subject_id: SubjectId,
    /// The key under the key that lies outside the database.
    pub wrapped: Vec<u8>,
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewKey({})", self.key_id)
    }
}

/// An act that is in the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// Position of its first event.
    pub first_position: i64,
    /// Position of its last event.
    pub last_position: i64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What the act gave to be told.
    pub answer: Option<String>,
    /// It had been done before; nothing was written this time.
    pub repeated: bool,
}

/// Why an act is not in the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Somebody was faster: look again and decide anew.
    #[error("stream {stream_id} has moved on to version {actual}")]
    Stale {
        /// The stream.
        stream_id: Uuid,
        /// The version it has now.
        actual: i32,
    },
    /// Somebody else has it.
    #[error("{kind} is already taken")]
    ClaimTaken {
        /// What kind of thing.
        kind: String,
    },
    /// The database does not answer. Whether the act was done is not known; repeating it with the same command id is safe.
    #[error("the event store cannot be reached")]
    Unavailable,
    /// The act is not one that can be written at all.
    #[error("the event store refuses the act: {0}")]
    Refused(String),
}
