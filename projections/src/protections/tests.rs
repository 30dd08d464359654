//! A child is protected from the request on, through becoming a recipient, until somebody ends it.

use sqlx::PgPool;

use super::{Protections, among};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_protection_follows_the_child_into_the_ledger_and_ends(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (child, other) = (CaseNo(0), CaseNo(1));
    world.tell([child.received(), other.received(), child.protected()]).await;
    world.feed(&Protections, &[1]).await;
    let both = [child.application().0, other.application().0];
    let found = among(&world.pool, &both).await.unwrap();
    assert_eq!((found.len(), found[0].application, found[0].recipient), (1, child.application(), None));
    assert!(found[0].is_of(child.application().0) && !found[0].is_of(other.application().0));

    world.tell(child.approved()).await;
    world.clear(&Protections).await;
    world.feed(&Protections, &[2]).await;
    let found = among(&world.pool, &[child.recipient().0]).await.unwrap();
    assert_eq!(found[0].recipient, Some(child.recipient()), "whoever looks at the recipient finds it");

    world.tell([child.protected_no_longer()]).await;
    world.clear(&Protections).await;
    world.feed(&Protections, &[7]).await;
    assert!(among(&world.pool, &[child.recipient().0, child.application().0]).await.unwrap().is_empty());
}
