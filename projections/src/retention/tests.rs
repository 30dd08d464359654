//! Who is listed, when, and with which subjects.

use jiff::civil::date;
use sqlx::PgPool;

use super::{Retention, Stage, of_person, over};
use crate::testing::{CaseNo, World};

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
