//! One rebuild: its row in the database, which every other process sees, and how far it has come.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use jiff::Timestamp;
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Row as _};
use uuid::Uuid;

use super::RebuildError;
use crate::apply::apply_in;
use crate::cursor::{self, lease};
use crate::parking::{self, LeftOut};
use crate::projection::{Projection, ProjectionError, Told, tables_of};
use crate::tables::{Schema, plain, run};
use crate::{read, stretch};

/// Events in one transaction while catching up.
const BATCH: i64 = 4_000;

pub(super) struct Run<'a> {
    pub(super) pool: &'a PgPool,
    pub(super) projection: &'a dyn Projection,
    id: Uuid,
    owner: Uuid,
    /// Its rows are whole already; an earlier process was interrupted later.
    pub(super) resumed: bool,
    position: AtomicI64,
    head: AtomicI64,
    event_at: AtomicI64,
    over: AtomicBool,
}

impl<'a> Run<'a> {
    /// Begins one, or goes on with one whose process ended; with `phase` only with one that waits in it.
    pub(super) async fn begin(
        pool: &'a PgPool,
        projection: &'a dyn Projection,
        owner: Uuid,
        phase: Option<&str>,
    ) -> Result<Self, RebuildError> {
        let row = sqlx::query("SELECT rebuild_id, phase, position FROM es.begin_rebuild($1, $2, $3, $4, $5, $6)")
            .bind(projection.name())
            .bind(projection.version())
            .bind(projection.log().number())
            .bind(owner)
            .bind(lease())
            .bind(phase)
            .fetch_optional(pool)
            .await?
            .ok_or(if phase.is_some() { RebuildError::NothingWaits } else { RebuildError::AlreadyRunning })?;
        let resumed = row.try_get::<&str, _>("phase")? != "folding";
        let head = read::head(pool, projection.log()).await?.position;
        let position: i64 = row.try_get("position")?;
        Ok(Self {
            pool,
            projection,
            id: row.try_get("rebuild_id")?,
            owner,
            resumed,
            position: position.into(),
            head: head.into(),
            event_at: 0.into(),
            over: false.into(),
        })
    }

    pub(super) fn position(&self) -> i64 {
        self.position.load(Ordering::Relaxed)
    }

    pub(super) fn head(&self) -> i64 {
        self.head.load(Ordering::Relaxed)
    }

