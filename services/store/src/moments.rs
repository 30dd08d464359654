//! Between moments and positions: what the log held when a clock showed this.

use events::Log;
use jiff::Timestamp;
use sqlx::PgExecutor;

use crate::read::ReadError;

/// The last position recorded up to a moment; 0 where the log began later.
///
/// Recorded time never runs backwards, so the position is found by halving: some twenty rows are read, however long the log is.
///
/// # Errors
/// [`ReadError`].
pub async fn position_at(db: impl PgExecutor<'_>, log: Log, moment: Timestamp) -> Result<i64, ReadError> {
    const HALVING: &str = "WITH RECURSIVE halving (low, high) AS (
             SELECT 0::bigint, position FROM es.head WHERE log = $1
             UNION ALL
             SELECT CASE WHEN e.recorded_at <= $2 THEN e.position ELSE h.low END,
                    CASE WHEN e.recorded_at <= $2 THEN h.high ELSE e.position - 1 END
             FROM halving AS h JOIN es.events AS e ON e.log = $1 AND e.position = (h.low + h.high + 1) / 2
             WHERE h.low < h.high)
         SELECT low FROM halving WHERE low = high";
    let found = sqlx::query_scalar(HALVING).bind(log.number()).bind(jiff_sqlx::Timestamp::from(moment));
    Ok(found.fetch_optional(db).await?.unwrap_or(0))
}

/// When the event at a position was recorded; none where there is no such position.
///
/// # Errors
/// [`ReadError`].
pub async fn recorded_at(db: impl PgExecutor<'_>, log: Log, position: i64) -> Result<Option<Timestamp>, ReadError> {
    let found = sqlx::query_scalar("SELECT recorded_at FROM es.events WHERE log = $1 AND position = $2")
        .bind(log.number())
        .bind(position)
        .fetch_optional(db)
        .await?;
    Ok(found.map(jiff_sqlx::Timestamp::to_jiff))
}
