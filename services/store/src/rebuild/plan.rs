//! What a rebuild would take: said before it begins.

use serde::Serialize;
use sqlx::{PgPool, Row as _};

use crate::projection::{Projection, tables_of};
use crate::read::{self, ReadError};

/// What a rebuild of a read model would take.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Plan {
    /// The read model.
    pub projection: &'static str,
    /// Version of the live rows; none where there never were any.
    pub live_version: Option<i32>,
    /// Version of the program's.
    pub version: i32,
    /// Events to go through.
    pub events: i64,
    /// Events a second of the last one that finished; none where there was none.
    pub last_rate: Option<f64>,
    /// Seconds it would take at that rate.
    pub seconds: Option<f64>,
    /// Room that its tables take now, in bytes; the new ones need about as much beside them, and what is kept once more.
    pub bytes: i64,
}

/// What a rebuild would take.
///
/// # Errors
/// [`ReadError`].
pub async fn plan(pool: &PgPool, projection: &dyn Projection) -> Result<Plan, ReadError> {
    let events = read::head(pool, projection.log()).await?.position;
    let row = sqlx::query(
        "SELECT (SELECT version FROM es.cursors WHERE projection = $1) AS live, \
                (SELECT r.position / greatest(extract(epoch FROM r.ended_at - r.started_at)::float8, 0.001) FROM es.rebuilds AS r \
                 WHERE r.projection = $1 AND r.phase = 'swapped' ORDER BY r.ended_at DESC LIMIT 1) AS rate, \
                (SELECT coalesce(sum(pg_total_relation_size(format('read.%I', t)::regclass)), 0)::bigint FROM unnest($2::text[]) AS t) AS bytes",
    )
    .bind(projection.name())
    .bind(tables_of(projection))
    .fetch_one(pool)
    .await?;
    let last_rate: Option<f64> = row.try_get("rate")?;
    #[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than 53 bits")]
    let seconds = last_rate.map(|rate| events as f64 / rate.max(1.0));
    Ok(Plan {
        projection: projection.name(),
        live_version: row.try_get("live")?,
        version: projection.version(),
        events,
        last_rate,
        seconds,
        bytes: row.try_get("bytes")?,
    })
}
