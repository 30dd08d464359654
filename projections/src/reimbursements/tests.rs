//! What waits where, and what was decided.

use events::vocabulary::Yen;
use jiff::civil::date;
use sqlx::PgPool;

use super::{Reimbursements, Stage, counts, of_recipient, page, paid_by_month};
use crate::testing::{CaseNo, World, mixed, office};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_claim_waits_for_the_division_for_the_approver_and_for_nobody(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (first, second) = (CaseNo(0), CaseNo(4));
    world.tell([first.claimed(), second.claimed(), second.claim_examined()]).await;
    world.feed(&Reimbursements, &[1]).await;
    let waiting = counts(&world.pool, None, date(2027, 3, 1)).await.unwrap();
    let mut waiting: Vec<_> = waiting.iter().map(|one| (one.stage, one.claims, one.overdue)).collect();
    waiting.sort_unstable();
    assert_eq!(waiting, [(Stage::Received, 1, 1), (Stage::Examined, 1, 1)], "due in February");
    assert_eq!(counts(&world.pool, Some(office("05")), date(2027, 1, 1)).await.unwrap(), []);
    let own = of_recipient(&world.pool, first.recipient()).await.unwrap();
    assert_eq!(own.iter().map(|row| row.reimbursement).collect::<Vec<_>>(), [first.reimbursement()]);
    let open = page(&world.pool, None, None, None, 1).await.unwrap();
    let next = page(&world.pool, None, None, open.next, 1).await.unwrap();
    assert_eq!((open.rows.len(), next.rows.len(), next.next), (1, 1, None));

    world.tell([first.claim_withdrawn(), second.claim_paid()]).await;
    world.clear(&Reimbursements).await;
    world.feed(&Reimbursements, &[3]).await;
    assert!(page(&world.pool, None, None, None, 10).await.unwrap().rows.is_empty());
    let paid = page(&world.pool, Some(Stage::Paid), Some(office("01")), None, 10).await.unwrap().rows;
    assert_eq!(paid.len(), 1);
    assert_eq!((paid[0].recipient, paid[0].amount), (second.recipient(), Yen::new(25_000).ok()));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_claim_of_the_stories_is_in_one_stage(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(40)).await;
    world.feed(&Reimbursements, &[13]).await;
    let mut all = 0;
    for stage in Stage::ALL {
        all += page(&world.pool, Some(*stage), None, None, 1_000).await.unwrap().rows.len();
    }
    assert!(all > 3, "only {all}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_that_was_wrong_waits_and_counts_as_it_was_corrected(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world
        .tell([case.received(), case.claimed(), case.claim_examined(), case.claim_paid(), case.claim_correction_proposed()])
        .await;
    world.feed(&Reimbursements, &[2]).await;
    let waiting = page(&world.pool, None, None, None, 10).await.unwrap().rows;
    assert_eq!(waiting.iter().map(|row| row.stage).collect::<Vec<_>>(), [Stage::Correcting], "it is work again");
    for (amount, stage) in [(12_000, Stage::Paid), (0, Stage::Undone)] {
        world.tell([case.claim_corrected(amount)]).await;
        world.clear(&Reimbursements).await;
        world.feed(&Reimbursements, &[3]).await;
        let rows = page(&world.pool, Some(stage), None, None, 10).await.unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.amount.map(Yen::amount)).collect::<Vec<_>>(), [Some(amount)]);
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn payments_and_their_corrections_add_up_by_the_month_of_the_decision(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (case, other) = (CaseNo(0), CaseNo(4));
    let always = (date(2000, 1, 1), date(9999, 12, 31));
    world.tell([case.received(), case.claimed(), case.claim_examined()]).await;
    world.tell([other.received(), other.claimed(), other.claim_examined(), other.claim_paid()]).await;
    world.feed(&Reimbursements, &[2]).await;
    let first = paid_by_month(&world.pool, always, None).await.unwrap();
    let [only] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!((only.claims, only.recipients, only.paid, only.corrected), (1, 1, 25_000, 0), "what is computed was not paid");
    world.tell([case.claim_paid(), case.claim_correction_proposed(), case.claim_corrected(12_000)]).await;
    world.clear(&Reimbursements).await;
    world.feed(&Reimbursements, &[3]).await;
    let months = paid_by_month(&world.pool, always, None).await.unwrap();
    let sum = |of: fn(&super::PaidMonth) -> i64| months.iter().map(of).sum::<i64>();
    assert_eq!((sum(|one| one.claims), sum(|one| one.paid), sum(|one| one.corrected)), (2, 37_000, -13_000));
    assert!(paid_by_month(&world.pool, always, Some(office("05"))).await.unwrap().is_empty());
    assert!(paid_by_month(&world.pool, (always.0, always.0), None).await.unwrap().is_empty());
}
