//! An event as it stands in the log.

use events::ids::{CommandId, CorrelationId, EventId, StaffId};
use events::{Actor, ActorName, DecodeError, Event, Log};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use crate::tables::{Cells, Malformed, Value};

/// The columns of [`Recorded`], in the order in which it reads them.
macro_rules! columns {
    () => {
        "log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id, recorded_at, \
         effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id, causation_id, trace_context, \
         payload::text, metadata::text"
    };
}
pub(crate) use columns;

/// An event with everything the log knows of it. Personal data in it is sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The log.
    pub log: Log,
    /// Its place in the log.
    pub position: i64,
    /// Its stream.
    pub stream_id: Uuid,
    /// Type of the stream.
    pub stream_type: String,
    /// Its place in the stream, from 1.
    pub stream_version: i32,
    /// Its id.
    pub event_id: EventId,
    /// Wire name.
    pub event_type: String,
    /// Version of the payload's shape.
    pub schema_version: i16,
    /// The command that led to it.
    pub command_id: CommandId,
    /// When the database recorded it.
    pub recorded_at: Timestamp,
    /// The day from which it counts (効力発生日).
    pub effective_on: Date,
    /// Who acted.
    pub actor_id: StaffId,
    /// Their name, sealed, or the name of a part of the program.
    pub actor_name: String,
    /// Their role.
    pub actor_role: String,
    /// Their office.
    pub actor_office: Option<String>,
    /// A code or sealed text.
    pub reason: Option<String>,
    /// The request or run it belongs to.
    pub correlation_id: CorrelationId,
    /// The event that led to it.
    pub causation_id: Option<Uuid>,
    /// W3C trace context.
    pub trace_context: Option<String>,
    /// JSON as it was written.
    pub payload: String,
    /// JSON as it was written.
    pub metadata: String,
}

/// An envelope that names an actor this program does not understand.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the actor of the event cannot be read: {0}")]
pub struct UnknownActor(String);

impl Recorded {
    pub(crate) fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let log: i16 = row.try_get(0)?;
        Ok(Self {
            log: Log::from_number(log).ok_or_else(|| sqlx::Error::Decode(format!("no log {log}").into()))?,
            position: row.try_get(1)?,
            stream_id: row.try_get(2)?,
            stream_type: row.try_get(3)?,
            stream_version: row.try_get(4)?,
            event_id: EventId(row.try_get(5)?),
            event_type: row.try_get(6)?,
            schema_version: row.try_get(7)?,
            command_id: CommandId(row.try_get(8)?),
            recorded_at: row.try_get::<jiff_sqlx::Timestamp, _>(9)?.to_jiff(),
            effective_on: row.try_get::<jiff_sqlx::Date, _>(10)?.to_jiff(),
            actor_id: StaffId(row.try_get(11)?),
            actor_name: row.try_get(12)?,
            actor_role: row.try_get(13)?,
            actor_office: row.try_get(14)?,
            reason: row.try_get(15)?,
            correlation_id: CorrelationId(row.try_get(16)?),
            causation_id: row.try_get(17)?,
            trace_context: row.try_get(18)?,
            payload: row.try_get(19)?,
            metadata: row.try_get(20)?,
        })
    }

    /// The columns that [`Self::from_cells`] reads, in its order.
    pub(crate) const COLUMNS: &str = "position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id, \
                                      recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id, \
                                      causation_id, trace_context, payload, metadata";

    pub(crate) fn from_cells(log: Log, cells: &mut Cells<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            log,
            position: Value::take(cells)?,
            stream_id: Value::take(cells)?,
            stream_type: Value::take(cells)?,
            stream_version: Value::take(cells)?,
            event_id: EventId(Value::take(cells)?),
            event_type: Value::take(cells)?,
            schema_version: Value::take(cells)?,
            command_id: CommandId(Value::take(cells)?),
            recorded_at: Value::take(cells)?,
            effective_on: Value::take(cells)?,
            actor_id: StaffId(Value::take(cells)?),
            actor_name: Value::take(cells)?,
            actor_role: Value::take(cells)?,
            actor_office: Value::take(cells)?,
            reason: Value::take(cells)?,
            correlation_id: CorrelationId(Value::take(cells)?),
            causation_id: Value::take(cells)?,
            trace_context: Value::take(cells)?,
            payload: Value::take(cells)?,
            metadata: Value::take(cells)?,
        })
    }

    /// An event of an export: the entry that was hashed, and what it only holds hashes of. None where a moment or a day is beyond all
    /// calendars or the log is none of ours.
    pub fn from_entry(entry: &evidence::Entry<'_>, payload: String, metadata: String) -> Option<Self> {
        const EPOCH: Date = jiff::civil::date(1970, 1, 1);
        Some(Self {
            log: Log::from_number(entry.log)?,
            position: entry.position,
            stream_id: entry.stream_id,
            stream_type: entry.stream_type.to_owned(),
            stream_version: entry.stream_version,
            event_id: EventId(entry.event_id),
            event_type: entry.event_type.to_owned(),
            schema_version: entry.schema_version,
            command_id: CommandId(entry.command_id),
            recorded_at: Timestamp::from_microsecond(entry.recorded_at).ok()?,
            effective_on: EPOCH.checked_add(jiff::Span::new().try_days(entry.effective_on).ok()?).ok()?,
            actor_id: StaffId(entry.actor_id),
            actor_name: entry.actor_name.to_owned(),
            actor_role: entry.actor_role.to_owned(),
            actor_office: entry.actor_office.map(str::to_owned),
            reason: entry.reason.map(str::to_owned),
            correlation_id: CorrelationId(entry.correlation_id),
            causation_id: entry.causation_id,
            trace_context: entry.trace_context.map(str::to_owned),
            payload,
            metadata,
        })
    }

    /// The event itself, older versions through upcasting.
    ///
    /// # Errors
    /// As [`Event::decode`].
    pub fn decode(&self) -> Result<Event, DecodeError> {
        Event::decode(&self.event_type, self.schema_version, &self.payload)
    }

    /// Who acted.
    ///
    /// # Errors
    /// Where a newer program wrote a role or an office that this one does not know.
    pub fn actor(&self) -> Result<Actor, UnknownActor> {
        let unknown = |what: &dyn std::fmt::Display| UnknownActor(what.to_string());
        Ok(Actor {
            id: self.actor_id,
            name: ActorName::from_column(&self.actor_name).map_err(|e| unknown(&e))?,
            role: self.actor_role.parse().map_err(|e| unknown(&e))?,
            office: self.actor_office.as_deref().map(str::parse).transpose().map_err(|e| unknown(&e))?,
        })
    }
}
