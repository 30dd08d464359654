//! R-ES-5: an event that cannot be applied waits by itself, with what touches the same rows; everything else goes on, live and rebuilt.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sqlx::{Executor as _, PgPool};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::projections::{Tally, counted, tables, work};
use super::{LONG, act, event, new_id, onto, pool_of, until, writer};
use crate::{
    Expected, Left, OnPoison, ProjectionState, RebuildError, Role, Tried, Wanted, differs, left_out, projection_status, rebuild,
    rebuild_keys, retry, roll_back, set_on_poison, skip, wait_for,
};

const REVIEWED: Wanted = Wanted { compare: true, review: true, ..Wanted::PLAIN };

/// Two streams; the third event, of the first one, is poison. The worker has parked it and stands at the end.
async fn parked(pool: &PgPool) -> (Arc<Tally>, Uuid, Uuid) {
    tables(pool).await;
    let tally = Tally::new("tally");
    tally.refuses.store(true, Ordering::Relaxed);
    let (sick, well) = (new_id(), new_id());
    let writer = writer(pool).await;
    for (stream, name) in [(sick, "noted"), (well, "noted"), (sick, "poison"), (sick, "noted"), (well, "noted"), (sick, "noted")]
    {
        let name = if name == "poison" { "case.poison" } else { "case.noted" };
        writer.append(act(vec![onto(stream, Expected::Any, vec![event(name, "{}")])])).await.unwrap();
    }
    let worker = work(pool, vec![tally.clone()]).await;
    let operator = pool_of(pool, Role::Operator).await;
    assert!(until(|| async { set_on_poison(&operator, "tally", OnPoison::Park).await.unwrap() }).await);
    assert!(until(|| async { wait_for(pool, "tally", 6, LONG).await.unwrap() }).await);
    worker.end().await;
    (tally, sick, well)
}

async fn rows(pool: &PgPool) -> Vec<(Uuid, i32, i64)> {
    sqlx::query_as("SELECT stream_id, events, last FROM read.tally ORDER BY 1").fetch_all(pool).await.unwrap()
}

