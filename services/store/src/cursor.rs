//! The cursor of a projection: who works on it and how far it has come. Thin words over the functions of the database.

use std::time::Duration;

use sqlx::postgres::types::PgInterval;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::projection::Projection;

/// A worker that died is replaced after this. Two that both believe to be the one are kept apart by the fence, so it may be short.
pub(crate) const LEASE: Duration = Duration::from_secs(3);

/// Ends the name of the cursor of rows that are kept.
pub(crate) const PREVIOUS: &str = ":previous";
/// Ends the name of rows that are being built.
pub(crate) const NEXT: &str = ":next";

pub(crate) fn lease() -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: i64::try_from(LEASE.as_micros()).unwrap_or(i64::MAX) }
}

/// What came of the wish to work on a projection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Claimed {
    /// Ours, from this position, as long as the fence stands.
    Ours { fence: i64, position: i64 },
    /// Another worker has it, or it is stopped, or a newer program has it.
    Wait,
    /// Its rows were made by an older version.
    Outdated,
}

pub(crate) async fn claim(pool: &PgPool, projection: &dyn Projection, owner: Uuid) -> Result<Claimed, sqlx::Error> {
    let rows: Vec<(String, Option<i64>, i64)> =
        sqlx::query_as("SELECT outcome, fence, position FROM es.claim_cursor($1, $2, $3, $4, $5)")
            .bind(projection.name())
            .bind(projection.version())
            .bind(projection.log().number())
            .bind(owner)
            .bind(lease())
            .fetch_all(pool)
            .await?;
    Ok(match rows.first() {
        Some((outcome, Some(fence), position)) if outcome == "claimed" => Claimed::Ours { fence: *fence, position: *position },
        Some((outcome, ..)) if outcome == "outdated" => Claimed::Outdated,
        _ => Claimed::Wait,
    })
}

/// First in a transaction: names are looked up in `read`; the position, and whether its rows do without some events, or `None` where
/// the projection is no longer ours.
pub(crate) async fn hold(conn: &mut PgConnection, name: &str, fence: i64) -> Result<Option<(i64, bool)>, sqlx::Error> {
    const HOLD: &str = "SELECT set_config('search_path', 'read, es', true), es.hold_cursor($1, $2), \
                               EXISTS (SELECT FROM es.left_out WHERE rows_of = $1)";
    let (_, position, some_left_out): (String, Option<i64>, bool) =
        sqlx::query_as(HOLD).bind(name).bind(fence).fetch_one(conn).await?;
    Ok(position.map(|position| (position, some_left_out)))
}

/// Last in a transaction: false where it must be rolled back.
pub(crate) async fn advance(conn: &mut PgConnection, name: &str, fence: i64, position: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT es.advance_cursor($1, $2, $3, $4)")
        .bind(name)
        .bind(fence)
        .bind(position)
        .bind(lease())
        .fetch_one(conn)
        .await
}

pub(crate) async fn stop(conn: &mut PgConnection, name: &str, fence: i64, error: serde_json::Value) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT es.stop_cursor($1, $2, $3)").bind(name).bind(fence).bind(error).fetch_all(conn).await.map(drop)
}

pub(crate) async fn release(pool: &PgPool, name: &str, fence: i64) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT es.release_cursor($1, $2)").bind(name).bind(fence).fetch_all(pool).await.map(drop)
}
