//! An inquiry is open until it is answered or withdrawn, and is found overdue meanwhile.

use jiff::civil::date;
use sqlx::PgPool;

use super::{Inquiries, InquiryState, counts, page};
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_inquiry_is_open_until_it_is_answered_or_withdrawn(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (one, other) = (CaseNo(0), CaseNo(1));
    world.tell([one.received(), one.inquired(true), other.received(), other.inquired(false)]).await;
    world.feed(&Inquiries, &[1]).await;
    let of = async |state, after| page(&world.pool, state, after, 10).await.unwrap();
    let open = of(InquiryState::Open, None).await;
    assert_eq!(open.len(), 2);
    assert_eq!(of(InquiryState::Open, Some((open[0].due_on, open[0].inquiry))).await, open[1..], "pages go on");
    assert_eq!(counts(&world.pool, date(2026, 11, 24)).await.unwrap(), [(InquiryState::Open, 2, 0)]);
    assert_eq!(counts(&world.pool, date(2027, 1, 24)).await.unwrap(), [(InquiryState::Open, 2, 2)]);
    world.tell([one.inquiry_answered(), other.inquiry_withdrawn()]).await;
    world.clear(&Inquiries).await;
    world.feed(&Inquiries, &[2]).await;
    let of = async |state| page(&world.pool, state, None, 10).await.unwrap();
    assert_eq!(of(InquiryState::Open).await, []);
    assert_eq!(of(InquiryState::Answered).await[0].application, one.application());
    assert_eq!(of(InquiryState::Withdrawn).await[0].application, other.application());
}
