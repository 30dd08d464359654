//! Restorations that were declared (復元の申告): after each of them checkpoints go on in a place of their own, for the log is another than the
//! one that was signed before.

use events::ids::named_stream;
use events::installation::Restored;
use jiff::Timestamp;
use sqlx::{PgExecutor, Row as _};

use crate::read::ReadError;

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restoration {
    /// Position of the declaration in the casework log.
    pub position: i64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What is lost.
    pub declared: Restored,
}

/// All of them, in order.
///
/// # Errors
/// [`ReadError`].
pub async fn restorations(db: impl PgExecutor<'_>) -> Result<Vec<Restoration>, ReadError> {
    const DECLARED: &str = "SELECT position, recorded_at, payload::text FROM es.events \
                            WHERE log = 1 AND stream_id = $1 AND event_type = 'installation.restored' ORDER BY position";
    let rows = sqlx::query(DECLARED).bind(named_stream("installation")).fetch_all(db).await?;
    let restoration = |row: &sqlx::postgres::PgRow| -> Result<Restoration, sqlx::Error> {
        let declared = serde_json::from_str(row.try_get(2)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let recorded_at = row.try_get::<jiff_sqlx::Timestamp, _>(1)?.to_jiff();
        Ok(Restoration { position: row.try_get(0)?, recorded_at, declared })
    };
    Ok(rows.iter().map(restoration).collect::<Result<_, _>>()?)
}
