//! Feeding read models: once each, after a crash too, and one that stops holds up no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use events::Log;
use sqlx::{Executor as _, PgPool};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{LONG, act, event, new_id, noted, onto, pool_of, until, writer};
use crate::{
    Cause, Expected, Fold, Latest, Projection, ProjectionState, Record, Role, Table, Told, projection_status, resume,
    run_projections, wait_for,
};

/// Counts the events of each stream; adding, so that an event applied twice shows.
pub(super) struct Tally {
    pub(super) name: &'static str,
    pub(super) version: i32,
    pub(super) refuses: AtomicBool,
}

impl Tally {
    pub(super) fn new(name: &'static str) -> Arc<Self> {
        Arc::new(Self { name, version: 1, refuses: AtomicBool::new(false) })
    }
}

/// A row of either table.
#[derive(Clone, Copy, Default)]
struct Count<const OTHER: bool> {
    events: i32,
    last: i64,
}
crate::columns!(Count<false>, in "tally" by "stream_id": events, last);
crate::columns!(Count<true>, in "other" by "stream_id": events, last);

struct Counting<const OTHER: bool> {
    counts: Latest<Count<OTHER>>,
    refuses: bool,
}

impl<const OTHER: bool> Fold for Counting<OTHER>
where
    Count<OTHER>: Record,
{
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.counts]
    }
    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let event = &told.recorded;
        if event.event_type == "case.poison" && self.refuses {
            return Err("it is poison".into());
        }
        if event.event_type != "case.skipped" {
            let before = self.counts.get(event.stream_id).copied().unwrap_or_default();
            self.counts.put(event.stream_id, Count { events: before.events + 1, last: event.position });
        }
        Ok(())
    }
}

impl Projection for Tally {
    fn name(&self) -> &'static str {
        self.name
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn log(&self) -> Log {
        Log::Casework
    }
    fn streams(&self) -> &'static [&'static str] {
        &["case"]
    }
    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }
    fn fold(&self) -> Box<dyn Fold> {
        let refuses = self.refuses.load(Ordering::Relaxed);
        match self.name {
            "other" => Box::new(Counting::<true> { counts: Latest::default(), refuses }),
            _ => Box::new(Counting::<false> { counts: Latest::default(), refuses }),
        }
    }
}

/// Makes the tables of the read models, as a migration does.
pub(super) async fn tables(pool: &PgPool) {
    let sql = "BEGIN; SET LOCAL ROLE es_projector; \
               CREATE TABLE read.tally (stream_id uuid PRIMARY KEY, events integer NOT NULL, last bigint NOT NULL); \
               CREATE INDEX tally_last ON read.tally (last); \
               CREATE TABLE read.other (LIKE read.tally INCLUDING ALL); COMMIT";
    pool.execute(sqlx::raw_sql(sql)).await.unwrap();
}

pub(super) async fn counted(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT coalesce(sum(events), 0)::bigint FROM read.tally").fetch_one(pool).await.unwrap()
}

pub(super) struct Worker {
    pub(super) task: JoinHandle<()>,
    pub(super) cancel: CancellationToken,
}

pub(super) async fn work(pool: &PgPool, projections: Vec<Arc<Tally>>) -> Worker {
    let cancel = CancellationToken::new();
    let pool = pool_of(pool, Role::Projector).await;
    let projections = projections.into_iter().map(|projection| -> Arc<dyn Projection> { projection }).collect();
    Worker { task: tokio::spawn(run_projections(pool, projections, new_id(), cancel.clone())), cancel }
}

