//! Building anew while everybody goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use events::Log;
use sqlx::{Executor as _, PgPool};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::projections::{Tally, counted, tables, work};
use super::{LONG, new_id, noted, pool_of, until, writer};
use crate::{
    Cause, Fold, Projection, ProjectionState, RebuildError, Role, Told, Wanted, Wish, differs, plan, projection_status, rebuild,
    rebuild_keys, resume, roll_back, wait_for, wish,
};

/// Compared, and exchanged whatever comes out.
const COMPARED: Wanted = Wanted { compare: true, ..Wanted::PLAIN };

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rebuilt_under_appends_equals_live_and_every_read_is_complete(pool: PgPool) {
    tables(&pool).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    let writer = writer(&pool).await;
    let streams: Vec<Uuid> = (0..20).map(|_| new_id()).collect();
    for n in 0..600 {
        writer.append(noted(streams[n % 20])).await.unwrap();
    }
    assert!(wait_for(&pool, "tally", 600, LONG).await.unwrap());

    let (stop, appended, reads) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(600)), Arc::new(AtomicI64::new(0)));
    let appending = tokio::spawn({
        let (stop, appended) = (stop.clone(), appended.clone());
        async move {
            let mut n = 0;
            while !stop.load(Ordering::Relaxed) {
                writer.append(noted(streams[n % 20])).await.unwrap();
                appended.fetch_add(1, Ordering::Relaxed);
                n += 1;
            }
        }
    });
    let reading = tokio::spawn({
        let (stop, reads, pool) = (stop.clone(), reads.clone(), pool_of(&pool, Role::Writer).await);
        async move {
            let mut seen = 600;
            while !stop.load(Ordering::Relaxed) {
                let now = counted(&pool).await;
                assert!(now >= seen, "a read saw {now} after {seen}");
                seen = now;
                reads.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let projector = pool_of(&pool, Role::Projector).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        let built =
            rebuild(&projector, &[&*Tally::new("tally")], new_id(), COMPARED, |p| told.push(p), &CancellationToken::new())
                .await
                .unwrap();
        assert!(built[0].position >= 600 && built[0].differences.as_ref().is_none_or(Vec::is_empty), "{built:?}");
        assert!(built[0].swap_ms.is_some_and(|ms| ms > 0.0));
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.store(true, Ordering::Relaxed);
    appending.await.unwrap();
    reading.await.unwrap();
    assert!(!told.is_empty() && told.iter().all(|p| p.projection == "tally"));
    assert!(reads.load(Ordering::Relaxed) > 10 && appended.load(Ordering::Relaxed) > 610, "nothing went on beside the rebuild");

    let all = appended.load(Ordering::Relaxed);
    assert!(wait_for(&pool, "tally", all, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, all);
    assert_eq!(differs(&projector, &*Tally::new("tally"), new_id()).await.unwrap(), []);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM read_prev.tally").fetch_one(&pool).await.unwrap();
    assert_eq!(kept, 20);
    let indexes: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_indexes WHERE schemaname = 'read' AND tablename = 'tally'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(indexes, 2);
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_wrong_row_is_found_and_a_rebuild_puts_it_right(pool: PgPool) {
    tables(&pool).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    let writer = writer(&pool).await;
    for _ in 0..10 {
        writer.append(noted(new_id())).await.unwrap();
    }
    assert!(wait_for(&pool, "tally", 10, LONG).await.unwrap());
    pool.execute("UPDATE read.tally SET events = 100 WHERE last = 4").await.unwrap();
    pool.execute("DELETE FROM read.tally WHERE last = 5").await.unwrap();
    let projector = pool_of(&pool, Role::Projector).await;
    let tally = Tally::new("tally");
    let found = differs(&projector, &*tally, new_id()).await.unwrap();
    let found: Vec<_> =
        found.iter().map(|d| (d.table, d.only_live, d.only_rebuilt, d.changed, d.columns.clone(), d.sample.len())).collect();
    assert_eq!(found, [("tally", 1, 2, 1, vec![("events".to_owned(), 1),], 2)]);
    rebuild(&projector, &[&*tally], new_id(), Wanted::PLAIN, |_| (), &CancellationToken::new()).await.unwrap();
    assert_eq!(differs(&projector, &*tally, new_id()).await.unwrap(), []);
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 11, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 11);
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_cancelled_a_failed_or_a_killed_rebuild_leaves_the_live_rows_and_the_next_one_runs(pool: PgPool) {
    tables(&pool).await;
    let writer = writer(&pool).await;
    for _ in 0..5 {
        writer.append(noted(new_id())).await.unwrap();
    }
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    assert!(wait_for(&pool, "tally", 5, LONG).await.unwrap());
    let projector = pool_of(&pool, Role::Projector).await;
    let tally = Tally::new("tally");

    let cancelled = CancellationToken::new();
    cancelled.cancel();
    let result = rebuild(&projector, &[&*tally], new_id(), Wanted::PLAIN, |_| (), &cancelled).await;
    assert!(matches!(result, Err(RebuildError::Cancelled)));

    let poison = super::act(vec![super::onto(new_id(), crate::Expected::Any, vec![super::event("case.poison", "{}")])]);
    writer.append(poison).await.unwrap();
    let refusing = Tally::new("tally");
    refusing.refuses.store(true, Ordering::Relaxed);
    let result = rebuild(&projector, &[&*refusing], new_id(), Wanted::PLAIN, |_| (), &CancellationToken::new()).await;
    assert!(matches!(result, Err(RebuildError::Event(error)) if error.position == 6));

    // Killed: its tables lie about and its lease still runs.
    pool.execute(sqlx::raw_sql(
        "SET ROLE es_projector; CREATE TABLE read_next.tally (rubbish integer); RESET ROLE; \
         SELECT es.begin_rebuild('tally', 1, 1::smallint, gen_random_uuid(), '2 s', NULL)",
    ))
    .await
    .unwrap();
    let result = rebuild(&projector, &[&*tally], new_id(), Wanted::PLAIN, |_| (), &CancellationToken::new()).await;
    assert!(matches!(result, Err(RebuildError::AlreadyRunning)));
    let rebuilding = projection_status(&pool).await.unwrap();
    assert!(matches!(rebuilding[0].state, ProjectionState::Rebuilding { .. }));
    let free =
        || async { rebuild(&projector, &[&*tally], new_id(), Wanted::PLAIN, |_| (), &CancellationToken::new()).await.is_ok() };
    assert!(until(free).await);
    assert!(wait_for(&pool, "tally", 6, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 6);
    worker.end().await;
}

/// A tally of the other log.
struct Elsewhere(Arc<Tally>);

impl Projection for Elsewhere {
    fn name(&self) -> &'static str {
        self.0.name()
    }
    fn version(&self) -> i32 {
        self.0.version()
    }
    fn log(&self) -> Log {
        Log::Access
    }
    fn streams(&self) -> &'static [&'static str] {
        self.0.streams()
    }
    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        self.0.keys(told)
    }
    fn fold(&self) -> Box<dyn Fold> {
        self.0.fold()
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn read_models_of_two_logs_are_not_built_in_one_pass(pool: PgPool) {
    tables(&pool).await;
    let (here, there) = (Tally::new("tally"), Elsewhere(Tally::new("elsewhere")));
    let projector = pool_of(&pool, Role::Projector).await;
    let none = CancellationToken::new();
    let both: [&dyn Projection; 2] = [&*here, &there];
    let result = rebuild(&projector, &both, new_id(), Wanted::PLAIN, |_| (), &none).await;
    assert!(matches!(result, Err(RebuildError::TwoLogs)), "{result:?}");
    // Nothing was begun that would be in the way of a rebuild of one log.
    rebuild(&projector, &both[..1], new_id(), Wanted::PLAIN, |_| (), &none).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_version_is_built_by_the_worker_itself_and_an_old_program_keeps_away(pool: PgPool) {
    tables(&pool).await;
    let writer = writer(&pool).await;
    let old = work(&pool, vec![Tally::new("tally")]).await;
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 1, LONG).await.unwrap());
    let new = work(&pool, vec![Arc::new(Tally { name: "tally", version: 2, refuses: AtomicBool::new(false) })]).await;
    let renewed = || async { projection_status(&pool).await.unwrap()[0].version == 2 };
    assert!(until(renewed).await);
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 2, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 2);
    old.end().await;
    new.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_reader_in_the_way_delays_the_exchange_and_is_not_broken_off(pool: PgPool) {
    tables(&pool).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    let writer = writer(&pool).await;
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 1, LONG).await.unwrap());
    let projector = pool_of(&pool, Role::Projector).await;
    let mut reader = pool.begin().await.unwrap();
    reader.execute("SELECT * FROM read.tally").await.unwrap();
    let building = tokio::spawn(async move {
        rebuild(&projector, &[&*Tally::new("tally")], new_id(), Wanted::PLAIN, |_| (), &CancellationToken::new()).await
    });
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(!building.is_finished());
    writer.append(noted(new_id())).await.unwrap();
    let still: i64 = sqlx::query_scalar("SELECT count(*) FROM read.tally").fetch_one(&mut *reader).await.unwrap();
    assert!(still >= 1);
    reader.rollback().await.unwrap();
    assert!(building.await.unwrap().is_ok());
    worker.end().await;
}

async fn one_of_each(pool: &PgPool, events: usize) -> (crate::Writer, Vec<Uuid>) {
    tables(pool).await;
    let writer = writer(pool).await;
    let streams: Vec<Uuid> = (0..events).map(|_| new_id()).collect();
    for stream in &streams {
        writer.append(noted(*stream)).await.unwrap();
    }
    (writer, streams)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn differing_rows_wait_for_a_decision_and_an_exchange_can_be_undone(pool: PgPool) {
    let (writer, _) = one_of_each(&pool, 10).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    assert!(wait_for(&pool, "tally", 10, LONG).await.unwrap());
    pool.execute("UPDATE read.tally SET events = 100 WHERE last = 4").await.unwrap();
    let (projector, operator) = (pool_of(&pool, Role::Projector).await, pool_of(&pool, Role::Operator).await);
    let tally = Tally::new("tally");
    let reviewed = Wanted { review: true, ..COMPARED };
    let none = CancellationToken::new();
    let built = rebuild(&projector, &[&*tally], new_id(), reviewed, |_| (), &none).await.unwrap();
    assert_eq!((built[0].swap_ms, built[0].differences.as_ref().unwrap().len()), (None, 1));
    assert_eq!(counted(&pool).await, 109, "nothing is exchanged yet");
    let status = projection_status(&pool).await.unwrap();
    let waiting = status[0].rebuild.as_ref().unwrap();
    assert_eq!((waiting.phase.as_str(), waiting.at_work, waiting.differences.is_some()), ("review", false, true));

    // Life goes on, somebody verifies, and somebody decides.
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 11, LONG).await.unwrap());
    assert_eq!(differs(&projector, &*tally, new_id()).await.unwrap().len(), 1);
    let decided = Wanted { decided: true, ..COMPARED };
    let swapped = rebuild(&projector, &[&*tally], new_id(), decided, |_| (), &none).await.unwrap();
    assert_eq!((swapped[0].position, counted(&pool).await), (11, 11));
    let again = rebuild(&projector, &[&*tally], new_id(), decided, |_| (), &none).await;
    assert!(matches!(again, Err(RebuildError::NothingWaits)));

    // The rows from before are kept and fed, and come back with everything that happened since.
    let done = writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", done.last_position, LONG).await.unwrap());
    let fed = || async { projection_status(&pool).await.unwrap()[0].previous.as_ref().is_some_and(|kept| kept.position == 12) };
    assert!(until(fed).await, "the kept rows are fed");
    let back = roll_back(&projector, &*tally, Wanted::PLAIN.keep).await.unwrap();
    assert_eq!((back.position, counted(&pool).await), (12, 12 + 99));
    let done = writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", done.last_position, LONG).await.unwrap());
    assert_eq!(counted(&pool).await, 13 + 99);
    // And forward again.
    roll_back(&projector, &*tally, Duration::ZERO).await.unwrap();
    assert_eq!(counted(&pool).await, 13);
    let gone = || async { projection_status(&pool).await.unwrap()[0].previous.is_none() };
    worker.end().await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    assert!(until(gone).await, "its time is over");
    assert!(matches!(roll_back(&projector, &*tally, Duration::ZERO).await, Err(RebuildError::NothingKept)));
    assert!(!wish(&operator, "tally", Wish::Stop).await.unwrap() && !resume(&operator, "tally").await.unwrap());
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_killed_process_is_taken_over_where_its_tables_stand(pool: PgPool) {
    let (writer, _) = one_of_each(&pool, 5).await;
    let projector = pool_of(&pool, Role::Projector).await;
    let tally = Tally::new("tally");
    let none = CancellationToken::new();
    let reviewed = Wanted { review: true, ..COMPARED };
    // The first rows have none to differ from; those that differ wait.
    let first = rebuild(&projector, &[&*tally], new_id(), reviewed, |_| (), &none).await.unwrap();
    assert!(first[0].differences.is_none() && first[0].swap_ms.is_some());
    pool.execute("UPDATE read.tally SET events = 100 WHERE last = 4").await.unwrap();
    let built = rebuild(&projector, &[&*tally], new_id(), reviewed, |_| (), &none).await.unwrap();
    assert_eq!((built[0].differences.as_ref().map(Vec::len), built[0].swap_ms), (Some(1), None));
    // As if its process had been killed while catching up.
    pool.execute("UPDATE es.rebuilds SET phase = 'catching_up', owner = gen_random_uuid(), lease_until = now() - interval '1 s'")
        .await
        .unwrap();
    for _ in 0..3 {
        writer.append(noted(new_id())).await.unwrap();
    }
    let resumed = rebuild(&projector, &[&*tally], new_id(), Wanted::PLAIN, |_| (), &none).await.unwrap();
    assert_eq!((resumed[0].tables.len(), resumed[0].position, counted(&pool).await), (0, 8, 8), "nothing was folded again");
    // While it folded, nothing was saved: the next begins anew, and the record of the first stays.
    pool.execute(
        "INSERT INTO es.rebuilds (projection, version, phase, owner, lease_until) VALUES ('tally', 1, 'folding', gen_random_uuid(), now())",
    )
    .await
    .unwrap();
    let anew = rebuild(&projector, &[&*tally], new_id(), Wanted::PLAIN, |_| (), &none).await.unwrap();
    assert_eq!(anew[0].tables, [("tally", 8)]);
    let failed: i64 =
        sqlx::query_scalar("SELECT count(*) FROM es.rebuilds WHERE phase = 'failed'").fetch_one(&pool).await.unwrap();
    assert_eq!(failed, 1);
    assert!(plan(&pool, &*tally).await.unwrap().last_rate.is_some_and(|rate| rate > 0.0));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_operator_pauses_and_stops_the_one_that_is_at_work(pool: PgPool) {
    let (_, _) = one_of_each(&pool, 5).await;
    let (projector, operator) = (pool_of(&pool, Role::Projector).await, pool_of(&pool, Role::Operator).await);
    // A reader is in the way, so that it lasts.
    let mut reader = pool.begin().await.unwrap();
    reader.execute("SELECT * FROM read.tally").await.unwrap();
    let building = tokio::spawn(async move {
        let mut paused = 0;
        let tally = Tally::new("tally");
        let told = |progress: crate::Progress| paused += i32::from(progress.paused);
        let result = rebuild(&projector, &[&*tally], new_id(), Wanted::PLAIN, told, &CancellationToken::new()).await;
        (result, paused)
    });
    let wished = || async { wish(&operator, "tally", Wish::Pause).await.unwrap() };
    assert!(until(wished).await);
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(!building.is_finished());
    assert!(wish(&operator, "tally", Wish::Stop).await.unwrap());
    let (result, paused) = building.await.unwrap();
    assert!(matches!(result, Err(RebuildError::Cancelled)), "{result:?}");
    assert!(paused > 0);
    let status = projection_status(&pool).await.unwrap();
    assert_eq!(status[0].rebuild.as_ref().unwrap().phase, "stopped");
    reader.rollback().await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_rows_of_one_key_are_built_anew_and_no_others(pool: PgPool) {
    let (_, streams) = one_of_each(&pool, 6).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    assert!(wait_for(&pool, "tally", 6, LONG).await.unwrap());
    pool.execute("UPDATE read.tally SET events = 100").await.unwrap();
    let projector = pool_of(&pool, Role::Projector).await;
    let built = rebuild_keys(&projector, &*Tally::new("tally"), &streams[..1]).await.unwrap();
    assert_eq!((built.keys, built.events, built.position), (vec![streams[0]], 1, 6));
    assert_eq!(counted(&pool).await, 1 + 500);
    worker.end().await;
}
