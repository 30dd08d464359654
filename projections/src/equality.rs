//! For every read model: a batch gives the same rows as its events one by one, a rebuild the same as living along, and an event that
//! cannot be applied stops at its position.

use std::time::Duration;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::testing::{CaseNo, World, id, mixed};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_batch_gives_the_same_rows_as_its_events_one_by_one(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(48)).await;
    let mut runner = TestRunner::deterministic();
    for projection in crate::all() {
        world.feed(&*projection, &[1]).await;
        let one_by_one = world.rows(&*projection).await;
        // A list stands for several cases, few awards are extended and few seals used, so these have fewer rows than there are cases.
        let few = ["transmittals", "proposals", "extensions", "seal_uses", "master_changes", "letter_releases"];
        let least = if few.contains(&projection.name()) { 6 } else { 20 };
        assert!(one_by_one.len() > least, "{} has {} rows", projection.name(), one_by_one.len());
        for _ in 0..8 {
            let sizes = proptest::collection::vec(1_usize..60, 1..6).new_tree(&mut runner).unwrap().current();
            world.clear(&*projection).await;
            world.feed(&*projection, &sizes).await;
            assert_eq!(world.rows(&*projection).await, one_by_one, "{} {sizes:?}", projection.name());
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rebuilt_equals_live(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(store::run_projections(world.pool.clone(), crate::all(), id(10, 1), stop.clone()));
    world.tell(mixed(24)).await;
    for projection in crate::all() {
        let position = store::head(&world.pool, projection.log()).await.unwrap().position;
        assert!(store::wait_for(&world.pool, projection.name(), position, Duration::from_mins(2)).await.unwrap());
        let live = world.rows(&*projection).await;
        assert!(store::differs(&world.pool, &*projection, id(10, 2)).await.unwrap().is_empty(), "{}", projection.name());
        store::rebuild(&world.pool, &[&*projection], id(10, 2), store::Wanted::PLAIN, |_| (), &stop).await.unwrap();
        assert_eq!(world.rows(&*projection).await, live, "{}", projection.name());
    }
    stop.cancel();
    running.await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_that_cannot_be_read_stops_at_its_position(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell([CaseNo(0).received()]).await;
    let poison = world.tell_broken(CaseNo(0).returned()).await;
    for name in ["worklist", "case_history"] {
        let projection = crate::by_name(name).unwrap();
        let batch = world.handled(&*projection).await;
        let mut conn = world.pool.acquire().await.unwrap();
        let error = store::apply(&mut conn, &*projection, &batch).await.unwrap_err();
        assert_eq!(error.position, poison, "{name}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_never_began_does_not_go_on(pool: PgPool) {
    let mut world = World::new(&pool).await;
    for (name, line) in [("worklist", CaseNo(3).forwarded()), ("ledger", CaseNo(4).issued())] {
        let position = world.tell([line]).await;
        let projection = crate::by_name(name).unwrap();
        let batch = world.handled(&*projection).await;
        let mut conn = world.pool.acquire().await.unwrap();
        assert_eq!(store::apply(&mut conn, &*projection, &batch).await.unwrap_err().position, position, "{name}");
    }
}
