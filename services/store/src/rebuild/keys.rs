//! The rows of one person or one case built anew: exactly as far as the live rows have come, while no worker writes.

use std::collections::BTreeSet;

use serde::Serialize;
use sqlx::{PgConnection, PgPool, Row as _};
use uuid::Uuid;

use super::RebuildError;
use crate::apply::apply_in;
use crate::parking::LeftOut;
use crate::projection::{Projection, ProjectionError, Told};
use crate::recorded::{Recorded, columns};
use crate::tables::{Schema, delete};

/// What was built anew.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RebuiltKeys {
    /// The keys, those that share events with the wanted ones among them.
    pub keys: Vec<Uuid>,
    /// Events that are about them.
    pub events: usize,
    /// Position for which their rows stand.
    pub position: i64,
}

/// Builds the rows of some keys anew. Needs a pool of [`crate::Role::Projector`]; the worker of this read model waits meanwhile.
///
/// # Errors
/// [`RebuildError`].
pub async fn rebuild_keys(pool: &PgPool, projection: &dyn Projection, keys: &[Uuid]) -> Result<RebuiltKeys, RebuildError> {
    let mut tx = pool.begin().await?;
    let rows =
        sqlx::query("SELECT projection, position FROM es.lock_cursors($1)").bind(projection.name()).fetch_all(&mut *tx).await?;
    let mut position = 0;
    for row in rows {
        if row.try_get::<&str, _>("projection")? == projection.name() {
            position = row.try_get("position")?;
        }
    }
    // An event may be about several keys: then their rows depend on each other and are built together.
    let mut keys: BTreeSet<Uuid> = keys.iter().copied().collect();
    let left = LeftOut::of(&mut tx, projection.name(), position).await?;
    let told = loop {
        let told = about(&mut tx, projection, &keys, position, &left).await?;
        let before = keys.len();
        for told in &told {
            keys.extend(keys_of(projection, told)?);
        }
        if keys.len() == before {
            break told;
        }
    };
    let keys: Vec<Uuid> = keys.into_iter().collect();
    for table in projection.fold().tables() {
        delete(&mut tx, Schema::Live, &table.shape(), &keys).await?;
    }
    apply_in(&mut tx, Schema::Live, projection, &told).await?;
    tx.commit().await?;
    Ok(RebuiltKeys { keys, events: told.len(), position })
}

fn keys_of(projection: &dyn Projection, told: &Told) -> Result<Vec<Uuid>, ProjectionError> {
    projection.keys(told).map_err(|cause| ProjectionError::at(told.recorded.position, cause))
}

/// The events that are about some keys. The database picks those in whose stream or payload one of them stands; the read model decides.
async fn about(
    conn: &mut PgConnection,
    projection: &dyn Projection,
    keys: &BTreeSet<Uuid>,
    upto: i64,
    left: &LeftOut,
) -> Result<Vec<Told>, RebuildError> {
    const ABOUT: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM es.events WHERE log = $1 AND position <= $2 AND stream_type = ANY($3) \
         AND (stream_id = ANY($4) OR payload::text ~ $5) ORDER BY position"
    );
    let ids: Vec<Uuid> = keys.iter().copied().collect();
    let any = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
    let rows = sqlx::query(ABOUT)
        .bind(projection.log().number())
        .bind(upto)
        .bind(projection.streams())
        .bind(&ids)
        .bind(any)
        .fetch_all(conn)
        .await?;
    let mut about = Vec::new();
    for row in &rows {
        let told = Told::from(Recorded::from_row(row)?);
        if !left.lists(told.recorded.position) && keys_of(projection, &told)?.iter().any(|key| keys.contains(key)) {
            about.push(told);
        }
    }
    Ok(about)
}
