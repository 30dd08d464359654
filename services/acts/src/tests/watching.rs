//! The access log, accounts, founding.

use casework::Refusal;
use events::viewing::SignInRefusal;
use jiff::civil::date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Founding, Request};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_saw_whom_is_told_in_a_log_of_its_own(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let before = stage.acts.case(case, None).await.unwrap().position;
    stage.acts.signed_in(&request(&stage.checker)).await.unwrap();
    stage.acts.viewed(&request(&stage.checker), "case", &[case.0]).await.unwrap();
    stage.acts.sign_in_refused(&request(&stage.checker), SignInRefusal::WrongPassword).await.unwrap();
    stage.acts.signed_out(&request(&stage.checker)).await.unwrap();
    let told: Vec<(String, i32)> =
        sqlx::query_as("SELECT event_type, stream_version FROM es.events WHERE log = 2 AND stream_id = $1 ORDER BY position")
            .bind(stage.checker.id.0)
            .fetch_all(&test)
            .await
            .unwrap();
    let types: Vec<&str> = told.iter().map(|(event, _)| event.as_str()).collect();
    assert_eq!(types, ["viewing.signed_in", "viewing.person_viewed", "viewing.sign_in_refused", "viewing.signed_out"]);
    assert_eq!(store::head(&test, events::Log::Casework).await.unwrap().position, before);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_leaves_is_on_record_once_a_command(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let tell = async |request: &Request| stage.acts.table_exported(request, "queue", 1, vec![case.0], text("点検のため")).await;
    let taking = request(&stage.checker);
    tell(&taking).await.unwrap();
    for _ in 0..2 {
        let again = tell(&taking).await;
        assert!(matches!(again, Err(ActError::Refused(Refusal::TakenOutAlready))), "{again:?}");
    }
    let seen = request(&stage.checker);
    stage.acts.viewed(&seen, "case", &[case.0]).await.unwrap();
    let borrowed = tell(&seen).await;
    assert!(
        matches!(borrowed, Err(ActError::Refused(Refusal::TakenOutAlready))),
        "the record of another act is none: {borrowed:?}"
    );
    tell(&request(&stage.checker)).await.unwrap();
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'viewing.table_exported'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(told, 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_is_locked_and_unlocked(test: PgPool) {
    let stage = Stage::set(&test).await;
    let staff = stage.counter.id;
    stage.acts.lock_account(&request(&stage.counter), staff, 5).await.unwrap();
    assert!(stage.acts.account(staff).await.unwrap().locked);
    let twice = stage.acts.lock_account(&request(&stage.counter), staff, 6).await;
    assert!(matches!(
        twice,
        Err(ActError::Refused(casework::Refusal::Account(casework::account::AccountRefusal::StateUnchanged)))
    ));
    stage.acts.unlock_account(&request(&stage.approver), staff).await.unwrap();
    let account = stage.acts.account(staff).await.unwrap();
    assert!(!account.locked && account.actor().is_ok());
    assert_eq!(account.name.open().map(ToString::to_string).as_deref(), Some("例題 職員"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn founding_again_changes_nothing(test: PgPool) {
    let stage = Stage::set(&test).await;
    let before = store::head(&test, events::Log::Casework).await.unwrap().position;
    let again = Founding { simulated: true, prefecture: "41".to_owned(), program_version: "9.9.9".to_owned(), today: TODAY };
    let founded = stage.acts.found_installation(again).await.unwrap();
    assert!(founded.already && !founded.simulated);
    assert_eq!(store::head(&test, events::Log::Casework).await.unwrap().position, before);
    assert!(stage.acts.masters().await.unwrap().diseases.on(date(2026, 4, 1)).count() > 700);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_is_erased_is_shown_as_erased(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    sqlx::query("SELECT es.destroy_keys($1)").bind(case.0).execute(&test).await.unwrap();
    // Another process, whose key ring never held the key.
    let other = crate::Acts::new(super::stage::parts(&test, false).await);
    let shown = other.case(case, None).await.unwrap();
    assert_eq!(shown.form, events::Personal::Erased);
    assert!(matches!(other.determination(&shown).await, Err(ActError::Erased)));
    assert!(matches!(other.forward(&request(&stage.counter), case).await, Err(ActError::Erased)));
}
