//! Parked events tried again, after the program was mended or after one of them was skipped: in the order of the log, while no worker
//! writes. What can be applied is, with what waited behind it; what cannot stays where it is.

use serde::Serialize;
use sqlx::{Acquire as _, PgConnection, PgPool};

use super::{Left, LeftOut};
use crate::apply::apply_in;
use crate::projection::{Projection, ProjectionError, Told};
use crate::rebuild::RebuildError;
use crate::recorded::{Recorded, columns};
use crate::tables::Schema;

/// What came of trying again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Tried {
    /// Parked events that are applied now.
    pub applied: Vec<i64>,
    /// Events that waited behind others and are applied now.
    pub followed: usize,
    /// Those that still cannot be.
    pub parked: Vec<i64>,
}

/// Tries parked events of the live rows again. Needs a pool of [`crate::Role::Projector`].
///
/// # Errors
/// [`RebuildError`]; nothing has changed then.
pub async fn retry(pool: &PgPool, projection: &dyn Projection) -> Result<Tried, RebuildError> {
    let mut tx = pool.begin().await?;
    alone(&mut tx, projection).await?;
    let tried = release(&mut tx, projection).await?;
    tx.commit().await?;
    Ok(tried)
}

/// Does without a parked event for good; what waited behind it is applied. None where it is not parked. That two operators decided so is
/// for the caller to know. Needs a pool of [`crate::Role::Projector`].
///
/// # Errors
/// [`RebuildError`]; nothing has changed then.
pub async fn skip(pool: &PgPool, projection: &dyn Projection, position: i64) -> Result<Option<Tried>, RebuildError> {
    let mut tx = pool.begin().await?;
    alone(&mut tx, projection).await?;
    let skipped = "SELECT es.skip_parked($1, $2)";
    if !sqlx::query_scalar::<_, bool>(skipped).bind(projection.name()).bind(position).fetch_one(&mut *tx).await? {
        return Ok(None);
    }
    let tried = release(&mut tx, projection).await?;
    tx.commit().await?;
    Ok(Some(tried))
}

/// No worker writes until the end of the transaction. Rows that are being built would do without what is applied here.
async fn alone(conn: &mut PgConnection, projection: &dyn Projection) -> Result<(), RebuildError> {
    sqlx::query("SELECT projection FROM es.lock_cursors($1)").bind(projection.name()).fetch_all(&mut *conn).await?;
    let at_work: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM es.rebuilds WHERE projection = $1 AND ended_at IS NULL)")
        .bind(projection.name())
        .fetch_one(conn)
        .await?;
    if at_work { Err(RebuildError::AlreadyRunning) } else { Ok(()) }
}

async fn release(conn: &mut PgConnection, projection: &dyn Projection) -> Result<Tried, RebuildError> {
    let known = LeftOut::of(conn, projection.name(), i64::MAX).await?;
    let listed: Vec<(i64, Left)> = known.listed().filter(|(_, state)| *state != Left::Skipped).collect();
    let mut left = LeftOut::forgiven(known);
    let (mut tried, mut let_in) = (Tried::default(), Vec::new());
    for told in events(conn, projection, &listed).await? {
        let position = told.recorded.position;
        if !left.admits(projection, &told) {
            continue;
        }
        match try_one(conn, projection, &told).await? {
            Ok(()) => {
                let_in.push(position);
                match listed.iter().find(|(listed, _)| *listed == position) {
                    Some((_, Left::Parked)) => tried.applied.push(position),
                    _ => tried.followed += 1,
                }
            }
            Err(error) => {
                left.park(projection, &told, &error.source.to_string());
                tried.parked.push(position);
            }
        }
    }
    sqlx::query("SELECT es.let_in($1, $2)").bind(projection.name()).bind(let_in).fetch_all(&mut *conn).await?;
    left.save(conn, projection.name(), projection).await?;
    Ok(tried)
}

/// Applies one event, or leaves the rows as they were. The outer error is about the database, not about the event.
async fn try_one(
    conn: &mut PgConnection,
    projection: &dyn Projection,
    told: &Told,
) -> Result<Result<(), ProjectionError>, RebuildError> {
    let mut step = conn.begin().await?;
    match apply_in(&mut step, Schema::Live, projection, std::slice::from_ref(told)).await {
        Ok(()) => {
            step.commit().await?;
            Ok(Ok(()))
        }
        Err(error) if error.is_passing() => Err(error.into()),
        Err(error) => {
            step.rollback().await?;
            Ok(Err(error))
        }
    }
}

async fn events(conn: &mut PgConnection, projection: &dyn Projection, listed: &[(i64, Left)]) -> Result<Vec<Told>, RebuildError> {
    const EVENTS: &str =
        concat!("SELECT ", columns!(), " FROM es.events WHERE log = $1 AND position = ANY ($2) ORDER BY position");
    let positions: Vec<i64> = listed.iter().map(|(position, _)| *position).collect();
    let rows = sqlx::query(EVENTS).bind(projection.log().number()).bind(positions).fetch_all(conn).await?;
    Ok(rows.iter().map(|row| Recorded::from_row(row).map(Told::from)).collect::<Result<_, sqlx::Error>>()?)
}
