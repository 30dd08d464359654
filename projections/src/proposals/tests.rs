//! What a deputy did waits for its post, through the decision and until it was looked over.

use events::StaffRole;
use sqlx::PgPool;

use super::{Proposals, unseen};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_deputy_did_waits_for_its_post(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (stood_in, own) = (CaseNo(0), CaseNo(1));
    for case in [stood_in, own] {
        world.tell([case.received(), case.forwarded(), case.taken_up(), case.examined(), case.proposed()]).await;
    }
    world.tell([stood_in.stood_in(), own.endorsed()]).await;
    world.tell(stood_in.approved()).await;
    world.feed(&Proposals, &[3]).await;
    let (waiting, all) = unseen(&world.pool, Some(StaffRole::BoardClerk), 10).await.unwrap();
    assert_eq!((waiting.len(), all), (1, 1));
    assert_eq!((waiting[0].application, waiting[0].posts.as_slice()), (stood_in.application(), &[StaffRole::BoardClerk][..]));
    assert_eq!(waiting[0].deputies.len(), 1, "decided meanwhile, it still waits");
    assert_eq!(unseen(&world.pool, None, 10).await.unwrap().1, 1, "all posts");
    assert_eq!(unseen(&world.pool, Some(StaffRole::Approver), 10).await.unwrap().1, 0, "another post");

    world.tell([stood_in.looked_over()]).await;
    world.clear(&Proposals).await;
    world.feed(&Proposals, &[2]).await;
    assert_eq!(unseen(&world.pool, None, 10).await.unwrap().1, 0);
}
