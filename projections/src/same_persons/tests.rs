//! A link is found from both its ends, and undone at both.

use sqlx::PgPool;

use super::{Link, SamePersons, of};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_link_is_found_from_both_ends_until_it_is_undone(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (away, main) = (CaseNo(0), CaseNo(1));
    let linked_at = world.tell([away.linked()]).await;
    world.feed(&SamePersons, &[1]).await;
    let link = Link { recipient: away.recipient(), with: main.recipient() };
    for end in [away, main] {
        assert_eq!(of(&world.pool, end.recipient(), None).await.unwrap(), [link]);
    }
    assert!(of(&world.pool, CaseNo(2).recipient(), None).await.unwrap().is_empty());

    world.tell([away.unlinked()]).await;
    world.clear(&SamePersons).await;
    world.feed(&SamePersons, &[2]).await;
    for end in [away, main] {
        assert!(of(&world.pool, end.recipient(), None).await.unwrap().is_empty(), "undone");
        assert_eq!(of(&world.pool, end.recipient(), Some(linked_at)).await.unwrap(), [link], "as it was known then");
    }
}
