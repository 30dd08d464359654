//! Feeds read models: by position, rows and cursor in one transaction, each projection by itself, so that one that stops at an event it
//! cannot apply holds up no other.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use sqlx::{PgConnection, PgPool};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::apply::apply_in;
use crate::cursor::{self, Claimed};
use crate::head_watch::{self, Heads, watch_heads};
use crate::kept;
use crate::parking::{self, LeftOut};
use crate::projection::{Projection, ProjectionError};
use crate::read::{self, ReadError};
use crate::rebuild::{self, Wanted};
use crate::sharing::{LOOK, Part, Share, program};
use crate::stretch::{self, StretchError};
use crate::tables::Schema;
use crate::writer::plain_text;

/// Events in one transaction.
const BATCH: i64 = 4_000;
/// So often it is looked whether the time of previous rows is over.
const KEPT_LOOK: Duration = Duration::from_mins(1);
/// How often it is looked whether previous rows are kept.
const LOOK_FOR_KEPT: Duration = Duration::from_secs(2);

/// Runs projections until cancelled. `owner` names this worker; several may run: they share the projections, and each is fed by one of them
/// at a time. Needs a pool of [`crate::Role::Projector`] with a connection for each projection and two more.
pub async fn run_projections(pool: PgPool, projections: Vec<Arc<dyn Projection>>, owner: Uuid, cancel: CancellationToken) {
    let (heads, news) = watch::channel(Heads::default());
    let watching = watch_heads(pool.clone(), heads, cancel.clone());
    let (share, program) = (Share::of(projections.len()), program(&projections));
    let sharing = share.keep(&pool, &program, owner, &cancel);
    let feeders = |schema: Schema| {
        let feeder = |projection: &Arc<dyn Projection>| Feeder {
            pool: pool.clone(),
            cursor: format!("{}{}", projection.name(), if schema == Schema::Kept { cursor::PREVIOUS } else { "" }),
            schema,
            projection: Arc::clone(projection),
            owner,
            share: Arc::clone(&share),
            news: news.clone(),
            cancel: cancel.clone(),
        };
        projections.iter().map(feeder).collect::<Vec<_>>()
    };
    let feeding = join_all(feeders(Schema::Live).into_iter().map(Feeder::run));
    let keeping = join_all(feeders(Schema::Kept).into_iter().map(Feeder::run_kept));
    tokio::join!(watching, sharing, feeding, keeping);
}

/// Why a batch was not applied.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("another worker has taken over")]
    Lost,
    #[error("the log has a hole at position {0}")]
    Hole(i64),
    #[error(transparent)]
    Event(#[from] ProjectionError),
    #[error("{}", plain_text(.0))]
    Database(#[from] sqlx::Error),
}

impl From<StretchError> for Trouble {
    fn from(error: StretchError) -> Self {
        match error {
            StretchError::Hole(after) => Self::Hole(after + 1),
            StretchError::Database(error) => Self::Database(error),
        }
    }
}

impl From<ReadError> for Trouble {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Database(error) => Self::Database(error),
        }
    }
}

struct Feeder {
    pool: PgPool,
    projection: Arc<dyn Projection>,
    cursor: String,
    schema: Schema,
    owner: Uuid,
    share: Arc<Share>,
    news: watch::Receiver<Heads>,
    cancel: CancellationToken,
}

