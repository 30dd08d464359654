//! A letter goes out, comes back, goes out again.

use sqlx::PgPool;

use super::{LetterFilter, LetterState, Letters, counts, page, unsettled};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_letter_is_where_its_last_event_says(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (one, other) = (CaseNo(0), CaseNo(1));
    let [made, posted, returned, checked] = one.letter_in_the_post();
    let [waiting, ..] = other.letter_in_the_post();
    world.tell([made, posted, returned, waiting]).await;
    world.feed(&Letters, &[1]).await;
    let of = async |state| page(&world.pool, LetterFilter { state, kind: None }, None, 10).await.unwrap();
    let returned = of(Some(LetterState::Returned)).await;
    assert_eq!(returned.len(), 1);
    assert!(returned[0].ground.is_some() && returned[0].tracking.is_some() && returned[0].returned_on.is_some());
    assert_eq!(of(Some(LetterState::ToPost)).await.len(), 1);
    let all = of(None).await;
    let rest = page(&world.pool, LetterFilter::default(), Some(all[0].position), 10).await.unwrap();
    assert_eq!(rest, all[1..], "pages go on where they stopped");
    let counted: i64 = counts(&world.pool, None).await.unwrap().into_iter().map(|(_, letters)| letters).sum();
    assert_eq!(counted, 2);
    world.tell([checked]).await;
    world.clear(&Letters).await;
    world.feed(&Letters, &[2]).await;
    let again = page(&world.pool, LetterFilter { state: Some(LetterState::ToPost), kind: None }, None, 10).await.unwrap();
    assert_eq!(again.iter().map(|row| row.dispatches).max(), Some(1), "it went out once and waits to go out again");
    let unsettled = unsettled(&world.pool, None, 10).await.unwrap();
    assert_eq!(unsettled.len(), 1, "until it has gone out again; the letter that never went out is no such one");
    assert_eq!(again.len(), 2, "the address was made sure of");
}
