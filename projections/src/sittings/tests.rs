//! A sitting in the calendar: moved, called off, and how far its minutes have come.

use sqlx::PgPool;

use super::{Minutes, Sittings, State, calendar};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sitting_is_moved_and_its_minutes_are_final_with_the_chair_and_another(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(1);
    let through = case.through_the_board();
    let begun = through.len() - 2;
    let mut lines = through.into_iter();
    world.tell([case.received(), case.scheduled(), case.forwarded(), case.taken_up()]).await;
    world.tell(lines.by_ref().take(begun)).await;
    world.feed(&Sittings, &[3]).await;
    let row = calendar(&world.pool, 10).await.unwrap().remove(0);
    assert_eq!((row.state, row.minutes, row.venue.as_str(), row.heard), (State::Closed, Minutes::Draft, "別館", 1));
    world.tell(lines.by_ref().take(1)).await;
    world.clear(&Sittings).await;
    world.feed(&Sittings, &[2]).await;
    assert_eq!(calendar(&world.pool, 10).await.unwrap()[0].minutes, Minutes::Draft, "the chair alone is not enough");
    world.tell(lines).await;
    world.clear(&Sittings).await;
    world.feed(&Sittings, &[4]).await;
    assert_eq!(calendar(&world.pool, 10).await.unwrap()[0].minutes, Minutes::Final);
    world.tell([case.minutes(2, Some(1))]).await;
    world.clear(&Sittings).await;
    world.feed(&Sittings, &[5]).await;
    assert_eq!(calendar(&world.pool, 10).await.unwrap()[0].minutes, Minutes::Draft, "a correction is approved for itself");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sitting_that_was_called_off_says_so(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(1);
    world.tell([case.received(), case.scheduled(), case.called_off()]).await;
    world.feed(&Sittings, &[1]).await;
    assert_eq!(calendar(&world.pool, 10).await.unwrap()[0].state, State::Cancelled);
}
