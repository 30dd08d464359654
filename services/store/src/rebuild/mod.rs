//! Building a read model anew while everybody goes on working: beside the live tables, from the first event, then exchanged in one
//! transaction. What was live lies in `read_prev` until the next time.

mod building;
mod compare;
mod copier;
mod lanes;
mod shadow;

use std::time::Duration;

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cursor::lease;
use crate::projection::{Projection, ProjectionError};
use crate::read::ReadError;
use crate::stretch::StretchError;
use crate::writer::plain_text;

pub use compare::{Difference, differs};
use shadow::Shadow;

/// Events in one transaction.
const BATCH: i64 = 2_000;
/// So close to the end the tables may be exchanged: the rest is applied while appends wait.
const CLOSE: i64 = 200;
/// How often the exchange is tried while readers are in the way.
const SWAPS: u32 = 60;

/// How far a rebuild has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Position the new rows have reached.
    pub position: i64,
    /// Last position of the log.
    pub head: i64,
}

/// A finished rebuild.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rebuilt {
    /// Events read.
    pub events: i64,
    /// Position at which the new rows went live.
    pub position: i64,
}

/// Why a rebuild did not finish. The live rows are as they were.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// Another one is at work on the same read model.
    #[error("this read model is already being rebuilt")]
    AlreadyRunning,
    /// It was asked to stop.
    #[error("the rebuild was cancelled")]
    Cancelled,
    /// The log has a gap.
    #[error("the log has a hole after position {0}")]
    Hole(i64),
    /// Readers never left a moment to exchange the tables.
    #[error("the tables are in use and could not be exchanged")]
    Busy,
    /// An event cannot be applied.
    #[error(transparent)]
    Event(#[from] ProjectionError),
    /// The database did not answer.
    #[error("the read model cannot be rebuilt: {}", plain_text(.0))]
    Database(#[from] sqlx::Error),
}

impl From<StretchError> for RebuildError {
    fn from(error: StretchError) -> Self {
        match error {
            StretchError::Hole(after) => Self::Hole(after),
            StretchError::Database(error) => Self::Database(error),
        }
    }
}

impl From<ReadError> for RebuildError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Database(error) => Self::Database(error),
        }
    }
}

/// Builds a read model anew and puts it in place of the live one. Needs a pool of [`crate::Role::Projector`]; `owner` names this run.
/// A run that was killed leaves nothing in the way: the next one, after a few seconds, starts from the beginning.
///
/// # Errors
/// [`RebuildError`].
pub async fn rebuild(
    pool: &PgPool,
    projection: &dyn Projection,
    owner: Uuid,
    mut progress: impl FnMut(Progress) + Send,
    cancel: &CancellationToken,
) -> Result<Rebuilt, RebuildError> {
    begin(pool, projection, owner).await?;
    let mut shadow = Shadow::new(pool, projection, owner);
    let result = run(&mut shadow, &mut progress, cancel).await;
    if result.is_err() {
        shadow.leave().await;
    }
    result
}

async fn begin(pool: &PgPool, projection: &dyn Projection, owner: Uuid) -> Result<(), RebuildError> {
    let ours: bool = sqlx::query_scalar("SELECT es.begin_rebuild($1, $2, $3, $4, $5)")
        .bind(projection.name())
        .bind(projection.version())
        .bind(projection.log().number())
        .bind(owner)
        .bind(lease())
        .fetch_one(pool)
        .await?;
    if ours { Ok(()) } else { Err(RebuildError::AlreadyRunning) }
}

async fn run(
    shadow: &mut Shadow<'_>,
    progress: &mut (impl FnMut(Progress) + Send),
    cancel: &CancellationToken,
) -> Result<Rebuilt, RebuildError> {
    shadow.build(progress, cancel).await?;
    for _ in 0..SWAPS {
        catch_up(shadow, None, progress, cancel).await?;
        if let Some(position) = shadow.swap().await? {
            return Ok(Rebuilt { events: position, position });
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Err(RebuildError::Busy)
}

/// Applies batches until the end of the log is close, or a given position is reached.
async fn catch_up(
    shadow: &mut Shadow<'_>,
    until: Option<i64>,
    progress: &mut (impl FnMut(Progress) + Send),
    cancel: &CancellationToken,
) -> Result<(), RebuildError> {
    loop {
        if cancel.is_cancelled() {
            return Err(RebuildError::Cancelled);
        }
        let head = shadow.head().await?;
        let (position, end) = (shadow.position(), until.unwrap_or(head));
        progress(Progress { position, head });
        if position >= end || (until.is_none() && end - position <= CLOSE) {
            return Ok(());
        }
        shadow.extend(end.min(position + BATCH)).await?;
    }
}
