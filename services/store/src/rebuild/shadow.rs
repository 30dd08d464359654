//! The tables beside the live ones. The only place where SQL is put together at run time: out of table names, which are checked to be
//! plain words.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "table names are put into statements here and nowhere else"
)]

use sqlx::{AssertSqlSafe, Executor as _, PgConnection, PgPool};
use uuid::Uuid;

use super::RebuildError;
use crate::cursor::lease;
use crate::projection::Projection;
use crate::read;
use crate::writer::plain_text;

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

    /// Empty tables like the live ones; what an earlier run left is dropped.
    pub(super) async fn create(&self) -> Result<(), RebuildError> {
        let mut tx = self.pool.begin().await?;
        for table in self.tables()? {
            run(&mut tx, format!("DROP TABLE IF EXISTS read_next.{table} CASCADE")).await?;
            run(&mut tx, format!("CREATE TABLE read_next.{table} (LIKE read.{table} INCLUDING ALL)")).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// One transaction of events, up to a position.
    pub(super) async fn extend(&mut self, upto: i64) -> Result<(), RebuildError> {
        let mut tx = self.pool.begin().await?;
        apply(&mut tx, self.projection, self.position, upto).await?;
        let ours: bool = sqlx::query_scalar("SELECT es.advance_rebuild($1, $2, $3, $4)")
            .bind(self.projection.name())
            .bind(self.owner)
            .bind(upto)
            .bind(lease())
            .fetch_one(&mut *tx)
            .await?;
        if !ours {
            return Err(RebuildError::AlreadyRunning);
        }
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
        apply(&mut tx, self.projection, self.position, head).await?;
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

    /// The tables in quotes, each checked to be a plain word.
    pub(super) fn tables(&self) -> Result<Vec<String>, RebuildError> {
        self.projection
            .tables()
            .iter()
            .map(|name| {
                let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
                plain.then(|| format!("\"{name}\"")).ok_or_else(|| sqlx::Error::Protocol(format!("no table name: {name}")).into())
            })
            .collect()
    }
}

/// Applies the events after one position up to another to the tables beside.
pub(super) async fn apply(
    conn: &mut PgConnection,
    projection: &dyn Projection,
    after: i64,
    upto: i64,
) -> Result<(), RebuildError> {
    // Not `read`: a table that is not on the list is missed here, not written in the live schema.
    conn.execute("SET LOCAL search_path = read_next, es").await?;
    let mut done = after;
    while done < upto {
        let page = read::page(&mut *conn, projection.log(), done, (upto - done).min(super::BATCH)).await?;
        let last = page.last().map_or(done, |event| event.position);
        if i64::try_from(page.len()).unwrap_or(i64::MAX) != (upto - done).min(super::BATCH) {
            return Err(RebuildError::Hole(last));
        }
        let batch: Vec<_> = page.into_iter().filter(|event| projection.handles(&event.event_type)).collect();
        if !batch.is_empty() {
            projection.apply(conn, &batch).await?;
        }
        done = last;
    }
    Ok(())
}

/// Runs a statement put together here.
pub(super) async fn run(conn: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    conn.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop).inspect_err(|error| {
        tracing::debug!(error = plain_text(error), "rebuild.statement");
    })
}
