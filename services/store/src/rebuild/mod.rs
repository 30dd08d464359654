//! Building read models anew while everybody goes on working: folded from the first event beside the live tables, compared with them,
//! exchanged in one transaction. What was live is kept and fed for a while, so that an exchange can be undone.
//!
//! A process that is killed while it folds has saved nothing, and the next begins again: a million events are folded in seconds, and rows
//! half made would cost more to keep than to make. Once the tables stand, every later step is in the database, and the next process goes on.

mod building;
mod compare;
mod copier;
mod error;
mod exchange;
mod keeper;
mod keys;
mod lanes;
mod plan;
mod run;

use std::time::Duration;

use serde::Serialize;
use sqlx::{PgExecutor, PgPool};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use compare::{Difference, differs};
pub use error::RebuildError;
pub use exchange::{RolledBack, roll_back};
pub use keeper::Progress;
pub use keys::{RebuiltKeys, rebuild_keys};
pub use plan::{Plan, plan};

use crate::projection::Projection;
use crate::read::ReadError;
use crate::tables::Schema;
use keeper::{Pace, keep};
use run::Run;

/// So close to the end the tables may be exchanged: the rest is applied while no worker writes, the very last while appends wait.
const CLOSE: i64 = 1_000;
/// How often the exchange is tried while readers are in the way.
const SWAPS: u32 = 100;
/// How long the live rows are waited for before they are compared.
const WAIT: Duration = Duration::from_secs(5);

/// How a rebuild is wanted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Wanted {
    /// The new rows are compared with the live ones.
    pub compare: bool,
    /// Where they differ, or cannot be compared with rows that are live, they go live only after somebody has decided so.
    pub review: bool,
    /// Somebody has: only a rebuild that waits for that is gone on with.
    pub decided: bool,
    /// How long the rows that were live are kept and fed.
    pub keep: Duration,
}

impl Wanted {
    /// Without comparing, as a worker does after a new release; kept for a week.
    pub const PLAIN: Self = Self { compare: false, review: false, decided: false, keep: Duration::from_hours(7 * 24) };
}

/// What a rebuild came to.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rebuilt {
    /// The read model.
    pub projection: &'static str,
    /// Its version.
    pub version: i32,
    /// Position for which the new rows stand.
    pub position: i64,
    /// Rows of each table when they were folded; nothing where an earlier process did that.
    pub tables: Vec<(&'static str, u64)>,
    /// Differences from the rows that were live; none where they could not be compared, or nobody asked.
    pub differences: Option<Vec<Difference>>,
    /// Events that the new rows do without: parked or skipped.
    pub left_out: Vec<i64>,
    /// How long appends waited, in milliseconds; none where the new rows wait for a decision.
    pub swap_ms: Option<f64>,
}

impl Rebuilt {
    /// As the log tells it: codes and counts.
    pub fn in_codes(&self) -> String {
        let differing = self.differences.as_ref().map_or(0, Vec::len);
        let left_out = if self.left_out.is_empty() { String::new() } else { format!(", without {:?}", self.left_out) };
        format!("version {} at {}, {differing} tables differ{left_out}", self.version, self.position)
    }
}

/// Builds read models of one log anew, in one pass over it, and puts them in place of the live ones. Needs a pool of
/// [`crate::Role::Projector`]; `owner` names this process.
///
/// # Errors
/// [`RebuildError`]. Read models that were not exchanged by then are as they were.
pub async fn rebuild(
    pool: &PgPool,
    projections: &[&dyn Projection],
    owner: Uuid,
    wanted: Wanted,
    mut progress: impl FnMut(Progress) + Send,
    cancel: &CancellationToken,
) -> Result<Vec<Rebuilt>, RebuildError> {
    if projections.windows(2).any(|two| two[0].log() != two[1].log()) {
        return Err(RebuildError::TwoLogs);
    }
    let phase = wanted.decided.then_some("review");
    together(pool, projections, owner, phase, &mut progress, cancel, async |runs, pace| {
        let tables = fold(runs, None, pace).await?;
        let mut rebuilt = Vec::new();
        for (run, tables) in runs.iter().zip(tables) {
            rebuilt.push(finish(run, tables, wanted, pace).await?);
        }
        Ok(rebuilt)
    })
    .await
}

