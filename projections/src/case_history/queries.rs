//! The history of a case, event by event.

use events::ids::{ApplicationId, CorrelationId, EventId};
use events::{Event, HoldsPersonal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::{Doer, ReadError};

/// One event of a case, sealed until [`crate::open()`] opens it.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The case.
    pub application: ApplicationId,
    /// Position in the casework log.
    pub position: i64,
    /// The stream it was written to.
    pub stream_id: Uuid,
    /// Its place in the stream.
    pub stream_version: i32,
    /// The event.
    pub event_id: EventId,
    /// When the database recorded it.
    pub recorded_at: Timestamp,
    /// The day from which it counts.
    pub effective_on: Date,
    /// Who acted.
    pub by: Doer,
    /// A code or sealed text.
    pub reason: Option<String>,
    /// The request or run it belongs to.
    pub correlation_id: CorrelationId,
    /// What happened.
    pub event: Event,
}

impl HoldsPersonal for Entry {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.event.visit_personal(visitor)?;
        self.by.visit_personal(visitor)
    }
}

/// The events of a case, oldest first, up to a position where one is given.
///
/// # Errors
/// [`ReadError`]; [`ReadError::Malformed`] where an event was written by a newer program.
pub async fn of_case(db: impl PgExecutor<'_>, application: ApplicationId, up_to: Option<i64>) -> Result<Vec<Entry>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT position, stream_id, stream_version, event_id, event_type, schema_version,
                  recorded_at AS "recorded_at!: jiff_sqlx::Timestamp", effective_on AS "effective_on!: jiff_sqlx::Date", actor_id, actor_name,
                  actor_role, actor_office, reason, correlation_id, payload::text AS "payload!"
           FROM case_history_entries WHERE application_id = $1 AND position <= $2 ORDER BY position"#,
        application.0,
        up_to.unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Entry {
                application,
                position: row.position,
                stream_id: row.stream_id,
                stream_version: row.stream_version,
                event_id: EventId(row.event_id),
                recorded_at: row.recorded_at.into(),
                effective_on: row.effective_on.into(),
                by: Doer::from_columns(row.actor_id, &row.actor_name, &row.actor_role, row.actor_office.as_deref())?,
                reason: row.reason,
                correlation_id: CorrelationId(row.correlation_id),
                event: Event::decode(&row.event_type, row.schema_version, &row.payload)
                    .map_err(|_| ReadError::Malformed { column: "payload" })?,
            })
        })
        .collect()
}
