//! What stands in the registers, day by day.

use events::designation::{Holder, OwnAuthority};
use events::vocabulary::{DesignationEnd, DesignationKind};
use jiff::civil::{Date, date};
use sqlx::PgPool;

use super::{DesignationFilter, Designations, Standing, by_number, of, page, terms};
use crate::testing::{CaseNo, World, mixed};

fn filter(standing: Standing, today: Date) -> DesignationFilter {
    let season = (date(2026, 10, 1), date(2027, 9, 30));
    DesignationFilter { kind: DesignationKind::Doctor, standing, today, season }
}

/// Who the fictional doctors were designated by.
fn own() -> OwnAuthority {
    OwnAuthority { names: vec!["見本県".to_owned()], prefectures: Vec::new() }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_designation_is_current_due_and_over(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (stays, leaves) = (CaseNo(1), CaseNo(2));
    world.tell([stays.designated(), leaves.designated(), leaves.designation_ended()]).await;
    world.feed(&Designations, &[2]).await;
    let found = async |standing, today| {
        let (rows, next) = page(&world.pool, filter(standing, today), &own(), None, 10).await.unwrap();
        assert!(next.is_none());
        rows.into_iter().map(|row| row.designation).collect::<Vec<_>>()
    };
    let today = date(2026, 11, 20);
    assert_eq!(found(Standing::Current, today).await, [stays.designation(), leaves.designation()]);
    assert_eq!(found(Standing::Ending, today).await, [stays.designation()], "who resigned is not asked to renew");
    assert_eq!(found(Standing::Over, today).await, []);
    assert_eq!(found(Standing::Over, date(2027, 1, 1)).await, [leaves.designation()]);

    let ended = of(&world.pool, &[leaves.designation()], &own()).await.unwrap().remove(0);
    assert_eq!((ended.ground, ended.ends_on), (Some(DesignationEnd::Resigned), date(2026, 12, 31)));
    let Holder::Doctor { number, .. } = stays.doctor() else { panic!("a doctor") };
    let known = by_number(&world.pool, DesignationKind::Doctor, &[number.to_string()]).await.unwrap();
    assert_eq!(known, [(number.to_string(), stays.designation())]);
    assert!(by_number(&world.pool, DesignationKind::Institution, &[number.to_string()]).await.unwrap().is_empty());
    assert_eq!(terms(&world.pool, &own(), events::ids::DesignationId(uuid::Uuid::nil()), 10).await.unwrap().len(), 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whose_a_designation_is_follows_from_what_the_masters_call_us(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell([CaseNo(1).designated()]).await;
    world.feed(&Designations, &[1]).await;
    let another = OwnAuthority { names: vec!["隣県".to_owned()], ..OwnAuthority::default() };
    for (own, ours) in [(own(), true), (another, false)] {
        let ending = filter(Standing::Ending, date(2026, 11, 20));
        let (due, _) = page(&world.pool, ending, &own, None, 10).await.unwrap();
        assert_eq!(due.len(), usize::from(ours), "only ours are asked to renew");
        let row = of(&world.pool, &[CaseNo(1).designation()], &own).await.unwrap().remove(0);
        let term = terms(&world.pool, &own, events::ids::DesignationId(uuid::Uuid::nil()), 10).await.unwrap()[0];
        assert_eq!((row.own, term.own), (ours, ours));
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_register_is_paged_without_loss(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(30)).await;
    world.feed(&Designations, &[7]).await;
    let all = filter(Standing::Current, date(2026, 11, 20));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let (rows, next) = page(&world.pool, all, &own(), after, 7).await.unwrap();
        seen.extend(rows.into_iter().map(|row| row.number));
        if next.is_none() {
            break;
        }
        after = next;
    }
    assert_eq!(seen.len(), 30);
    assert!(seen.is_sorted());
}
