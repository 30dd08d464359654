//! Events to rows, a batch at a time: the rows of its keys to memory, the fold, and what changed back.

use std::collections::BTreeSet;

use sqlx::PgConnection;

use crate::projection::{Projection, ProjectionError, Told};
use crate::tables::{self, Schema};

/// Writes what follows from some events, in order, into the live tables, in the transaction of `conn`.
///
/// # Errors
/// Where one of them cannot be applied; where a statement fails, the first stands for all.
pub async fn apply(conn: &mut PgConnection, projection: &dyn Projection, batch: &[Told]) -> Result<(), ProjectionError> {
    apply_in(conn, Schema::Live, projection, batch).await
}

pub(crate) async fn apply_in(
    conn: &mut PgConnection,
    schema: Schema,
    projection: &dyn Projection,
    batch: &[Told],
) -> Result<(), ProjectionError> {
    let Some(first) = batch.first() else { return Ok(()) };
    let failed = |error: sqlx::Error| ProjectionError::at(first.recorded.position, error);
    let mut keys = BTreeSet::new();
    for told in batch {
        keys.extend(projection.keys(told).map_err(|cause| ProjectionError::at(told.recorded.position, cause))?);
    }
    let keys: Vec<_> = keys.into_iter().collect();
    let mut fold = projection.fold();
    for table in fold.tables() {
        tables::load(conn, schema, table, &keys).await.map_err(failed)?;
    }
    for told in batch {
        fold.tell(told).map_err(|cause| ProjectionError::at(told.recorded.position, cause))?;
    }
    for table in fold.tables() {
        tables::write(conn, schema, table).await.map_err(failed)?;
    }
    Ok(())
}
