//! What the program and its surroundings are is told once, and told again where it differs; every event names its change request.

use casework::Refusal;
use events::Log;
use events::installation::Migration;
use events::vocabulary::ChangeNumber;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, parts};
use crate::{ActError, Acts, Inventory, Observation};

fn seen(settings: &[(&str, &str)]) -> Observation {
    let configuration: Inventory = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let migrations = vec![Migration { version: 1, description: "roles".to_owned(), checksum: "ab".to_owned() }];
    Observation {
        part: "serve".to_owned(),
        machine: "app01".to_owned(),
        migrations: Some(migrations),
        configuration: Some(configuration),
        ..Observation::default()
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_seen_is_told_once_and_under_its_change_request(pool: PgPool) {
    let stage = Stage::set(&pool).await;
    let today = TODAY;
    let change = ChangeNumber::parse("C-2026-0007").ok();
    let acts = stage.acts.under(change);
    let told = acts.note(&seen(&[("X", "1")]), today).await.unwrap().unwrap();
    assert_eq!(acts.note(&seen(&[("X", "1")]), today).await.unwrap(), None);
    let unasked = stage.acts.note(&seen(&[("X", "2")]), today).await.unwrap().unwrap();

    let events = store::page(stage.acts.pool(), Log::Casework, told - 2, 10).await.unwrap();
    let kept: Vec<(&str, &str, &str)> =
        events.iter().map(|event| (event.event_type.as_str(), event.metadata.as_str(), event.actor_name.as_str())).collect();
    assert_eq!(
        kept,
        [
            ("installation.schema_migrated", r#"{"change":"C-2026-0007"}"#, "program:serve"),
            ("installation.configuration_changed", r#"{"change":"C-2026-0007"}"#, "program:serve"),
            ("installation.configuration_changed", "{}", "program:serve"),
        ]
    );
    assert_eq!(unasked, told + 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn many_processes_that_look_at_once_tell_it_once(pool: PgPool) {
    let stage = Stage::set(&pool).await;
    let (seen, today) = (seen(&[("X", "1")]), TODAY);
    let told = futures::future::join_all((0..4).map(|_| stage.acts.note(&seen, today))).await;
    assert_eq!(told.iter().filter(|told| matches!(told, Ok(Some(_)))).count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|told| matches!(told, Ok(None))).count(), 3, "{told:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_is_told_before_there_is_a_history(pool: PgPool) {
    let acts = Acts::new(parts(&pool, false).await);
    let told = acts.note(&seen(&[]), TODAY).await;
    assert!(matches!(told, Err(ActError::Refused(Refusal::NotFounded))), "{told:?}");
}