impl Worker {
    pub(super) async fn end(self) {
        self.cancel.cancel();
        self.task.await.unwrap();
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_screen_can_wait_for_what_it_wrote(pool: PgPool) {
    tables(&pool).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    let writer = writer(&pool).await;
    assert!(wait_for(&pool, "tally", 0, LONG).await.unwrap());
    for n in 1..=5 {
        let done = writer.append(noted(new_id())).await.unwrap();
        assert!(wait_for(&pool, "tally", done.last_position, LONG).await.unwrap());
        assert_eq!(counted(&pool).await, n);
    }
    assert!(!wait_for(&pool, "tally", 6, Duration::from_millis(50)).await.unwrap());
    let status = projection_status(&pool).await.unwrap();
    assert_eq!(
        (status[0].position, status[0].lag_events, &status[0].state, status[0].fed),
        (5, 0, &ProjectionState::Running, true)
    );
    worker.end().await;
    writer
        .append(act(vec![onto(new_id(), Expected::Any, vec![event("case.skipped", "{}"), event("case.noted", "{}")])]))
        .await
        .unwrap();
    let status = projection_status(&pool).await.unwrap();
    assert_eq!((status[0].lag_events, status[0].fed), (2, false));
    assert!(status[0].lag_seconds >= 0.0);
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    assert!(wait_for(&pool, "tally", 7, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 6);
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_workers_on_one_projection_apply_each_event_once(pool: PgPool) {
    tables(&pool).await;
    let (one, two) = (work(&pool, vec![Tally::new("tally")]).await, work(&pool, vec![Tally::new("tally")]).await);
    let writer = writer(&pool).await;
    for _ in 0..100 {
        writer.append(noted(new_id())).await.unwrap();
    }
    assert!(wait_for(&pool, "tally", 100, LONG).await.unwrap());
    // The one that is at work stops without a word; the other takes over, and even a third that shares nothing does no harm.
    one.task.abort();
    let three = work(&pool, vec![Tally::new("tally")]).await;
    for _ in 0..100 {
        writer.append(noted(new_id())).await.unwrap();
    }
    assert!(wait_for(&pool, "tally", 200, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 200);
    two.end().await;
    three.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_worker_whose_fence_fell_writes_nothing(pool: PgPool) {
    tables(&pool).await;
    let claim = "SELECT fence FROM es.claim_cursor('tally', 1, 1::smallint, gen_random_uuid(), '-1 s')";
    let old: i64 = sqlx::query_scalar(claim).fetch_one(&pool).await.unwrap();
    let new: i64 = sqlx::query_scalar(claim).fetch_one(&pool).await.unwrap();
    let mut conn = pool.acquire().await.unwrap();
    assert_eq!(crate::cursor::hold(&mut conn, "tally", old).await.unwrap(), None);
    assert!(!crate::cursor::advance(&mut conn, "tally", old, 9).await.unwrap());
    assert_eq!(crate::cursor::hold(&mut conn, "tally", new).await.unwrap(), Some((0, false)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn after_a_crash_between_append_and_projection_a_new_worker_goes_on(pool: PgPool) {
    tables(&pool).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    let writer = writer(&pool).await;
    let done = writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", done.last_position, LONG).await.unwrap());
    worker.task.abort();
    let _ = worker.task.await;
    let done = writer.append(noted(new_id())).await.unwrap();
    assert!(!wait_for(&pool, "tally", done.last_position, Duration::from_millis(300)).await.unwrap());
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    assert!(wait_for(&pool, "tally", done.last_position, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 2);
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_poisonous_event_stops_one_projection_there_and_no_other(pool: PgPool) {
    tables(&pool).await;
    let (tally, other) = (Tally::new("tally"), Tally::new("other"));
    tally.refuses.store(true, Ordering::Relaxed);
    let writer = writer(&pool).await;
    let stream = new_id();
    for name in ["case.noted", "case.noted", "case.poison", "case.noted"] {
        writer.append(act(vec![onto(stream, Expected::Any, vec![event(name, "{}")])])).await.unwrap();
    }
    let worker = work(&pool, vec![tally.clone(), other]).await;
    assert!(wait_for(&pool, "other", 4, LONG).await.unwrap());
    let stopped = || async {
        let status = projection_status(&pool).await.unwrap();
        status.iter().any(|one| one.projection == "tally" && matches!(one.state, ProjectionState::Stopped { .. }))
    };
    assert!(until(stopped).await);
    let status = projection_status(&pool).await.unwrap();
    let tally_status = status.iter().find(|one| one.projection == "tally").unwrap();
    assert_eq!(
        tally_status.state,
        ProjectionState::Stopped { position: 3, event_type: Some("case.poison".to_owned()), message: "it is poison".to_owned() }
    );
    assert_eq!((tally_status.position, counted(&pool).await), (2, 2), "what came before it is applied");
    assert!(!wait_for(&pool, "tally", 4, LONG).await.unwrap(), "nobody waits for a stopped one");

    let operator = pool_of(&pool, Role::Operator).await;
    tally.refuses.store(false, Ordering::Relaxed);
    assert!(resume(&operator, "tally").await.unwrap());
    assert!(wait_for(&pool, "tally", 4, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 4);
    assert!(!resume(&operator, "tally").await.unwrap());
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_hole_in_the_log_stops_a_projection_instead_of_being_stepped_over(pool: PgPool) {
    tables(&pool).await;
    let writer = writer(&pool).await;
    for _ in 0..4 {
        writer.append(noted(new_id())).await.unwrap();
    }
    let hole = "ALTER TABLE es.events_00000 DISABLE TRIGGER ALL; DELETE FROM es.events_00000 WHERE position = 3";
    pool.execute(sqlx::raw_sql(hole)).await.unwrap();
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    let stopped = || async {
        let status = projection_status(&pool).await.unwrap();
        status.iter().any(|one| matches!(one.state, ProjectionState::Stopped { position: 3, .. }))
    };
    assert!(until(stopped).await);
    assert_eq!(counted(&pool).await, 0);
    worker.end().await;
}
