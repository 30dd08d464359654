//! Loading what an act needs to decide: the events of a stream, the answer to an earlier command.

use events::Log;
use events::ids::CommandId;
use sqlx::{PgExecutor, PgPool, Row};
use uuid::Uuid;

use crate::append::Done;
use crate::read::ReadError;
use crate::recorded::{Recorded, columns};

/// The events of a stream after a version, oldest first; from the beginning with 0.
///
/// # Errors
/// [`ReadError`].
pub async fn stream_events(pool: &PgPool, log: Log, stream_id: Uuid, after_version: i32) -> Result<Vec<Recorded>, ReadError> {
    const PAGE: i64 = 1_000;
    const STREAM: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM es.events WHERE log = $1 AND stream_id = $2 AND stream_version > $3 ORDER BY stream_version LIMIT $4"
    );
    let mut all = Vec::new();
    let mut after = after_version;
    loop {
        let rows = sqlx::query(STREAM).bind(log.number()).bind(stream_id).bind(after).bind(PAGE).fetch_all(pool).await?;
        for row in &rows {
            all.push(Recorded::from_row(row)?);
        }
        match all.last() {
            Some(last) if usize::try_from(PAGE).is_ok_and(|page| rows.len() == page) => after = last.stream_version,
            _ => return Ok(all),
        }
    }
}

/// The version of a stream; 0 where there is none.
///
/// # Errors
/// [`ReadError`].
pub async fn stream_version(db: impl PgExecutor<'_>, log: Log, stream_id: Uuid) -> Result<i32, ReadError> {
    let found = sqlx::query_scalar("SELECT version FROM es.streams WHERE log = $1 AND stream_id = $2");
    Ok(found.bind(log.number()).bind(stream_id).fetch_optional(db).await?.unwrap_or(0))
}

/// What was answered to a command, where it has been done. It may have been a moment ago and be on its way to the disk: the message that is
/// written with the answer makes this wait for it, too.
///
/// # Errors
/// [`ReadError`].
pub async fn find_command(db: impl PgExecutor<'_>, command: CommandId) -> Result<Option<Done>, ReadError> {
    const FOUND: &str = "SELECT first_position, last_position, recorded_at, answer, pg_logical_emit_message(true, 'settled', '')::text \
                         FROM es.commands WHERE command_id = $1";
    // To the end of the answer: that is where the commit has returned.
    let rows = sqlx::query(FOUND).bind(command.0).fetch_all(db).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Done {
        first_position: row.try_get(0)?,
        last_position: row.try_get(1)?,
        recorded_at: row.try_get::<jiff_sqlx::Timestamp, _>(2)?.to_jiff(),
        answer: row.try_get(3)?,
        repeated: true,
    }))
}
