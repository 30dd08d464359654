//! A protection is recorded and ended by two persons, its reason sealed; whoever has an address revealed says what for.

use casework::Refusal;
use casework::protection::ProtectionRefusal;
use events::vocabulary::ProtectionGround;
use sqlx::PgPool;

use super::stage::{Stage, request, text};
use crate::{ActError, ProtectionInput, Request};

fn input(reason: &str) -> ProtectionInput {
    ProtectionInput { ground: ProtectionGround::DomesticViolence, until: None, reason: text(reason) }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn it_is_recorded_once_and_ended_by_another_hand(pool: PgPool) {
    let stage = Stage::set(&pool).await;
    let case = stage.receive().await.application;
    let wish = request(&stage.checker);
    let done = stage.acts.record_protection(&wish, case, input("市の通知書")).await.unwrap();
    let again = stage.acts.record_protection(&wish, case, input("市の通知書")).await.unwrap();
    assert_eq!(done.position, again.position, "sent twice, recorded once");
    assert_eq!(stage.acts.protection(case).await.unwrap().1, 1);

    let own = stage.acts.end_protection(&request(&stage.checker), case, text("延長しない")).await;
    assert!(matches!(own, Err(ActError::Refused(Refusal::Protection(ProtectionRefusal::OwnRecord)))), "{own:?}");
    let stale = Request { seen_version: Some(0), ..request(&stage.approver) };
    let stale = stage.acts.end_protection(&stale, case, text("延長しない")).await;
    assert!(matches!(stale, Err(ActError::Stale { seen: 0, now: 1 })), "{stale:?}");
    stage.acts.end_protection(&request(&stage.approver), case, text("延長しない")).await.unwrap();
    assert_eq!(stage.acts.protection(case).await.unwrap(), (None, 2));

    let wish = request(&stage.counter);
    let revealed = stage.acts.reveal_address(&wish, case, text("通知の送り先")).await.unwrap();
    assert_eq!(stage.acts.reveal_address(&wish, case, text("通知の送り先")).await.unwrap().position, revealed.position);
    let payloads: Vec<String> = sqlx::query_scalar(
        "SELECT payload::text FROM es.events WHERE event_type LIKE 'protection.%' OR event_type = 'viewing.address_revealed'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let told = ["通知", "延長"];
    assert!(payloads.len() == 3 && payloads.iter().all(|payload| told.iter().all(|word| !payload.contains(word))));
}