/// Builds and compares, and leaves the live rows alone. Rows that wait for a decision are compared as they stand, and go on waiting.
async fn compare_only(pool: &PgPool, projection: &dyn Projection, owner: Uuid) -> Result<Vec<Difference>, RebuildError> {
    match compare_in(pool, projection, owner, Some("review")).await {
        Err(RebuildError::NothingWaits) => compare_in(pool, projection, owner, None).await,
        compared => compared,
    }
}

async fn compare_in(
    pool: &PgPool,
    projection: &dyn Projection,
    owner: Uuid,
    phase: Option<&str>,
) -> Result<Vec<Difference>, RebuildError> {
    let live = "SELECT position FROM es.cursors WHERE projection = $1";
    let cancel = CancellationToken::new();
    together(pool, &[projection], owner, phase, &mut |_| (), &cancel, async |runs, pace| {
        let run = &runs[0];
        let upto: i64 = sqlx::query_scalar(live).bind(projection.name()).fetch_one(pool).await?;
        if !run.resumed || run.position() > upto {
            build(&[run], Some(upto), pace).await?;
        }
        let found = compare::compare(run).await?;
        run.set_over(true);
        let mut tx = pool.begin().await?;
        run.turn(&mut tx, phase.unwrap_or("compared"), None, Some(told(&found)?), None).await?;
        if phase.is_none() {
            run::drop_tables(&mut tx, Schema::Next, projection).await?;
        }
        tx.commit().await?;
        Ok(found)
    })
    .await
}

