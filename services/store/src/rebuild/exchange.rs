//! The exchange: what was built goes live, what was live is kept, in one transaction. Rolling back is the same the other way round.

use std::time::{Duration, Instant};

use sqlx::{Executor as _, PgConnection, PgPool, Row as _};

use super::RebuildError;
use super::run::{Run, drop_tables, extend, quoted};
use crate::projection::Projection;
use crate::tables::{Schema, run};

/// How often it is tried while readers are in the way, and how long each time.
const TRIES: u32 = 100;
const PATIENCE: &str = "SET LOCAL lock_timeout = '300ms'; SET LOCAL statement_timeout = '60s'";
const PAUSE: Duration = Duration::from_millis(200);

/// What an exchange came to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Exchanged {
    pub(super) position: i64,
    /// How long appends waited.
    pub(super) milliseconds: f64,
}

/// Puts the new tables in place. Readers are not broken off: while they are in the way nothing happens.
pub(super) async fn swap(run: &Run<'_>, keep: Duration) -> Result<Option<Exchanged>, RebuildError> {
    run.set_over(true);
    let tried = passing(try_swap(run, keep).await);
    match &tried {
        Ok(Some(swapped)) => run.note_swap(swapped.milliseconds).await?,
        _ => run.set_over(false),
    }
    tried
}

async fn try_swap(this: &Run<'_>, keep: Duration) -> Result<Exchanged, RebuildError> {
    let projection = this.projection;
    let mut tx = this.pool.begin().await?;
    run(&mut tx, PATIENCE.to_owned()).await?;
    cursors(&mut tx, projection).await?;
    drop_tables(&mut tx, Schema::Kept, projection).await?;
    let near = this.look_at_head().await?;
    extend(&mut tx, Schema::Next, projection, this.position(), near).await?;
    for table in quoted(projection)? {
        run(&mut tx, format!("LOCK TABLE read.{table} IN ACCESS EXCLUSIVE MODE")).await?;
    }
    let began = Instant::now();
    let position = lock_head(&mut tx, projection).await?;
    extend(&mut tx, Schema::Next, projection, near.max(this.position()), position).await?;
    this.reached(position, None);
    for table in quoted(projection)? {
        run(&mut tx, format!("ALTER TABLE read.{table} SET SCHEMA read_prev")).await?;
        run(&mut tx, format!("ALTER TABLE read_next.{table} SET SCHEMA read")).await?;
    }
    swap_cursors(&mut tx, projection, projection.version(), position, keep, false).await?;
    this.turn(&mut tx, "swapped", None, None, None).await?;
    tx.commit().await?;
    Ok(Exchanged { position, milliseconds: began.elapsed().as_secs_f64() * 1_000.0 })
}

/// A roll-back that was done.
#[derive(Clone, Copy, PartialEq, Debug, serde::Serialize)]
pub struct RolledBack {
    /// Version of the rows that were live.
    pub from_version: i32,
    /// Version of the rows that are live now.
    pub to_version: i32,
    /// Position they stand for.
    pub position: i64,
    /// How long appends waited, in milliseconds.
    pub swap_ms: f64,
}

/// Puts the rows from before the last exchange back, brought up to now; those that were live are kept for `keep` in turn, so the same
/// again goes forward. Needs a pool of [`crate::Role::Projector`].
///
/// # Errors
/// [`RebuildError::NothingKept`] where there are none, or another version of the program made them.
pub async fn roll_back(pool: &PgPool, projection: &dyn Projection, keep: Duration) -> Result<RolledBack, RebuildError> {
    for _ in 0..TRIES {
        if let Some(done) = passing(try_roll_back(pool, projection, keep).await)? {
            return Ok(done);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(RebuildError::Busy)
}

async fn try_roll_back(pool: &PgPool, projection: &dyn Projection, keep: Duration) -> Result<RolledBack, RebuildError> {
    let mut tx = pool.begin().await?;
    run(&mut tx, PATIENCE.to_owned()).await?;
    let (live, kept) = cursors(&mut tx, projection).await?;
    let (to_version, after) = kept.ok_or(RebuildError::NothingKept)?;
    let at_work: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM es.rebuilds WHERE projection = $1 AND ended_at IS NULL)")
        .bind(projection.name())
        .fetch_one(&mut *tx)
        .await?;
    if at_work {
        return Err(RebuildError::AlreadyRunning);
    }
    let ours = to_version == projection.version();
    let near = crate::read::head(&mut *tx, projection.log()).await?.position;
    if ours {
        extend(&mut tx, Schema::Kept, projection, after, near).await?;
    }
    drop_tables(&mut tx, Schema::Next, projection).await?;
    for table in quoted(projection)? {
        run(&mut tx, format!("LOCK TABLE read.{table} IN ACCESS EXCLUSIVE MODE")).await?;
    }
    let began = Instant::now();
    let head = lock_head(&mut tx, projection).await?;
    let position = if ours {
        extend(&mut tx, Schema::Kept, projection, near, head).await?;
        head
    } else {
        // The worker of the release that made them feeds them on.
        after
    };
    for table in quoted(projection)? {
        run(&mut tx, format!("ALTER TABLE read.{table} SET SCHEMA read_next")).await?;
        run(&mut tx, format!("ALTER TABLE read_prev.{table} SET SCHEMA read")).await?;
        run(&mut tx, format!("ALTER TABLE read_next.{table} SET SCHEMA read_prev")).await?;
    }
    swap_cursors(&mut tx, projection, to_version, position, keep, true).await?;
    tx.commit().await?;
    Ok(RolledBack { from_version: live, to_version, position, swap_ms: began.elapsed().as_secs_f64() * 1_000.0 })
}

/// Holds the cursors: version of the live rows; version and position of those that are kept.
async fn cursors(conn: &mut PgConnection, projection: &dyn Projection) -> Result<(i32, Option<(i32, i64)>), RebuildError> {
    let rows = sqlx::query("SELECT projection, version, position FROM es.lock_cursors($1)")
        .bind(projection.name())
        .fetch_all(conn)
        .await?;
    let (mut live, mut kept) = (projection.version(), None);
    for row in rows {
        if row.try_get::<&str, _>("projection")? == projection.name() {
            live = row.try_get("version")?;
        } else {
            kept = Some((row.try_get("version")?, row.try_get("position")?));
        }
    }
    Ok((live, kept))
}

async fn lock_head(conn: &mut PgConnection, projection: &dyn Projection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT es.lock_head($1)").bind(projection.log().number()).fetch_one(conn).await
}

async fn swap_cursors(
    conn: &mut PgConnection,
    projection: &dyn Projection,
    version: i32,
    position: i64,
    keep: Duration,
    held: bool,
) -> Result<(), sqlx::Error> {
    conn.execute(
        sqlx::query("SELECT es.swap_cursors($1, $2, $3, clock_timestamp() + make_interval(secs => $4), $5)")
            .bind(projection.name())
            .bind(version)
            .bind(position)
            .bind(keep.as_secs_f64())
            .bind(held),
    )
    .await
    .map(drop)
}

/// Nothing where readers were in the way: nothing has happened then.
fn passing<T>(result: Result<T, RebuildError>) -> Result<Option<T>, RebuildError> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(RebuildError::Database(sqlx::Error::Database(error)))
            if error.code().is_some_and(|code| matches!(&*code, "55P03" | "40P01")) =>
        {
            tracing::info!(reason = error.message(), "rebuild.swap_again");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