    /// When the event at its position was recorded.
    pub(super) fn event_at(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.event_at.load(Ordering::Relaxed)).ok().filter(|at| *at != Timestamp::UNIX_EPOCH)
    }

    /// Its rows stand for this position now.
    pub(super) fn reached(&self, position: i64, last: Option<&Told>) {
        self.position.store(position, Ordering::Relaxed);
        if let Some(told) = last {
            self.event_at.store(told.recorded.recorded_at.as_microsecond(), Ordering::Relaxed);
        }
    }

    pub(super) async fn look_at_head(&self) -> Result<i64, RebuildError> {
        let head = read::head(self.pool, self.projection.log()).await?.position;
        self.head.store(head, Ordering::Relaxed);
        Ok(head)
    }

    /// Whether nothing more is to be said about it.
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(super) fn set_over(&self, over: bool) {
        self.over.store(over, Ordering::Relaxed);
    }

    /// Tells others how far it has come, and hears what an operator wishes.
    pub(super) async fn advance(&self, rate: Option<f64>) -> Result<String, RebuildError> {
        let wish: Option<String> = sqlx::query_scalar("SELECT es.advance_rebuild($1, $2, $3, $4, $5, $6, $7)")
            .bind(self.id)
            .bind(self.owner)
            .bind(self.position())
            .bind(self.head())
            .bind(rate)
            .bind(self.event_at().map(jiff_sqlx::Timestamp::from))
            .bind(lease())
            .fetch_one(self.pool)
            .await?;
        wish.ok_or(RebuildError::AlreadyRunning)
    }

    /// The next phase, with what the one before came to.
    pub(super) async fn turn(
        &self,
        conn: &mut PgConnection,
        phase: &str,
        tables: Option<Value>,
        differences: Option<Value>,
        error: Option<&str>,
    ) -> Result<(), RebuildError> {
        let ours: bool = sqlx::query_scalar("SELECT es.turn_rebuild($1, $2, $3, $4, $5, $6, $7)")
            .bind(self.id)
            .bind(self.owner)
            .bind(phase)
            .bind(self.position())
            .bind(tables)
            .bind(differences)
            .bind(error)
            .fetch_one(conn)
            .await?;
        if ours { Ok(()) } else { Err(RebuildError::AlreadyRunning) }
    }

    /// How long appends waited for the exchange.
    pub(super) async fn note_swap(&self, milliseconds: f64) -> Result<(), RebuildError> {
        sqlx::query("SELECT es.note_swap($1, $2)").bind(self.id).bind(milliseconds).fetch_all(self.pool).await?;
        Ok(())
    }

    /// One transaction of events.
    pub(super) async fn catch_up_some(&self, upto: i64) -> Result<(), RebuildError> {
        let end = upto.min(self.position() + BATCH);
        let mut tx = self.pool.begin().await?;
        let last = extend(&mut tx, Schema::Next, self.projection, self.position(), end).await?;
        // In the same transaction: a process that takes over goes on exactly where the rows stand.
        self.turn(&mut tx, "catching_up", None, None, None).await?;
        let moved: Option<String> = sqlx::query_scalar("SELECT es.advance_rebuild($1, $2, $3, $4, NULL, NULL, $5)")
            .bind(self.id)
            .bind(self.owner)
            .bind(end)
            .bind(self.head())
            .bind(lease())
            .fetch_one(&mut *tx)
            .await?;
        moved.ok_or(RebuildError::AlreadyRunning)?;
        tx.commit().await?;
        self.reached(end, last.as_ref());
        Ok(())
    }

    /// Name of the list of what its rows do without.
    pub(super) fn rows_of(&self) -> String {
        rows_of(self.projection, Schema::Next)
    }

    /// What its rows do without, as far as is known before the first event.
    pub(super) async fn left_out(&self) -> Result<LeftOut, RebuildError> {
        let mut conn = self.pool.acquire().await?;
        Ok(LeftOut::of(&mut conn, &self.rows_of(), 0).await?)
    }

    /// Parks the event that could not be applied, where that is the policy of the read model: its rows are built without it.
    pub(super) async fn park(&self, error: &ProjectionError) -> Result<bool, RebuildError> {
        if !error.is_about_the_event() {
            return Ok(false);
        }
        let Some(told) = parking::event_at(self.pool, self.projection.log(), error.position).await? else { return Ok(false) };
        let mut conn = self.pool.acquire().await?;
        Ok(parking::park(&mut conn, &self.rows_of(), self.projection, &told, &error.source.to_string()).await?)
    }

    /// After a run that did not finish: says why, and makes room for the next one. What cannot be cleared away now is by that.
    pub(super) async fn leave(&self, error: &RebuildError) {
        if self.is_over() {
            return;
        }
        let phase = if matches!(error, RebuildError::Cancelled) { "stopped" } else { "failed" };
        let cleared = async {
            let mut tx = self.pool.begin().await?;
            self.turn(&mut tx, phase, None, None, Some(&error.to_string())).await?;
            drop_tables(&mut tx, Schema::Next, self.projection).await?;
            tx.commit().await?;
            Ok::<_, RebuildError>(())
        };
        if let Err(error) = cleared.await {
            tracing::warn!(projection = self.projection.name(), %error, "rebuild.not_cleared");
        }
    }
}

/// Name of the list of what the rows of a schema do without.
fn rows_of(projection: &dyn Projection, schema: Schema) -> String {
    let which = match schema {
        Schema::Live => "",
        Schema::Next => cursor::NEXT,
        Schema::Kept => cursor::PREVIOUS,
    };
    format!("{}{which}", projection.name())
}

/// Applies the events after one position up to another to the tables of a schema; returns the last of them.
pub(super) async fn extend(
    conn: &mut PgConnection,
    schema: Schema,
    projection: &dyn Projection,
    after: i64,
    upto: i64,
) -> Result<Option<Told>, RebuildError> {
    let (mut done, mut last, rows_of) = (after, None, rows_of(projection, schema));
    while done < upto {
        let end = upto.min(done + BATCH);
        let mut batch = stretch::read(conn, projection.log(), projection.streams(), done, end).await?;
        let mut left = LeftOut::of(conn, &rows_of, done).await?;
        batch.retain(|told| left.admits(projection, told));
        apply_in(conn, schema, projection, &batch).await?;
        left.save(conn, &rows_of, projection).await?;
        last = batch.pop().or(last);
        done = end;
    }
    Ok(last)
}

/// The tables of a read model in quotes.
pub(super) fn quoted(projection: &dyn Projection) -> Result<Vec<String>, sqlx::Error> {
    tables_of(projection).into_iter().map(plain).collect()
}

pub(super) async fn drop_tables(conn: &mut PgConnection, schema: Schema, projection: &dyn Projection) -> Result<(), sqlx::Error> {
    for table in quoted(projection)? {
        run(conn, format!("DROP TABLE IF EXISTS {schema}.{table} CASCADE")).await?;
    }
    Ok(())
}
