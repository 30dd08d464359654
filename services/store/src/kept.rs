//! The rows from before the last exchange: fed by the code that made them while they are kept, cleared away afterwards.

use sqlx::{PgPool, Row as _};
use uuid::Uuid;

use crate::cursor::{self, lease};
use crate::projection::{Projection, tables_of};
use crate::tables::{Schema, plain, run};

/// Takes the kept rows for this worker: fence and position; nothing where there are none, or not for us.
pub(crate) async fn look(
    pool: &PgPool,
    projection: &dyn Projection,
    name: &str,
    owner: Uuid,
) -> Result<Option<(i64, i64)>, sqlx::Error> {
    let kept = "SELECT version, kept_until < clock_timestamp() AS over FROM es.cursors WHERE projection = $1";
    let Some(row) = sqlx::query(kept).bind(name).fetch_optional(pool).await? else { return Ok(None) };
    if row.try_get("over")? {
        return clear_away(pool, projection).await.map(|()| None);
    }
    if row.try_get::<i32, _>("version")? != projection.version() {
        return Ok(None);
    }
    let claim = "SELECT outcome, fence, position FROM es.claim_cursor($1, $2, $3, $4, $5)";
    let claimed = sqlx::query(claim)
        .bind(name)
        .bind(projection.version())
        .bind(projection.log().number())
        .bind(owner)
        .bind(lease())
        .fetch_one(pool)
        .await?;
    let ours = claimed.try_get::<&str, _>("outcome")? == "claimed";
    Ok(if ours { Some((claimed.try_get("fence")?, claimed.try_get("position")?)) } else { None })
}

async fn clear_away(pool: &PgPool, projection: &dyn Projection) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    let ours: bool = sqlx::query_scalar("SELECT es.forget_previous($1)").bind(projection.name()).fetch_one(&mut *tx).await?;
    if ours {
        for table in tables_of(projection) {
            run(&mut tx, format!("DROP TABLE IF EXISTS {}.{}", Schema::Kept, plain(table)?)).await?;
        }
        tracing::info!(projection = projection.name(), cursor = cursor::PREVIOUS, "projection.previous_dropped");
    }
    tx.commit().await
}
