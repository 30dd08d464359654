//! The tables beside the live ones.

use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};

use sqlx::{Executor as _, PgConnection, PgPool};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Progress, RebuildError, building};
use crate::apply::apply_in;
use crate::cursor::{LEASE, lease};
use crate::projection::{Projection, tables_of};
use crate::tables::{Schema, plain, run};
use crate::{read, stretch};

pub(super) struct Shadow<'a> {
    pub(super) pool: &'a PgPool,
    pub(super) projection: &'a dyn Projection,
    owner: Uuid,
    position: i64,
}

impl<'a> Shadow<'a> {
    pub(super) fn new(pool: &'a PgPool, projection: &'a dyn Projection, owner: Uuid) -> Self {
        Self { pool, projection, owner, position: 0 }
    }

    /// Position its rows have reached.
    pub(super) fn position(&self) -> i64 {
        self.position
    }

    pub(super) async fn head(&self) -> Result<i64, RebuildError> {
        Ok(read::head(self.pool, self.projection.log()).await?.position)
    }

    /// The tables as they stand at the end of the log now, from the first event. Meanwhile the rebuild stays ours.
    pub(super) async fn build(
        &mut self,
        progress: &mut (impl FnMut(Progress) + Send),
        cancel: &CancellationToken,
    ) -> Result<(), RebuildError> {
        let upto = self.head().await?;
        let reached = AtomicI64::new(0);
        let projections = [self.projection];
        let mut building =
            pin!(building::build(self.pool, &projections, upto, |position| reached.store(position, Ordering::Relaxed), cancel));
        let mut beat = tokio::time::interval(LEASE / 6);
        loop {
            tokio::select! {
                built = &mut building => {
                    built?;
                    break;
                }
                _ = beat.tick() => {
                    let position = reached.load(Ordering::Relaxed);
                    progress(Progress { position, head: upto });
                    self.renew(position).await?;
                }
            }
        }
        self.position = upto;
        self.renew(upto).await
    }

    async fn renew(&self, position: i64) -> Result<(), RebuildError> {
        let mut conn = self.pool.acquire().await?;
        self.advance(&mut conn, position).await
    }

    async fn advance(&self, conn: &mut PgConnection, position: i64) -> Result<(), RebuildError> {
        let ours: bool = sqlx::query_scalar("SELECT es.advance_rebuild($1, $2, $3, $4)")
            .bind(self.projection.name())
            .bind(self.owner)
            .bind(position)
            .bind(lease())
            .fetch_one(conn)
            .await?;
        if ours { Ok(()) } else { Err(RebuildError::AlreadyRunning) }
    }

    /// One transaction of events, up to a position.
    pub(super) async fn extend(&mut self, upto: i64) -> Result<(), RebuildError> {
        let mut tx = self.pool.begin().await?;
        extend(&mut tx, self.projection, self.position, upto).await?;
        self.advance(&mut tx, upto).await?;
        tx.commit().await?;
        self.position = upto;
        Ok(())
    }

    /// Puts the tables in place: no worker writes, nothing is appended, the last events are applied, and at the commit everybody sees the
    /// new rows. `None` where readers were in the way: nothing has happened then.
    pub(super) async fn swap(&mut self) -> Result<Option<i64>, RebuildError> {
        match self.try_swap().await {
            Ok(position) => Ok(Some(position)),
            Err(RebuildError::Database(sqlx::Error::Database(error)))
                if error.code().is_some_and(|code| matches!(&*code, "55P03" | "40P01")) =>
            {
                tracing::info!(projection = self.projection.name(), reason = error.message(), "rebuild.swap_again");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    async fn try_swap(&self) -> Result<i64, RebuildError> {
        let tables = self.tables()?;
        let mut tx = self.pool.begin().await?;
        tx.execute("SET LOCAL lock_timeout = '1s'").await?;
        let head: Option<i64> = sqlx::query_scalar("SELECT es.lock_for_swap($1, $2)")
            .bind(self.projection.name())
            .bind(self.owner)
            .fetch_one(&mut *tx)
            .await?;
        let head = head.ok_or(RebuildError::AlreadyRunning)?;
        extend(&mut tx, self.projection, self.position, head).await?;
        for table in tables {
            run(&mut tx, format!("DROP TABLE IF EXISTS read_prev.{table} CASCADE")).await?;
            run(&mut tx, format!("ALTER TABLE read.{table} SET SCHEMA read_prev")).await?;
            run(&mut tx, format!("ALTER TABLE read_next.{table} SET SCHEMA read")).await?;
        }
        let finished: bool = sqlx::query_scalar("SELECT es.finish_rebuild($1, $2, $3, $4)")
            .bind(self.projection.name())
            .bind(self.owner)
            .bind(self.projection.version())
            .bind(head)
            .fetch_one(&mut *tx)
            .await?;
        if !finished {
            return Err(RebuildError::AlreadyRunning);
        }
        tx.commit().await?;
        Ok(head)
    }

    /// After a run that did not finish: makes room for the next one. What cannot be cleared away now is by the next run.
    pub(super) async fn leave(&self) {
        let cleared = async {
            let ours: Option<Uuid> = sqlx::query_scalar("SELECT rebuild_owner FROM es.cursors WHERE projection = $1")
                .bind(self.projection.name())
                .fetch_one(self.pool)
                .await?;
            if ours != Some(self.owner) {
                return Ok(());
            }
            let mut tx = self.pool.begin().await?;
            for table in self.tables()? {
                run(&mut tx, format!("DROP TABLE IF EXISTS read_next.{table} CASCADE")).await?;
            }
            sqlx::query("SELECT es.abandon_rebuild($1, $2)")
                .bind(self.projection.name())
                .bind(self.owner)
                .fetch_all(&mut *tx)
                .await?;
            tx.commit().await?;
            Ok::<_, RebuildError>(())
        };
        if let Err(error) = cleared.await {
            tracing::warn!(projection = self.projection.name(), %error, "rebuild.not_cleared");
        }
    }

    /// The tables in quotes.
    pub(super) fn tables(&self) -> Result<Vec<String>, RebuildError> {
        Ok(tables_of(self.projection).into_iter().map(plain).collect::<Result<_, _>>()?)
    }
}

/// Applies the events after one position up to another to the tables beside.
pub(super) async fn extend(
    conn: &mut PgConnection,
    projection: &dyn Projection,
    after: i64,
    upto: i64,
) -> Result<(), RebuildError> {
    let mut done = after;
    while done < upto {
        let end = upto.min(done + super::BATCH);
        let batch = stretch::read(conn, projection.log(), projection.streams(), done, end).await?;
        apply_in(conn, Schema::Next, projection, &batch).await?;
        done = end;
    }
    Ok(())
}
