//! What waits, what was dropped, and how many awards were extended.

use sqlx::PgPool;

use super::{Extensions, Stage, list, waiting};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_mass_extension_waits_until_it_is_dropped_or_carried_out(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (one, other) = (CaseNo(0), CaseNo(1));
    world.tell([one.extension_proposed(), other.extension_proposed(), one.extension_approved()]).await;
    world.feed(&Extensions, &[2]).await;
    assert_eq!(waiting(&world.pool).await.unwrap(), 2);
    world.tell([other.extension_dropped(), one.extension_carried_out()]).await;
    world.clear(&Extensions).await;
    world.feed(&Extensions, &[1]).await;
    assert_eq!(waiting(&world.pool).await.unwrap(), 0);
    let rows = list(&world.pool, 10).await.unwrap();
    let mut seen: Vec<_> = rows.iter().map(|row| (row.stage, row.chosen, row.extended)).collect();
    seen.sort_unstable();
    assert_eq!(seen, [(Stage::Done, 1, Some(1)), (Stage::Dropped, 1, None)]);
}
