//! Room for events to come.

use sqlx::PgExecutor;

use crate::read::ReadError;

/// Makes the partitions of the coming ten million events and three months; returns how many are new. The worker calls it every day:
/// where there is no room, appends are refused. Needs [`crate::Role::Writer`] or [`crate::Role::Operator`].
///
/// # Errors
/// [`ReadError`].
pub async fn ensure_partitions(db: impl PgExecutor<'_>) -> Result<i32, ReadError> {
    Ok(sqlx::query_scalar("SELECT es.ensure_partitions()").fetch_one(db).await?)
}
