//! The ledger against a database.

use events::Personal;
use jiff::civil::date;
use sqlx::PgPool;

use super::*;
use crate::testing::{CaseNo, World, mixed, office};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_award_is_known_from_its_position_and_valid_on_its_days(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    let before = world.tell([case.received(), case.forwarded(), case.taken_up(), case.examined()]).await;
    let granted = world.tell(case.approved()).await;
    let issued = world.tell([case.issued()]).await;
    world.feed(&Ledger, &[100]).await;

    let at = |known, valid_on| AsOf { known, valid_on };
    let seen = async |as_of| of_recipient(&world.pool, case.recipient(), as_of).await.unwrap();
    assert!(seen(at(Some(before), None)).await.is_empty());
    assert_eq!(seen(at(Some(granted), None)).await[0].certificate, CertificateState::Waiting);
    let now = seen(AsOf::default()).await;
    assert!(matches!(now[0].certificate, CertificateState::Issued { copy: 1, .. }));
    assert_eq!((now[0].last_change.position, now[0].last_change.label()), (issued, "受給者証を作成した"));

    assert_eq!(seen(at(None, Some(date(2026, 10, 20)))).await.len(), 1);
    assert_eq!(seen(at(None, Some(date(2027, 9, 30)))).await.len(), 1);
    assert!(seen(at(None, Some(date(2026, 10, 19)))).await.is_empty());
    assert!(seen(at(None, Some(date(2027, 10, 1)))).await.is_empty());

    let mut rows = by_number(&world.pool, case.number(), None, AsOf::default()).await.unwrap();
    assert_eq!(rows, now);
    assert_eq!(of_application(&world.pool, case.application()).await.unwrap().as_ref(), now.first());
    crate::open(&world.pool, &world.ring, &mut rows).await.unwrap();
    assert_eq!(rows[0].name, Personal::Open(case.name()));
    assert_eq!(rows[0].birth_date, Personal::Open(case.born()));
    assert!(rows[0].guardian.open().is_some() && rows[0].address.open().is_some());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pages_go_by_number(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(60)).await;
    world.feed(&Ledger, &[1000]).await;
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = page(&world.pool, AsOf::default(), None, after, 7).await.unwrap();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let numbers: Vec<_> = rows.iter().map(|row| row.recipient_number).collect();
    assert!(numbers.is_sorted() && !numbers.is_empty());
    let counts = counts(&world.pool, AsOf::default(), Some(office("01"))).await.unwrap();
    assert_eq!((counts.awards, counts.recipients), (i64::try_from(rows.len()).unwrap(), i64::try_from(rows.len()).unwrap()));
    let waiting = rows.iter().filter(|row| !matches!(row.certificate, CertificateState::Issued { .. })).count();
    assert_eq!(counts.without_certificate, i64::try_from(waiting).unwrap());
    assert!(page(&world.pool, AsOf::default(), Some(office("05")), None, 7).await.unwrap().rows.is_empty());

    let ids: Vec<_> = rows.iter().rev().take(3).map(|row| row.recipient).collect();
    let found = of_recipients(&world.pool, &ids, AsOf::default()).await.unwrap();
    assert_eq!(found.iter().map(|row| row.recipient).collect::<Vec<_>>(), ids);
}
