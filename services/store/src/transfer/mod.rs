//! A whole installation as lines of JSON, and back into an empty one. Everything is read and written by the owner of the tables, in one
//! transaction: what is read is of one moment, and of what is written all stands or nothing. Every event is hashed again on its way in.

mod key;
mod part;

use events::Log;
use events::ids::{CommandId, CorrelationId, EventId, StaffId};
use evidence::{Frontier, Hash};
use futures::TryStreamExt as _;
use serde::Deserialize;
use sqlx::{Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use crate::hash::{GENESIS, entry, leaf, link};
use crate::recorded::Recorded;

pub use key::TransferKey;
pub use part::Part;

/// Lines written at once.
const PAGE: usize = 500;

/// Why an installation was not read out or taken in.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// There is something already.
    #[error("the installation is not empty")]
    NotEmpty,
    /// A line is not of the shape it must have.
    #[error("line {line} of {part} cannot be read")]
    Line {
        /// Of which part.
        part: &'static str,
        /// Counted from 1.
        line: u64,
    },
    /// An event is not what was hashed.
    #[error("event {position} of {log} is not what was recorded")]
    Altered {
        /// Of which log.
        log: &'static str,
        /// Its position.
        position: i64,
    },
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The database refuses.
    #[error("the database refuses: {0}")]
    Database(#[from] sqlx::Error),
}

/// Where a log ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// Its last position.
    pub position: i64,
    /// The chain there.
    pub chain: Hash,
    /// The root of its tree.
    pub root: Hash,
}

/// Follows the events of one log, hashing each again.
pub struct Followed {
    log: Log,
    chain: Hash,
    tree: Frontier,
    position: i64,
}

/// A line of events, with what is needed to hash it.
#[derive(Deserialize)]
struct Line {
    log: i16,
    position: i64,
    stream_id: Uuid,
    stream_type: String,
    stream_version: i32,
    event_id: EventId,
    event_type: String,
    schema_version: i16,
    command_id: CommandId,
    recorded_at: jiff::Timestamp,
    effective_on: jiff::civil::Date,
    actor_id: StaffId,
    actor_name: String,
    actor_role: String,
    actor_office: Option<String>,
    reason: Option<String>,
    correlation_id: CorrelationId,
    causation_id: Option<Uuid>,
    trace_context: Option<String>,
    payload: String,
    metadata: String,
    leaf: String,
    chain: String,
}

impl Followed {
    /// Before the first event of a log.
    pub fn begin(log: Log) -> Self {
        Self { log, chain: GENESIS, tree: Frontier::default(), position: 0 }
    }

    /// Takes a line in.
    ///
    /// # Errors
    /// [`TransferError::Line`], [`TransferError::Altered`].
    pub fn take(&mut self, text: &str) -> Result<(), TransferError> {
        let number = u64::try_from(self.position + 1).unwrap_or(u64::MAX);
        let unread = || TransferError::Line { part: Part::Events(self.log).file(), line: number };
        let line: Line = serde_json::from_str(text).map_err(|_| unread())?;
        let (told_leaf, told_chain) = (line.leaf, line.chain);
        let recorded = Recorded {
            log: Log::from_number(line.log).filter(|log| *log == self.log).ok_or_else(unread)?,
            position: line.position,
            stream_id: line.stream_id,
            stream_type: line.stream_type,
            stream_version: line.stream_version,
            event_id: line.event_id,
            event_type: line.event_type,
            schema_version: line.schema_version,
            command_id: line.command_id,
            recorded_at: line.recorded_at,
            effective_on: line.effective_on,
            actor_id: line.actor_id,
            actor_name: line.actor_name,
            actor_role: line.actor_role,
            actor_office: line.actor_office,
            reason: line.reason,
            correlation_id: line.correlation_id,
            causation_id: line.causation_id,
            trace_context: line.trace_context,
            payload: line.payload,
            metadata: line.metadata,
        };
        let hash = leaf(&entry(&recorded));
        let chain = link(&self.chain, &hash);
        if recorded.position != self.position + 1 || hex::encode(hash) != told_leaf || hex::encode(chain) != told_chain {
            return Err(TransferError::Altered { log: Part::Events(self.log).file(), position: self.position + 1 });
        }
        (self.chain, self.position) = (chain, recorded.position);
        self.tree.push(hash);
        Ok(())
    }

