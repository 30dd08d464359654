//! The sums agree after every step, and what did not arrive is open again with its reason.

use events::payment_batch::{PaymentOutcome, TransferFault};
use jiff::civil::date;
use sqlx::PgPool;

use super::{Payments, Stage, all, changing_accounts, counts, dues, lines, paid_between, totals};
use crate::testing::{CaseNo, World};

async fn agree(pool: &PgPool) -> super::Totals {
    let sums = totals(pool).await.unwrap();
    assert_eq!(sums.decided + sums.returned, sums.paid + sums.planned + sums.open, "{sums:?}");
    for batch in all(pool, 100).await.unwrap() {
        let of_lines: i64 = lines(pool, batch.batch).await.unwrap().iter().map(|line| line.amount).sum();
        assert_eq!(of_lines, batch.total);
        assert!(batch.paid + batch.rejected <= batch.total);
        assert_eq!(batch.stage == Stage::Closed, batch.paid + batch.rejected == batch.total);
    }
    sums
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_due_is_in_batches_or_open_and_what_came_back_is_open_again(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (paid, back) = (CaseNo(1), CaseNo(3));
    let pool = world.pool.clone();
    for case in [paid, back] {
        world.tell([case.claimed(), case.claim_examined()]).await;
    }
    world.feed(&Payments, &[1]).await;
    assert!(dues(&pool, None, 10).await.unwrap().is_empty(), "nothing is decided");
    for case in [paid, back] {
        world.tell([case.claim_paid()]).await;
    }
    world.clear(&Payments).await;
    world.feed(&Payments, &[2]).await;
    let sums = agree(&pool).await;
    assert_eq!((sums.decided, sums.open, sums.open_claims), (50_000, 50_000, 2));

    for case in [paid, back] {
        world.tell([case.payment_drawn(), case.claim_planned()]).await;
    }
    world.clear(&Payments).await;
    world.feed(&Payments, &[3]).await;
    let sums = agree(&pool).await;
    assert_eq!((sums.planned, sums.open, sums.open_claims), (50_000, 0, 0));
    assert_eq!(counts(&pool).await.unwrap(), [(Stage::Waiting, 2)]);
    let both = dues(&pool, None, 10).await.unwrap();
    assert_eq!((both.len(), dues(&pool, None, 1).await.unwrap().len()), (2, 1));
    assert_eq!(dues(&pool, Some(both[0].place()), 10).await.unwrap(), both[1..], "the next page begins where this one ends");
    assert!(dues(&pool, Some(both[1].place()), 10).await.unwrap().is_empty());

    let arrived = PaymentOutcome::Paid { on: date(2026, 12, 25) };
    let fault = PaymentOutcome::Rejected { fault: TransferFault::Closed };
    for (case, outcome) in [(paid, arrived), (back, fault)] {
        world.tell(case.payment_handed_over()).await;
        world.tell([case.claim_released(), case.payment_answered(outcome), case.claim_settled(outcome)]).await;
    }
    world.clear(&Payments).await;
    world.feed(&Payments, &[4]).await;
    let sums = agree(&pool).await;
    assert_eq!((sums.paid, sums.planned, sums.open, sums.failed), (25_000, 0, 25_000, 1));
    let open = dues(&pool, None, 10).await.unwrap();
    assert_eq!(
        open.iter().map(|row| (row.reimbursement, row.fault)).collect::<Vec<_>>(),
        [(back.reimbursement(), Some(TransferFault::Closed))]
    );
    let month = paid_between(&pool, date(2026, 12, 1), date(2026, 12, 31), 10).await.unwrap();
    assert_eq!(month.iter().map(|row| (row.reimbursement, row.amount)).collect::<Vec<_>>(), [(paid.reimbursement(), 25_000)]);
    assert!(paid_between(&pool, date(2027, 1, 1), date(2027, 1, 31), 10).await.unwrap().is_empty());

    world.tell([back.account_proposed()]).await;
    world.tell([paid.claim_correction_proposed(), paid.claim_corrected(20_000)]).await;
    world.clear(&Payments).await;
    world.feed(&Payments, &[5]).await;
    assert_eq!(changing_accounts(&pool).await.unwrap(), 1);
    assert_eq!(agree(&pool).await.returned, 5_000, "of what was paid");
    world.tell([back.account_changed()]).await;
    world.clear(&Payments).await;
    world.feed(&Payments, &[5]).await;
    let sums = agree(&pool).await;
    assert_eq!((changing_accounts(&pool).await.unwrap(), sums.failed), (0, 0), "it can be paid again");
}