impl Feeder {
    async fn run(mut self) {
        let name = self.projection.name();
        let mut tried = false;
        while !self.cancel.is_cancelled() {
            let Some(mut part) = self.share.take(name, self.projection.version()) else {
                self.pause(LOOK).await;
                continue;
            };
            match cursor::claim(&self.pool, &*self.projection, self.owner).await {
                Ok(Claimed::Ours { fence, position }) => {
                    // A worker that starts may be of a new release, which can read more.
                    if !std::mem::replace(&mut tried, true) {
                        self.try_parked().await;
                    }
                    self.feed(fence, position, Some(&mut part)).await;
                }
                Ok(Claimed::Wait) => {
                    drop(part);
                    self.pause(LOOK).await;
                }
                Ok(Claimed::Outdated) => {
                    let built =
                        rebuild::rebuild(&self.pool, &[&*self.projection], self.owner, Wanted::PLAIN, |_| (), &self.cancel).await;
                    match built {
                        Ok(_) => tracing::info!(projection = name, "projection.rebuilt"),
                        Err(error) => {
                            tracing::warn!(projection = name, %error, "projection.not_rebuilt");
                            self.pause(LOOK).await;
                        }
                    }
                }
                Err(error) => {
                    tracing::warn!(projection = name, error = plain_text(&error), "projection.unreachable");
                    self.pause(LOOK).await;
                }
            }
        }
    }

    /// Feeds the rows from before the last exchange while they are kept, and clears them away afterwards.
    async fn run_kept(mut self) {
        while !self.cancel.is_cancelled() {
            match kept::look(&self.pool, &*self.projection, &self.cursor, self.owner).await {
                Ok(Some((fence, position))) => self.feed(fence, position, None).await,
                Ok(None) => self.pause(LOOK_FOR_KEPT).await,
                Err(error) => {
                    tracing::warn!(projection = self.cursor, error = plain_text(&error), "projection.unreachable");
                    self.pause(LOOK_FOR_KEPT).await;
                }
            }
        }
    }

    async fn try_parked(&self) {
        match parking::retry(&self.pool, &*self.projection).await {
            Ok(tried) if tried == parking::Tried::default() => {}
            Ok(tried) => tracing::info!(projection = self.cursor, ?tried, "projection.parked_tried"),
            Err(error) => tracing::warn!(projection = self.cursor, %error, "projection.parked_not_tried"),
        }
    }

    /// Feeds the projection while it is ours; one of the live ones as long as it is part of the worker's share.
    async fn feed(&mut self, fence: i64, mut position: i64, mut part: Option<&mut Part>) {
        let name = self.cursor.clone();
        let (mut renewed, began) = (Instant::now(), Instant::now());
        loop {
            let given_up = part.as_mut().map_or_else(|| began.elapsed() > KEPT_LOOK, |part| part.give_up());
            if given_up {
                break;
            }
            let head = head_watch::of(&self.news.borrow_and_update(), self.projection.log());
            if head <= position && renewed.elapsed() < cursor::LEASE / 3 {
                tokio::select! {
                    () = self.cancel.cancelled() => break,
                    () = tokio::time::sleep(cursor::LEASE / 3) => {}
                    changed = self.news.changed() => if changed.is_err() { break },
                }
                continue;
            }
            if self.cancel.is_cancelled() {
                break;
            }
            match self.step(fence, BATCH).await {
                Ok(reached) => {
                    position = reached;
                    renewed = Instant::now();
                }
                Err(Trouble::Lost) => {
                    tracing::info!(projection = name, "projection.taken_over");
                    return;
                }
                Err(Trouble::Event(error)) if !error.is_passing() => {
                    match self.isolate(fence, error.position - 1 - position).await {
                        Some(reached) => position = reached.max(position),
                        None => return,
                    }
                }
                Err(Trouble::Hole(at)) => {
                    self.stop(fence, at, "the log has a hole here").await;
                    return;
                }
                Err(trouble) => {
                    tracing::warn!(projection = name, %trouble, "projection.again");
                    self.pause(LOOK).await;
                    return;
                }
            }
        }
        if let Err(error) = cursor::release(&self.pool, &name, fence).await {
            tracing::warn!(projection = name, error = plain_text(&error), "projection.not_released");
        }
    }

