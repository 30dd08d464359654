//! What an organisation knows follows from the files that were delivered, and what it did not take is said.

use events::ids::RecipientFileId;
use events::recipient_file::{ItemKind, ReviewBody};
use jiff::civil::date;
use sqlx::PgPool;

use super::{Stage, all, items, one, told, unanswered};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_what_was_delivered_is_known(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let [prepared, released, delivered, answered] = CaseNo(3).told_to_a_body();
    let pool = world.pool.clone();
    world.tell([prepared, released]).await;
    world.feed(&super::RecipientFiles, &[1]).await;
    assert!(told(&pool, ReviewBody::Federation).await.unwrap().is_empty(), "it was not handed over");
    world.tell([delivered]).await;
    world.feed(&super::RecipientFiles, &[1]).await;
    let rows = told(&pool, ReviewBody::Federation).await.unwrap();
    assert_eq!((rows.len(), rows[0].rejected, rows[0].item.kind), (1, false, ItemKind::New));
    world.tell([answered]).await;
    world.feed(&super::RecipientFiles, &[1]).await;
    assert!(told(&pool, ReviewBody::Federation).await.unwrap()[0].rejected);

    let file = RecipientFileId(CaseNo(3).recipient_file());
    let row = one(&pool, file).await.unwrap().unwrap();
    assert_eq!((row.stage, row.added, row.rejected.as_slice()), (Stage::Answered, 1, [1].as_slice()));
    assert_eq!(all(&pool, date(2026, 12, 1)).await.unwrap(), [row]);
    assert!(all(&pool, date(2027, 1, 1)).await.unwrap().is_empty());
    assert_eq!(items(&pool, file, None, 0, 10).await.unwrap().len(), 1);
    assert_eq!(items(&pool, file, Some(&[1]), 0, 10).await.unwrap()[0].entry.recipient_number, CaseNo(3).number());
    assert!(items(&pool, file, Some(&[2]), 0, 10).await.unwrap().is_empty());
    assert!(items(&pool, file, None, 1, 10).await.unwrap().is_empty());
    assert!(told(&pool, ReviewBody::Fund).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_line_that_was_not_taken_waits_until_it_is_told_again(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let pool = world.pool.clone();
    world.tell(CaseNo(3).told_to_a_body()).await;
    world.tell(CaseNo(4).told_to_a_body()).await;
    world.feed(&super::RecipientFiles, &[1]).await;
    let waiting = async || unanswered(&pool).await.unwrap().iter().map(|one| (one.file.0, one.lines)).collect::<Vec<_>>();
    assert_eq!(waiting().await, [(CaseNo(3).recipient_file(), 1)], "of the other everything was taken");
    world.tell(CaseNo(3).told_again()).await;
    world.clear(&super::RecipientFiles).await;
    world.feed(&super::RecipientFiles, &[3]).await;
    assert!(waiting().await.is_empty());
}
