//! Reading the log by position.

use events::Log;
use jiff::Timestamp;
use sqlx::{PgExecutor, Row};

use crate::recorded::{Recorded, columns};

/// Why the store could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database did not answer, or not as expected.
    #[error("the event store cannot be read: {}", crate::writer::plain_text(.0))]
    Database(#[from] sqlx::Error),
}

/// The end of a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// Position of the last event; 0 while the log is empty.
    pub position: i64,
    /// Chain hash there.
    pub chain: [u8; 32],
    /// When the last event was recorded.
    pub recorded_at: Option<Timestamp>,
}

/// The end of a log now.
///
/// # Errors
/// [`ReadError`].
pub async fn head(db: impl PgExecutor<'_>, log: Log) -> Result<Head, ReadError> {
    let row =
        sqlx::query("SELECT position, chain, recorded_at FROM es.head WHERE log = $1").bind(log.number()).fetch_one(db).await?;
    let chain: Vec<u8> = row.try_get(1)?;
    Ok(Head {
        position: row.try_get(0)?,
        chain: chain.try_into().map_err(|_| sqlx::Error::Decode("the chain is not 32 bytes".into()))?,
        recorded_at: row.try_get::<Option<jiff_sqlx::Timestamp>, _>(2)?.map(jiff_sqlx::Timestamp::to_jiff),
    })
}

/// At most `limit` events after a position, in order.
///
/// # Errors
/// [`ReadError`].
pub async fn page(db: impl PgExecutor<'_>, log: Log, after: i64, limit: i64) -> Result<Vec<Recorded>, ReadError> {
    const PAGE: &str =
        concat!("SELECT ", columns!(), " FROM es.events WHERE log = $1 AND position > $2 AND position <= $3 ORDER BY position");
    let rows = sqlx::query(PAGE).bind(log.number()).bind(after).bind(after.saturating_add(limit)).fetch_all(db).await?;
    Ok(rows.iter().map(Recorded::from_row).collect::<Result<_, _>>()?)
}

/// The chain hashes of a stretch of the log, both ends included, in order.
///
/// # Errors
/// [`ReadError`].
pub async fn chains(db: impl PgExecutor<'_>, log: Log, first: i64, last: i64) -> Result<Vec<Vec<u8>>, ReadError> {
    let rows = sqlx::query("SELECT chain FROM es.events WHERE log = $1 AND position BETWEEN $2 AND $3 ORDER BY position")
        .bind(log.number())
        .bind(first)
        .bind(last)
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}