    /// One transaction: at most `limit` events, their rows and the cursor. Returns the position reached.
    async fn step(&self, fence: i64, limit: i64) -> Result<i64, Trouble> {
        let mut tx = self.pool.begin().await?;
        let (after, some_left_out) = cursor::hold(&mut tx, &self.cursor, fence).await?.ok_or(Trouble::Lost)?;
        let head = read::head(&mut *tx, self.projection.log()).await?.position;
        let upto = head.min(after + limit);
        if upto > after {
            let mut batch = stretch::read(&mut tx, self.projection.log(), self.projection.streams(), after, upto).await?;
            let mut left = LeftOut::default();
            if some_left_out {
                left = LeftOut::of(&mut tx, &self.cursor, after).await?;
                batch.retain(|told| left.admits(&*self.projection, told));
            }
            apply_in(&mut tx, self.schema, &*self.projection, &batch).await?;
            left.save(&mut tx, &self.cursor, &*self.projection).await?;
        }
        if !cursor::advance(&mut tx, &self.cursor, fence, upto.max(after)).await? {
            return Err(Trouble::Lost);
        }
        tx.commit().await?;
        Ok(upto.max(after))
    }

    /// After a batch failed: the `good` events before the one at which it did, then event by event, so that everything before the one
    /// that cannot be applied is. That one is parked, and the position after it is answered, or it stops there.
    async fn isolate(&self, fence: i64, good: i64) -> Option<i64> {
        let (mut limit, mut reached) = (good.max(1), 0);
        for _ in 0..BATCH {
            match self.step(fence, std::mem::replace(&mut limit, 1)).await {
                Ok(position) => reached = position,
                Err(Trouble::Event(error)) if !error.is_passing() => return self.park_or_stop(fence, &error).await,
                Err(_) => break,
            }
            if self.cancel.is_cancelled() {
                break;
            }
        }
        Some(reached)
    }

    /// Parks an event and goes past it, or stops there. Which of the two is read while the cursor is held, so that an operator who changes
    /// it meanwhile is heard either way: before, or by what was stopped being tried again.
    async fn park_or_stop(&self, fence: i64, error: &ProjectionError) -> Option<i64> {
        match self.settle(fence, error).await {
            Ok(reached) => reached,
            // Tried again with the next batch.
            Err(trouble) => {
                tracing::warn!(projection = self.cursor, %trouble, "projection.not_settled");
                Some(0)
            }
        }
    }

    async fn settle(&self, fence: i64, error: &ProjectionError) -> Result<Option<i64>, Trouble> {
        let found = parking::event_at(&self.pool, self.projection.log(), error.position).await.ok().flatten();
        let message = error.source.to_string();
        let mut tx = self.pool.begin().await?;
        let (after, _) = cursor::hold(&mut tx, &self.cursor, fence).await?.ok_or(Trouble::Lost)?;
        if let Some(told) = found.as_ref().filter(|_| self.schema == Schema::Live && after + 1 == error.position)
            && parking::park(&mut tx, &self.cursor, &*self.projection, told, &message).await?
        {
            if !cursor::advance(&mut tx, &self.cursor, fence, error.position).await? {
                return Err(Trouble::Lost);
            }
            tx.commit().await?;
            return Ok(Some(error.position));
        }
        let event_type = found.map(|told| told.recorded.event_type);
        self.stop_in(&mut tx, fence, error.position, event_type, &message).await?;
        tx.commit().await?;
        Ok(None)
    }

    async fn stop(&self, fence: i64, position: i64, message: &str) {
        let stopped = async { self.stop_in(&mut *self.pool.acquire().await?, fence, position, None, message).await };
        if let Err(error) = stopped.await {
            tracing::warn!(projection = self.cursor, error = plain_text(&error), "projection.not_marked_stopped");
        }
    }

    async fn stop_in(
        &self,
        conn: &mut PgConnection,
        fence: i64,
        position: i64,
        event_type: Option<String>,
        message: &str,
    ) -> Result<(), sqlx::Error> {
        tracing::error!(projection = self.cursor, position, event_type, error = message, "projection.stopped");
        let error = serde_json::json!({ "position": position, "event_type": event_type, "message": message });
        cursor::stop(conn, &self.cursor, fence, error).await
    }

    async fn pause(&self, time: Duration) {
        tokio::select! {
            () = self.cancel.cancelled() => {}
            () = tokio::time::sleep(time) => {}
        }
    }
}