async fn states(pool: &PgPool) -> Vec<(i64, Left)> {
    left_out(pool).await.unwrap().into_iter().map(|one| (one.position, one.state)).collect()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_parked_event_holds_up_its_own_stream_only_and_is_made_up_for_in_order(pool: PgPool) {
    let (tally, sick, well) = parked(&pool).await;
    assert_eq!(rows(&pool).await, [(sick, 1, 1), (well, 2, 5)]);
    let status = projection_status(&pool).await.unwrap().remove(0);
    assert_eq!((status.state, status.position, status.on_poison), (ProjectionState::Running, 6, OnPoison::Park));
    assert_eq!((status.parked, status.waiting, status.skipped), (1, 2, 0));
    let listed = left_out(&pool).await.unwrap();
    assert_eq!((listed[0].error.as_deref(), listed[0].told, listed.len()), (Some("it is poison"), false, 1));

    let projector = pool_of(&pool, Role::Projector).await;
    assert_eq!(retry(&projector, &*tally).await.unwrap(), Tried { parked: vec![3], ..Tried::default() });
    assert_eq!(rows(&pool).await, [(sick, 1, 1), (well, 2, 5)], "nothing has changed");
    tally.refuses.store(false, Ordering::Relaxed);
    // A worker that starts tries by itself.
    let worker = work(&pool, vec![tally.clone()]).await;
    assert!(until(|| async { counted(&pool).await == 6 }).await);
    worker.end().await;
    assert_eq!(rows(&pool).await, [(sick, 4, 6), (well, 2, 5)]);
    assert_eq!(states(&pool).await, [(3, Left::Released)]);
    assert_eq!(differs(&projector, &*tally, new_id()).await.unwrap(), []);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_skipped_event_stays_skipped_in_rebuilds_swaps_and_roll_backs(pool: PgPool) {
    let (tally, sick, well) = parked(&pool).await;
    let projector = pool_of(&pool, Role::Projector).await;
    assert_eq!(differs(&projector, &*tally, new_id()).await.unwrap(), [], "rebuilt rows wait for the same");
    assert_eq!(skip(&projector, &*tally, 4).await.unwrap(), None, "only what is parked is skipped");
    let tried = skip(&projector, &*tally, 3).await.unwrap().unwrap();
    assert_eq!((tried.followed, tried.parked.len()), (2, 0));
    assert_eq!(rows(&pool).await, [(sick, 3, 6), (well, 2, 5)]);

    // Also by a program that could apply it.
    tally.refuses.store(false, Ordering::Relaxed);
    assert_eq!(differs(&projector, &*tally, new_id()).await.unwrap(), []);
    let built = rebuild(&projector, &[&*tally], new_id(), REVIEWED, |_| (), &CancellationToken::new()).await.unwrap();
    assert_eq!((built[0].differences.as_deref(), built[0].left_out.as_slice()), (Some([].as_slice()), [3].as_slice()));
    assert_eq!((rows(&pool).await, states(&pool).await), (vec![(sick, 3, 6), (well, 2, 5)], vec![(3, Left::Skipped)]));
    roll_back(&projector, &*tally, LONG).await.unwrap();
    assert_eq!((counted(&pool).await, states(&pool).await), (5, vec![(3, Left::Skipped)]));
    assert_eq!(rebuild_keys(&projector, &*tally, &[sick]).await.unwrap().events, 3);

    // The comparison is no empty ceremony: without the list the rebuilt rows have the event.
    pool.execute("DELETE FROM es.left_out").await.unwrap();
    let found = differs(&projector, &*tally, new_id()).await.unwrap();
    assert_eq!((found.len(), found[0].changed), (1, 1));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_only_the_new_code_cannot_apply_is_parked_in_the_new_rows_and_shown_as_a_difference(pool: PgPool) {
    let (tally, sick, well) = parked(&pool).await;
    let projector = pool_of(&pool, Role::Projector).await;
    tally.refuses.store(false, Ordering::Relaxed);
    retry(&projector, &*tally).await.unwrap();
    assert_eq!(counted(&pool).await, 6);
    tally.refuses.store(true, Ordering::Relaxed);
    let built = rebuild(&projector, &[&*tally], new_id(), REVIEWED, |_| (), &CancellationToken::new()).await.unwrap();
    assert_eq!(built[0].swap_ms, None, "it waits for somebody to decide");
    assert_eq!((built[0].differences.as_ref().unwrap()[0].changed, built[0].left_out.as_slice()), (1, [3].as_slice()));
    assert!(matches!(retry(&projector, &*tally).await, Err(RebuildError::AlreadyRunning)));
    let decided = Wanted { decided: true, ..REVIEWED };
    rebuild(&projector, &[&*tally], new_id(), decided, |_| (), &CancellationToken::new()).await.unwrap();
    assert_eq!((rows(&pool).await, states(&pool).await), (vec![(sick, 1, 1), (well, 2, 5)], vec![(3, Left::Parked)]));

    // Without the policy it fails and leaves everything as it was.
    let operator = pool_of(&pool, Role::Operator).await;
    pool.execute("DELETE FROM es.left_out").await.unwrap();
    assert!(set_on_poison(&operator, "tally", OnPoison::Stop).await.unwrap());
    let refused = rebuild(&projector, &[&*tally], new_id(), REVIEWED, |_| (), &CancellationToken::new()).await;
    assert!(matches!(refused, Err(RebuildError::Event(error)) if error.position == 3));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_policy_that_changes_while_a_worker_stops_is_heard(pool: PgPool) {
    tables(&pool).await;
    let tally = Tally::new("tally");
    tally.refuses.store(true, Ordering::Relaxed);
    let writer = writer(&pool).await;
    let worker = work(&pool, vec![tally]).await;
    let operator = pool_of(&pool, Role::Operator).await;
    assert!(wait_for(&pool, "tally", 0, LONG).await.unwrap());
    for round in 1..=16 {
        assert!(set_on_poison(&operator, "tally", OnPoison::Stop).await.unwrap());
        writer.append(act(vec![onto(new_id(), Expected::Any, vec![event("case.poison", "{}")])])).await.unwrap();
        // Each time a little later: before it is read, between reading and stopping, after it has stopped.
        tokio::time::sleep(Duration::from_micros(6_000 + 500 * u64::try_from(round).unwrap())).await;
        assert!(set_on_poison(&operator, "tally", OnPoison::Park).await.unwrap());
        let parked = || async { projection_status(&pool).await.unwrap()[0].parked == round };
        assert!(until(parked).await, "round {round}");
    }
    worker.end().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_release_that_reads_nothing_stops_after_a_few(pool: PgPool) {
    tables(&pool).await;
    let tally = Tally::new("tally");
    tally.refuses.store(true, Ordering::Relaxed);
    let writer = writer(&pool).await;
    for _ in 0..25 {
        writer.append(act(vec![onto(new_id(), Expected::Any, vec![event("case.poison", "{}")])])).await.unwrap();
    }
    let worker = work(&pool, vec![tally]).await;
    let operator = pool_of(&pool, Role::Operator).await;
    assert!(until(|| async { set_on_poison(&operator, "tally", OnPoison::Park).await.unwrap() }).await);
    let stopped = || async {
        let status = projection_status(&pool).await.unwrap();
        matches!(status[0].state, ProjectionState::Stopped { position: 21, .. }) && status[0].parked == 20
    };
    assert!(until(stopped).await);
    worker.end().await;
}