/// Begins a run of each, does the work while they are kept ours, and clears away after those that did not finish.
async fn together<T>(
    pool: &PgPool,
    projections: &[&dyn Projection],
    owner: Uuid,
    phase: Option<&str>,
    progress: &mut (impl FnMut(Progress) + Send),
    cancel: &CancellationToken,
    work: impl AsyncFnOnce(&[Run<'_>], &mut Pace) -> Result<T, RebuildError>,
) -> Result<T, RebuildError> {
    let mut runs = Vec::new();
    let mut begun = Ok(());
    for projection in projections {
        match Run::begin(pool, *projection, owner, phase).await {
            Ok(run) => runs.push(run),
            Err(error) => begun = Err(error),
        }
    }
    let (pausing, paused) = watch::channel(false);
    let stop = cancel.child_token();
    let mut pace = Pace { paused, stop: stop.clone() };
    let result = if let Err(error) = begun {
        Err(error)
    } else {
        tokio::select! {
            done = work(&runs, &mut pace) => done,
            error = keep(&runs, &pausing, &stop, progress) => Err(error),
        }
    };
    if let Err(error) = &result {
        for run in &runs {
            run.leave(error).await;
        }
    }
    result
}

/// Folds what has not been folded yet; the rows of each table.
async fn fold(runs: &[Run<'_>], upto: Option<i64>, pace: &mut Pace) -> Result<Vec<Vec<(&'static str, u64)>>, RebuildError> {
    let fresh: Vec<&Run<'_>> = runs.iter().filter(|run| !run.resumed).collect();
    let built = build(&fresh, upto, pace).await?;
    let tables_of = |run: &Run<'_>| {
        let own = crate::projection::tables_of(run.projection);
        built.iter().filter(|(table, _)| own.contains(table)).copied().collect()
    };
    Ok(runs.iter().map(tables_of).collect())
}

async fn build(runs: &[&Run<'_>], upto: Option<i64>, pace: &mut Pace) -> Result<Vec<(&'static str, u64)>, RebuildError> {
    let Some(first) = runs.first() else { return Ok(Vec::new()) };
    let upto = match upto {
        Some(upto) => upto,
        None => first.look_at_head().await?,
    };
    let built = loop {
        if let Some(built) = building::build(runs, upto, pace).await? {
            break built;
        }
    };
    for run in runs {
        run.reached(upto, None);
        let mut conn = run.pool.acquire().await?;
        run.turn(&mut conn, "catching_up", Some(told(&built)?), None, None).await?;
    }
    Ok(built)
}

/// From whole tables to live ones, without the events that are parked on the way.
async fn finish(
    run: &Run<'_>,
    tables: Vec<(&'static str, u64)>,
    wanted: Wanted,
    pace: &mut Pace,
) -> Result<Rebuilt, RebuildError> {
    loop {
        match try_to_finish(run, tables.clone(), wanted, pace).await {
            Err(RebuildError::Event(error)) if run.park(&error).await? => {}
            done => return done,
        }
    }
}

async fn try_to_finish(
    run: &Run<'_>,
    tables: Vec<(&'static str, u64)>,
    wanted: Wanted,
    pace: &mut Pace,
) -> Result<Rebuilt, RebuildError> {
    catch_up(run, pace).await?;
    let compared = if wanted.compare && !wanted.decided { compared(run).await? } else { Compared::Not };
    let first = compared == Compared::First;
    let differences = if let Compared::Found(found) = compared { Some(found) } else { None };
    let (projection, version) = (run.projection.name(), run.projection.version());
    let left_out = run.left_out().await?.named();
    let mut conn = run.pool.acquire().await?;
    if let Some(found) = &differences {
        run.turn(&mut conn, "catching_up", None, Some(told(found)?), None).await?;
    }
    if wanted.review && !wanted.decided && !first && differences.as_ref().is_none_or(|found| !found.is_empty()) {
        run.set_over(true);
        run.turn(&mut conn, "review", None, None, None).await?;
        return Ok(Rebuilt { projection, version, position: run.position(), tables, differences, left_out, swap_ms: None });
    }
    drop(conn);
    for _ in 0..SWAPS {
        catch_up(run, pace).await?;
        if let Some(done) = exchange::swap(run, wanted.keep).await? {
            let (position, swap_ms) = (done.position, Some(done.milliseconds));
            return Ok(Rebuilt { projection, version, position, tables, differences, left_out, swap_ms });
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Err(RebuildError::Busy)
}

/// What comparing with the live rows came to.
#[derive(PartialEq, Eq)]
enum Compared {
    Found(Vec<Difference>),
    /// There are no rows yet that could differ.
    First,
    /// The live rows stand still behind.
    Not,
}

/// The differences, once the live rows have come as far.
async fn compared(run: &Run<'_>) -> Result<Compared, RebuildError> {
    let until = tokio::time::Instant::now() + WAIT;
    loop {
        match compare::compare(run).await {
            Ok(found) => return Ok(Compared::Found(found)),
            Err(RebuildError::Behind { live: 0, .. }) => return Ok(Compared::First),
            Err(RebuildError::Behind { .. }) if tokio::time::Instant::now() > until => return Ok(Compared::Not),
            Err(RebuildError::Behind { .. }) => tokio::time::sleep(Duration::from_millis(250)).await,
            Err(error) => return Err(error),
        }
    }
}

/// Applies batches until the end of the log is close.
async fn catch_up(run: &Run<'_>, pace: &mut Pace) -> Result<(), RebuildError> {
    loop {
        pace.go().await?;
        let head = run.look_at_head().await?;
        if head - run.position() <= CLOSE {
            return Ok(());
        }
        run.catch_up_some(head).await?;
    }
}

fn told(value: &impl Serialize) -> Result<serde_json::Value, RebuildError> {
    serde_json::to_value(value).map_err(|error| sqlx::Error::Encode(error.into()).into())
}

/// What an operator may wish of a rebuild that is at work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Waits.
    Pause,
    /// Goes on.
    Go,
    /// Ends; the live rows are as they were. Also of one that waits for a decision.
    Stop,
}

/// Wishes something of the rebuild of a read model; false where none is at work. Needs [`crate::Role::Operator`].
///
/// # Errors
/// [`ReadError`].
pub async fn wish(db: impl PgExecutor<'_>, projection: &str, wish: Wish) -> Result<bool, ReadError> {
    let word = match wish {
        Wish::Pause => "pause",
        Wish::Go => "go",
        Wish::Stop => "stop",
    };
    Ok(sqlx::query_scalar("SELECT es.wish_rebuild($1, $2)").bind(projection).bind(word).fetch_one(db).await?)
}
