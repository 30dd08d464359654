//! Building anew while everybody goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use sqlx::{Executor as _, PgPool};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::projections::{Tally, counted, tables, work};
use super::{new_id, noted, pool_of, until, writer};
use crate::{ProjectionState, RebuildError, Role, differs, projection_status, rebuild, wait_for};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rebuilt_under_appends_equals_live_and_every_read_is_complete(pool: PgPool) {
    tables(&pool).await;
    let worker = work(&pool, vec![Tally::new("tally")]).await;
    let writer = writer(&pool).await;
    let streams: Vec<Uuid> = (0..20).map(|_| new_id()).collect();
    for n in 0..600 {
        writer.append(noted(streams[n % 20])).await.unwrap();
    }
    assert!(wait_for(&pool, "tally", 600, Duration::from_secs(20)).await.unwrap());

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
            rebuild(&projector, &*Tally::new("tally"), new_id(), |p| told.push(p), &CancellationToken::new()).await.unwrap();
        assert!(built.position >= 600);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.store(true, Ordering::Relaxed);
    appending.await.unwrap();
    reading.await.unwrap();
    assert!(told.iter().any(|p| p.position == 0) && told.iter().any(|p| p.position > 0));
    assert!(reads.load(Ordering::Relaxed) > 10 && appended.load(Ordering::Relaxed) > 610, "nothing went on beside the rebuild");

    let all = appended.load(Ordering::Relaxed);
    assert!(wait_for(&pool, "tally", all, Duration::from_secs(20)).await.unwrap());
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
    assert!(wait_for(&pool, "tally", 10, Duration::from_secs(20)).await.unwrap());
    pool.execute("UPDATE read.tally SET events = 100 WHERE last = 4").await.unwrap();
    pool.execute("DELETE FROM read.tally WHERE last = 5").await.unwrap();
    let projector = pool_of(&pool, Role::Projector).await;
    let tally = Tally::new("tally");
    let found = differs(&projector, &*tally, new_id()).await.unwrap();
    assert_eq!(found.iter().map(|d| (d.table, d.only_live, d.only_rebuilt)).collect::<Vec<_>>(), [("tally", 1, 2)]);
    rebuild(&projector, &*tally, new_id(), |_| (), &CancellationToken::new()).await.unwrap();
    assert_eq!(differs(&projector, &*tally, new_id()).await.unwrap(), []);
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 11, Duration::from_secs(20)).await.unwrap());
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
    assert!(wait_for(&pool, "tally", 5, Duration::from_secs(20)).await.unwrap());
    let projector = pool_of(&pool, Role::Projector).await;
    let tally = Tally::new("tally");

    let cancelled = CancellationToken::new();
    cancelled.cancel();
    let result = rebuild(&projector, &*tally, new_id(), |_| (), &cancelled).await;
    assert!(matches!(result, Err(RebuildError::Cancelled)));

    let poison = super::act(vec![super::onto(new_id(), crate::Expected::Any, vec![super::event("case.poison", "{}")])]);
    writer.append(poison).await.unwrap();
    let refusing = Tally::new("tally");
    refusing.refuses.store(true, Ordering::Relaxed);
    let result = rebuild(&projector, &*refusing, new_id(), |_| (), &CancellationToken::new()).await;
    assert!(matches!(result, Err(RebuildError::Event(error)) if error.position == 6));

    // Killed: its tables lie about and its lease still runs.
    pool.execute(sqlx::raw_sql(
        "SET ROLE es_projector; CREATE TABLE read_next.tally (rubbish integer); RESET ROLE; \
         SELECT es.begin_rebuild('tally', 1, 1::smallint, gen_random_uuid(), '2 s')",
    ))
    .await
    .unwrap();
    let result = rebuild(&projector, &*tally, new_id(), |_| (), &CancellationToken::new()).await;
    assert!(matches!(result, Err(RebuildError::AlreadyRunning)));
    let rebuilding = projection_status(&pool).await.unwrap();
    assert!(matches!(rebuilding[0].state, ProjectionState::Rebuilding { .. }));
    let free = || async { rebuild(&projector, &*tally, new_id(), |_| (), &CancellationToken::new()).await.is_ok() };
    assert!(until(free).await);
    assert!(wait_for(&pool, "tally", 6, Duration::from_secs(20)).await.unwrap());
    assert_eq!(counted(&pool).await, 6);
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_version_is_built_by_the_worker_itself_and_an_old_program_keeps_away(pool: PgPool) {
    tables(&pool).await;
    let writer = writer(&pool).await;
    let old = work(&pool, vec![Tally::new("tally")]).await;
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 1, Duration::from_secs(20)).await.unwrap());
    let new = work(&pool, vec![Arc::new(Tally { name: "tally", version: 2, refuses: AtomicBool::new(false) })]).await;
    let renewed = || async { projection_status(&pool).await.unwrap()[0].version == 2 };
    assert!(until(renewed).await);
    writer.append(noted(new_id())).await.unwrap();
    assert!(wait_for(&pool, "tally", 2, Duration::from_secs(20)).await.unwrap());
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
    assert!(wait_for(&pool, "tally", 1, Duration::from_secs(20)).await.unwrap());
    let projector = pool_of(&pool, Role::Projector).await;
    let mut reader = pool.begin().await.unwrap();
    reader.execute("SELECT * FROM read.tally").await.unwrap();
    let building =
        tokio::spawn(
            async move { rebuild(&projector, &*Tally::new("tally"), new_id(), |_| (), &CancellationToken::new()).await },
        );
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(!building.is_finished());
    writer.append(noted(new_id())).await.unwrap();
    let still: i64 = sqlx::query_scalar("SELECT count(*) FROM read.tally").fetch_one(&mut *reader).await.unwrap();
    assert!(still >= 1);
    reader.rollback().await.unwrap();
    assert!(building.await.unwrap().is_ok());
    worker.end().await;
}