    /// Where it ends.
    pub fn end(&self) -> End {
        End { position: self.position, chain: self.chain, root: self.tree.root() }
    }
}

/// Reads a part out, a line a row; how many there were. `connection` is the owner's.
///
/// # Errors
/// [`TransferError`].
pub async fn read_out(
    connection: &mut PgConnection,
    part: Part,
    mut line: impl FnMut(&str) -> Result<(), TransferError>,
) -> Result<u64, TransferError> {
    let mut rows = sqlx::query(part.select()).bind(part.log()).fetch(connection);
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        line(row.try_get(0)?)?;
        count += 1;
    }
    Ok(count)
}

/// Refuses where anything stands already: an event, a command, a key of a person.
///
/// # Errors
/// [`TransferError::NotEmpty`].
pub async fn is_empty(connection: &mut PgConnection) -> Result<(), TransferError> {
    let taken: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM es.events) OR EXISTS (SELECT FROM es.commands) OR EXISTS (SELECT FROM es.subject_keys)
             OR EXISTS (SELECT FROM es.artifacts) OR EXISTS (SELECT FROM vault.my_numbers) OR EXISTS (SELECT FROM desk.credentials)",
    )
    .fetch_one(connection)
    .await?;
    if taken { Err(TransferError::NotEmpty) } else { Ok(()) }
}

/// Takes a part in, row by row as it was read out; how many there were.
///
/// # Errors
/// [`TransferError`].
pub async fn take_in(
    connection: &mut PgConnection,
    part: Part,
    lines: impl Iterator<Item = std::io::Result<String>>,
) -> Result<u64, TransferError> {
    let (mut count, mut page) = (0, Vec::with_capacity(PAGE));
    for line in lines {
        page.push(line?);
        count += 1;
        if page.len() == PAGE {
            put(connection, part, &mut page, count).await?;
        }
    }
    put(connection, part, &mut page, count).await?;
    Ok(count)
}

async fn put(connection: &mut PgConnection, part: Part, page: &mut Vec<String>, line: u64) -> Result<(), TransferError> {
    if page.is_empty() {
        return Ok(());
    }
    let rows = format!("[{}]", page.join(","));
    page.clear();
    sqlx::query(part.insert()).bind(rows).execute(connection).await.map_err(|error| match error {
        sqlx::Error::Database(database) if !database.is_unique_violation() => TransferError::Line { part: part.file(), line },
        other => other.into(),
    })?;
    Ok(())
}

/// Says where a log ends and which streams it has, from its events.
///
/// # Errors
/// [`TransferError`].
pub async fn close(connection: &mut PgConnection, log: Log, end: End) -> Result<(), TransferError> {
    sqlx::query(
        "UPDATE es.head SET position = $2, chain = $3,
                            recorded_at = (SELECT recorded_at FROM es.events WHERE log = $1 AND position = $2)
         WHERE log = $1",
    )
    .bind(log.number())
    .bind(end.position)
    .bind(end.chain.as_slice())
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO es.streams (log, stream_id, stream_type, version)
         SELECT log, stream_id, min(stream_type), max(stream_version) FROM es.events WHERE log = $1 GROUP BY log, stream_id",
    )
    .bind(log.number())
    .execute(connection)
    .await?;
    Ok(())
}

/// A connection of the owner, in a transaction that sees one moment.
///
/// # Errors
/// [`TransferError`].
pub async fn of_one_moment(connection: &mut PgConnection) -> Result<sqlx::Transaction<'_, sqlx::Postgres>, TransferError> {
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL TimeZone = 'UTC'; SET LOCAL statement_timeout = 0")
        .execute(&mut *transaction)
        .await?;
    Ok(transaction)
}
