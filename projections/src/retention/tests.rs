//! Who is listed, when, and with which subjects.

use events::erasure::CarriedOut;
use jiff::civil::date;
use sqlx::PgPool;

use super::{Retention, Stage, of_person, over};
use crate::testing::{CaseNo, Line, World, staff};

fn of(id: uuid::Uuid) -> events::ids::SubjectId {
    events::ids::SubjectId(id)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_recipient_is_listed_after_the_last_entitlement_with_the_application_that_led_there(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (granted, open) = (CaseNo(1), CaseNo(2));
    let mut lines = vec![granted.received(), open.received()];
    lines.extend(granted.approved());
    world.tell(lines).await;
    world.feed(&Retention, &[2, 1]).await;
    let person = of_person(&world.pool, of(granted.recipient().0)).await.unwrap().unwrap();
    assert_eq!(person.subjects, [of(granted.recipient().0), of(granted.application().0)]);
    assert_eq!((person.last_ended_on, person.stage, person.held), (Some(date(2027, 9, 30)), Stage::Kept, false));
    assert_eq!(person.number, granted.number().to_string());
    assert_eq!(of_person(&world.pool, of(granted.application().0)).await.unwrap(), None);
    assert_eq!(of_person(&world.pool, of(open.application().0)).await.unwrap().unwrap().last_ended_on, None);
    assert_eq!(over(&world.pool, date(2027, 9, 30), None, 10).await.unwrap(), []);
    let after = Some((date(2027, 9, 30), person.person));
    assert_eq!(over(&world.pool, date(2027, 10, 1), None, 10).await.unwrap(), [person]);
    assert_eq!(over(&world.pool, date(2027, 10, 1), after, 10).await.unwrap(), []);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_went_with_a_person_is_erased_too_and_not_listed_again(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (granted, refused) = (CaseNo(1), CaseNo(2));
    let mut lines = vec![granted.received(), refused.received()];
    lines.extend(granted.approved());
    lines.push(refused.refused());
    let person = of(granted.recipient().0);
    let erased = CarriedOut {
        person,
        subjects: vec![person, of(granted.application().0), of(refused.application().0)],
        keys: Vec::new(),
        proposed_by: staff(7),
        kept_until: date(2033, 3, 31),
        algorithm: "XChaCha20-Poly1305".to_owned(),
        key_backups_until: date(2033, 5, 6),
    };
    let stream = events::erasure::stream_of(person);
    lines.push(Line { stream, on: date(2033, 4, 1), event: events::Event::Erasure(erased.into()), ..refused.refused() });
    world.tell(lines).await;
    world.feed(&Retention, &[3, 1]).await;
    for subject in [person, of(refused.application().0)] {
        assert_eq!(of_person(&world.pool, subject).await.unwrap().unwrap().stage, Stage::Erased);
    }
    assert_eq!(over(&world.pool, date(2040, 4, 1), None, 10).await.unwrap(), []);
}
