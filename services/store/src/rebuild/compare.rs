//! Whether the live rows are those that the log gives: built anew beside and compared, row by row, without being put in place.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "table names are put into statements here and nowhere else"
)]

use serde::Serialize;
use sqlx::{AssertSqlSafe, Executor as _, PgPool};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::shadow::{Shadow, extend};
use super::{RebuildError, begin, catch_up};
use crate::projection::{Projection, tables_of};

/// A table whose live rows are not those that the log gives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// Rows that only the live table has.
    pub only_live: i64,
    /// Rows that only the rebuilt table has.
    pub only_rebuilt: i64,
}

/// Builds a read model beside the live one, up to exactly the position at which that stands, and compares. Empty: they are equal. Needs
/// a pool of [`crate::Role::Projector`]; nothing waits for it.
///
/// # Errors
/// [`RebuildError`].
pub async fn differs(pool: &PgPool, projection: &dyn Projection, owner: Uuid) -> Result<Vec<Difference>, RebuildError> {
    begin(pool, projection, owner).await?;
    let mut shadow = Shadow::new(pool, projection, owner);
    let found = compare(&mut shadow).await;
    shadow.leave().await;
    found
}

async fn compare(shadow: &mut Shadow<'_>) -> Result<Vec<Difference>, RebuildError> {
    shadow.build(&mut |_| (), &CancellationToken::new()).await?;
    let live = "SELECT position FROM es.cursors WHERE projection = $1";
    let reached: i64 = sqlx::query_scalar(live).bind(shadow.projection.name()).fetch_one(shadow.pool).await?;
    catch_up(shadow, Some(reached), &mut |_| (), &CancellationToken::new()).await?;

    // One snapshot: the cursor in it tells exactly what the live rows in it stand for.
    let mut tx = shadow.pool.begin().await?;
    tx.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
    let reached: i64 = sqlx::query_scalar(live).bind(shadow.projection.name()).fetch_one(&mut *tx).await?;
    extend(&mut tx, shadow.projection, shadow.position(), reached).await?;
    let mut found = Vec::new();
    for (table, quoted) in tables_of(shadow.projection).into_iter().zip(shadow.tables()?) {
        let only = |left: &str, right: &str| {
            format!(
                "(SELECT count(*) FROM (SELECT t::text FROM {left}.{quoted} AS t EXCEPT ALL SELECT t::text FROM {right}.{quoted} AS t) AS d)"
            )
        };
        let sql = format!("SELECT {}, {}", only("read", "read_next"), only("read_next", "read"));
        let (only_live, only_rebuilt): (i64, i64) = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut *tx).await?;
        if only_live + only_rebuilt > 0 {
            found.push(Difference { table, only_live, only_rebuilt });
        }
    }
    tx.rollback().await?;
    Ok(found)
}
