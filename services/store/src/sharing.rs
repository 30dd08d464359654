//! Several workers share the read models: each says that it is there, and takes no more than its part. One that comes is given some, one
//! that is gone is made up for; the leases alone keep two from feeding the same.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cursor::lease;
use crate::projection::Projection;
use crate::read::ReadError;
use crate::writer::plain_text;

/// So often a worker tells others that it is there, and hears of them.
pub(crate) const LOOK: Duration = Duration::from_millis(500);

/// What a worker has taken, and how much it may.
#[derive(Debug)]
pub(crate) struct Share {
    taken: AtomicUsize,
    fair: AtomicUsize,
    /// Read models that others feed, or that stand still, with the version of their rows. Asking for one of them would only wait for a
    /// transaction of whoever feeds it, and keep the part for as long from one that nobody feeds.
    busy: RwLock<HashMap<String, i32>>,
    read_models: usize,
}

/// A read model of the share; given back when it is dropped.
pub(crate) struct Part {
    share: Arc<Share>,
    given_up: bool,
}

impl Part {
    /// Gives it up for another worker, where more was taken than is fair.
    pub(crate) fn give_up(&mut self) -> bool {
        let fair = self.share.fair.load(Ordering::Relaxed);
        let less = |taken| (taken > fair).then(|| taken - 1);
        self.given_up = self.share.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok();
        self.given_up
    }
}

impl Share {
    /// Of a worker that has not looked yet whether it is alone, and takes nothing before.
    pub(crate) fn of(read_models: usize) -> Arc<Self> {
        Arc::new(Self { taken: AtomicUsize::new(0), fair: AtomicUsize::new(0), busy: RwLock::default(), read_models })
    }

    /// Takes this one too, if that is fair and nobody else has it. Rows of an older version are everybody's.
    pub(crate) fn take(self: &Arc<Self>, name: &str, version: i32) -> Option<Part> {
        let busy = self.busy.read().unwrap_or_else(PoisonError::into_inner).get(name).copied();
        if busy.is_some_and(|made_by| made_by >= version) {
            return None;
        }
        let fair = self.fair.load(Ordering::Relaxed);
        let more = |taken| (taken < fair).then_some(taken + 1);
        self.taken
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
            .ok()
            .map(|_| Part { share: Arc::clone(self), given_up: false })
    }

    /// Keeps telling others, and hearing of them, until cancelled.
    pub(crate) async fn keep(&self, pool: &PgPool, program: &str, owner: Uuid, cancel: &CancellationToken) {
        while !cancel.is_cancelled() {
            if let Err(error) = self.look(pool, program, owner).await {
                tracing::warn!(error = plain_text(&error), "projection.workers_not_seen");
            }
            tokio::select! {
                () = cancel.cancelled() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        if let Err(error) = sqlx::query("SELECT es.forget_worker($1)").bind(owner).fetch_all(pool).await {
            tracing::debug!(error = plain_text(&error), "projection.worker_not_forgotten");
        }
    }

    async fn look(&self, pool: &PgPool, program: &str, owner: Uuid) -> Result<(), sqlx::Error> {
        const BUSY: &str = "SELECT projection, version FROM es.cursors
                            WHERE status = 'stopped' OR (owner <> $1 AND lease_until > clock_timestamp())";
        let (workers, earlier): (i64, i64) = sqlx::query_as("SELECT workers, earlier FROM es.see_worker($1, $2, $3)")
            .bind(owner)
            .bind(program)
            .bind(lease())
            .fetch_one(pool)
            .await?;
        let busy: Vec<(String, i32)> = sqlx::query_as(BUSY).bind(owner).fetch_all(pool).await?;
        *self.busy.write().unwrap_or_else(PoisonError::into_inner) = busy.into_iter().collect();
        self.fair.store(fair(self.read_models, workers, earlier), Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.given_up {
            self.share.taken.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// The part of the worker before which so many others come: all parts together are the read models, and none is greater by two.
fn fair(read_models: usize, workers: i64, earlier: i64) -> usize {
    let (workers, earlier) = (usize::try_from(workers).unwrap_or(1).max(1), usize::try_from(earlier).unwrap_or_default());
    read_models.saturating_sub(earlier).div_ceil(workers)
}

/// Names what a worker can feed: only workers of the same program share it.
pub(crate) fn program(projections: &[Arc<dyn Projection>]) -> String {
    let each: Vec<String> = projections.iter().map(|one| format!("{} {}", one.name(), one.version())).collect();
    each.join(", ")
}

/// How many workers are at work.
///
/// # Errors
/// [`ReadError`].
pub async fn workers(pool: &PgPool) -> Result<i64, ReadError> {
    let seen = "SELECT count(*) FROM es.workers WHERE seen_at > clock_timestamp() - $1::interval";
    Ok(sqlx::query_scalar(seen).bind(lease()).fetch_one(pool).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_together_are_the_read_models() {
        let parts = |workers| (0..workers).map(|earlier| fair(6, workers, earlier)).collect::<Vec<_>>();
        assert_eq!(parts(1), [6]);
        assert_eq!(parts(4), [2, 2, 1, 1]);
        assert_eq!(parts(7), [1, 1, 1, 1, 1, 1, 0]);
    }

    #[test]
    fn no_more_than_a_fair_part_is_taken_and_no_more_than_the_rest_given_up() {
        let share = Share::of(3);
        assert!(share.take("first", 1).is_none(), "it has not looked yet");
        share.fair.store(3, Ordering::Relaxed);
        let mut parts: Vec<Part> = (0..3).filter_map(|_| share.take("first", 1)).collect();
        assert!(parts.len() == 3 && share.take("first", 1).is_none());
        assert!(!parts.iter_mut().any(Part::give_up), "alone it keeps all");
        share.fair.store(2, Ordering::Relaxed);
        assert_eq!(parts.iter_mut().map(Part::give_up).collect::<Vec<_>>(), [true, false, false]);
        assert!(share.take("first", 1).is_none());
        parts.pop();
        let again = share.take("first", 1);
        assert!(again.is_some() && share.take("first", 1).is_none());
    }

    #[test]
    fn what_another_feeds_is_left_alone_unless_its_rows_are_of_an_older_version() {
        let share = Share::of(3);
        share.fair.store(3, Ordering::Relaxed);
        share.busy.write().unwrap().insert("first".to_owned(), 2);
        assert!(share.take("first", 2).is_none() && share.take("first", 1).is_none());
        assert!(share.take("first", 3).is_some() && share.take("second", 1).is_some());
    }
}
