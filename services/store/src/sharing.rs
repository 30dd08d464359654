//! Several workers share the read models: each says that it is there, and takes no more than its part. One that comes is given some, one
//! that is gone is made up for; the leases alone keep two from feeding the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cursor::{LEASE, lease};
use crate::projection::Projection;
use crate::read::ReadError;
use crate::writer::plain_text;

/// What a worker has taken, and how much it may.
#[derive(Debug)]
pub(crate) struct Share {
    taken: AtomicUsize,
    fair: AtomicUsize,
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
    /// Of a worker that believes to be alone.
    pub(crate) fn of(read_models: usize) -> Arc<Self> {
        Arc::new(Self { taken: AtomicUsize::new(0), fair: AtomicUsize::new(read_models), read_models })
    }

    /// Takes one more, if that is fair.
    pub(crate) fn take(self: &Arc<Self>) -> Option<Part> {
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
            let seen: Result<(i64, i64), sqlx::Error> = sqlx::query_as("SELECT workers, earlier FROM es.see_worker($1, $2, $3)")
                .bind(owner)
                .bind(program)
                .bind(lease())
                .fetch_one(pool)
                .await;
            match seen {
                Ok((workers, earlier)) => self.fair.store(fair(self.read_models, workers, earlier), Ordering::Relaxed),
                Err(error) => tracing::warn!(error = plain_text(&error), "projection.workers_not_seen"),
            }
            tokio::select! {
                () = cancel.cancelled() => {}
                () = tokio::time::sleep(LEASE / 3) => {}
            }
        }
        if let Err(error) = sqlx::query("SELECT es.forget_worker($1)").bind(owner).fetch_all(pool).await {
            tracing::debug!(error = plain_text(&error), "projection.worker_not_forgotten");
        }
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
        let mut parts: Vec<Part> = (0..3).filter_map(|_| share.take()).collect();
        assert!(parts.len() == 3 && share.take().is_none());
        assert!(!parts.iter_mut().any(Part::give_up), "alone it keeps all");
        share.fair.store(2, Ordering::Relaxed);
        assert_eq!(parts.iter_mut().map(Part::give_up).collect::<Vec<_>>(), [true, false, false]);
        assert!(share.take().is_none());
        parts.pop();
        let again = share.take();
        assert!(again.is_some() && share.take().is_none());
    }
}
