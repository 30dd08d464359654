//! What waits where, and what is done.

use events::notice::NoticeKind;
use jiff::civil::date;
use sqlx::PgPool;

use super::{NoticeFilter, Notices, Stage, counts, of_recipient, page};
use crate::testing::{CaseNo, World, mixed, office};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_notice_wants_the_division_the_counter_and_then_nobody(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (moved, lost) = (CaseNo(0), CaseNo(2));
    world.tell([moved.noticed(NoticeKind::Particulars), lost.noticed(NoticeKind::Reissue), lost.notice_returned()]).await;
    world.feed(&Notices, &[1]).await;
    let today = date(2026, 12, 10);
    let found = counts(&world.pool, None, today).await.unwrap();
    let told: Vec<_> = found.iter().map(|count| (count.stage, count.notices, count.overdue)).collect();
    assert_eq!(told, [(Stage::Received, 1, 0), (Stage::Returned, 1, 1)], "the counter's answer was due the day before");
    assert!(counts(&world.pool, Some(office("05")), today).await.unwrap().is_empty());

    let open = page(&world.pool, NoticeFilter::default(), None, 1).await.unwrap();
    assert_eq!(open.rows[0].notice, lost.notice(), "due first");
    let next = page(&world.pool, NoticeFilter::default(), open.next, 1).await.unwrap();
    assert_eq!((next.rows[0].notice, next.next), (moved.notice(), None));

    world.tell([moved.notice_settled(Some(true))]).await;
    world.clear(&Notices).await;
    world.feed(&Notices, &[3]).await;
    let filter = NoticeFilter { stage: Some(Stage::Settled), office: Some(office("02")) };
    let settled = page(&world.pool, filter, None, 10).await.unwrap().rows;
    assert_eq!(settled.len(), 1);
    assert_eq!(settled[0].change_of_award, Some(true));
    let of_one = of_recipient(&world.pool, moved.recipient()).await.unwrap();
    assert_eq!(of_one.len(), 1);
    assert_eq!((of_one[0].stage, of_one[0].kind), (Stage::Settled, NoticeKind::Particulars));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn many_notices_are_paged_without_loss(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(40)).await;
    world.feed(&Notices, &[13]).await;
    let all = page(&world.pool, NoticeFilter::default(), None, 1_000).await.unwrap().rows;
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let page = page(&world.pool, NoticeFilter::default(), after, 3).await.unwrap();
        paged.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(all.len() > 3, "only {}", all.len());
    assert_eq!(paged, all);
}
