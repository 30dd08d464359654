//! Which accesses are signals, and what the table answers.

use std::collections::BTreeSet;

use events::access_review::Why;
use events::ids::StaffId;
use events::{Personal, StaffRole};
use jiff::civil::{Date, date};
use sqlx::PgPool;
use uuid::Uuid;

use super::signals::{Known, Signal, Thresholds, signals};
use super::{Access, AccessEntries, heat, looking_at, of_staff, of_subjects, staff as everybody};
use crate::testing::{CaseNo, World, id, mixed, staff};
use crate::{Doer, DoerName};

const THRESHOLDS: Thresholds = Thresholds { opens: 510, closes: 1_050, persons: 3, minutes: 10, searches: 2, refusals: 2 };

fn access(position: i64, at: &str, screen: &str, subjects: &[u32]) -> Access {
    Access {
        position,
        event_type: "viewing.person_viewed".to_owned(),
        at: format!("2026-11-24T{at}:00+09:00").parse().expect("moment"),
        by: Doer { id: StaffId(Uuid::nil()), name: DoerName::Staff(Personal::Erased), role: StaffRole::Counter, office: None },
        screen: screen.to_owned(),
        subjects: subjects.iter().map(|n| id(1, *n)).collect(),
        purpose: None,
    }
}

fn found(accesses: &[Access], foreign: &[u32], namesakes: &[u32]) -> Vec<Signal> {
    let set = |ids: &[u32]| ids.iter().map(|n| id(1, *n)).collect::<BTreeSet<Uuid>>();
    let (foreign, namesakes) = (set(foreign), set(namesakes));
    let open_on = |day: Date| day == date(2026, 11, 24);
    signals(accesses, &Known { thresholds: THRESHOLDS, open_on: &open_on, foreign: &foreign, namesakes: &namesakes })
}

fn whys(signals: &[Signal]) -> Vec<Why> {
    signals.iter().map(|signal| signal.why).collect()
}

#[test]
fn an_ordinary_day_gives_no_signal() {
    let day = [access(1, "08:30", "case", &[1]), access(2, "12:00", "queue", &[1, 2, 3]), access(3, "17:29", "case", &[2])];
    assert_eq!(found(&day, &[], &[]), []);
}

#[test]
fn before_and_after_the_office_day_is_out_of_hours() {
    let day = [access(1, "08:29", "case", &[1]), access(2, "12:00", "case", &[1]), access(3, "17:30", "case", &[2])];
    let found = found(&day, &[], &[]);
    assert_eq!(whys(&found), [Why::OutOfHours]);
    assert_eq!((found[0].positions.as_slice(), found[0].persons), ([1, 3].as_slice(), 2));
}

#[test]
fn many_persons_count_within_the_minutes_only() {
    let quick = [access(1, "09:00", "case", &[1, 2]), access(2, "09:05", "case", &[3]), access(3, "09:10", "case", &[4])];
    assert_eq!(whys(&found(&quick, &[], &[])), [Why::ManyPersons]);
    let slow = [access(1, "09:00", "case", &[1, 2]), access(2, "09:05", "case", &[3]), access(3, "09:11", "case", &[4])];
    assert_eq!(found(&slow, &[], &[]), []);
}

#[test]
fn searching_counts_where_nobody_is_opened() {
    let idle = [access(1, "09:00", "ledger_search", &[1, 2]), access(2, "09:30", "ledger_search", &[1])];
    assert_eq!(whys(&found(&idle, &[], &[])), [Why::SearchOnly]);
    let opened = [idle[0].clone(), access(2, "09:09", "case", &[1]), idle[1].clone()];
    assert_eq!(found(&opened, &[], &[]), []);
}

#[test]
fn other_offices_and_namesakes_count_where_they_were_looked_at_on_purpose() {
    let day = [access(1, "09:00", "case", &[7]), access(2, "10:00", "queue", &[1, 2, 7, 8])];
    let signals = found(&day, &[7], &[7]);
    assert_eq!(whys(&signals), [Why::ManyPersons, Why::OtherOffice, Why::SameFamilyName]);
    assert!(signals[1..].iter().all(|signal| signal.positions == [1]), "a list is no close look");
}

#[test]
fn refused_sign_ins_count_from_the_threshold() {
    let refused = |position| Access { event_type: "viewing.sign_in_refused".to_owned(), ..access(position, "09:00", "", &[]) };
    assert_eq!(found(&[refused(1)], &[], &[]), []);
    assert_eq!(whys(&found(&[refused(1), refused(2)], &[], &[])), [Why::RefusedSignIns]);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_saw_whom_is_found_from_both_sides(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(6)).await;
    world.feed(&AccessEntries, &[7]).await;
    let case = CaseNo(0).application().0;
    let mut seen = of_subjects(&world.pool, &[case], None, 100).await.unwrap();
    assert!(!seen.is_empty() && seen.iter().all(|access| access.subjects.contains(&case)));
    crate::open(&world.pool, &world.ring, &mut seen).await.unwrap();
    assert_eq!(seen[0].by.display(), "見本一");
    let always = ("2020-01-01T00:00:00Z".parse().unwrap(), "2120-01-01T00:00:00Z".parse().unwrap());
    let own = of_staff(&world.pool, staff(1).0, always, None).await.unwrap();
    let all = everybody(&world.pool, always, None).await.unwrap();
    let counted = all.iter().find(|one| one.by.id == staff(1)).unwrap();
    assert_eq!(own.iter().filter(|access| !access.subjects.is_empty()).count(), usize::try_from(counted.accesses).unwrap());
    let cells = heat(&world.pool, Some(staff(1).0), always).await.unwrap();
    assert_eq!(cells.iter().map(|cell| cell.accesses).sum::<i64>(), counted.accesses);
    let early = of_subjects(&world.pool, &[case], Some(seen[seen.len() - 1].position), 100).await.unwrap();
    assert_eq!(early.len(), 1, "as of the first access there was one");
}

/// Whoever looked at somebody else since has left the case; so has whoever opened it too long ago. Nobody is told of themselves.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_has_a_case_open_is_who_looked_at_nothing_else_since(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (this, other) = (CaseNo(0), CaseNo(1));
    let case = this.application().0;
    let long_ago = "2020-01-01T00:00:00Z".parse().unwrap();
    let looking = async |world: &World, since, but| {
        let found = looking_at(&world.pool, case, (since, staff(but).0)).await.unwrap();
        found.iter().map(|one| one.by.id).collect::<Vec<_>>()
    };
    let views = [(1, "case", this), (2, "case", this), (1, "case_form", this), (3, "queue", this), (2, "case", other)];
    world.tell(views.map(|(who, screen, case)| case.viewed_by(who, screen))).await;
    world.feed(&AccessEntries, &[100]).await;
    assert_eq!(looking(&world, long_ago, 9).await, [staff(1)]);
    assert_eq!(looking(&world, long_ago, 1).await, []);
    assert_eq!(looking(&world, "2120-01-01T00:00:00Z".parse().unwrap(), 9).await, []);
}
