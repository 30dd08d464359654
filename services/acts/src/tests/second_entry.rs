//! 二重入力, where the masters switch it on: by another hand, unseen; what differs is settled, and the form follows.

use casework::Refusal;
use casework::application::SecondEntryRefusal;
use events::application::{EnteredAmount, SettledAmount};
use events::ids::ApplicationId;
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{EntryKept, Yen};
use events::{Actor, StaffRole};
use jiff::civil::date;
use sqlx::PgPool;

use super::stage::{Stage, open, request, text};
use crate::{ActError, SettleInput};

/// The stage on which amounts are entered twice, and a second clerk of the same counter.
async fn stage(test: &PgPool) -> (Stage, Actor) {
    let stage = Stage::set(test).await;
    let row = RowAdopted {
        table: "program".to_owned(),
        key: "double_entry.amounts".to_owned(),
        valid_from: date(2026, 4, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本".to_owned(),
        values: serde_json::json!({ "value": 1, "unit": "有無", "label": "税額などを二人で入力する" }),
    };
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![row]).await.unwrap();
    let second = open(&stage.acts, StaffRole::Counter, "01").await;
    (stage, second)
}

async fn amounts(stage: &Stage, case: ApplicationId) -> Vec<EnteredAmount> {
    let case = stage.acts.case(case, None).await.unwrap();
    casework::application::second_entry::amounts(case.form.open().unwrap())
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_two_hands_type_alike_is_forwarded(test: PgPool) {
    let (stage, second) = stage(&test).await;
    let case = stage.receive().await.application;
    let forward = async || stage.acts.forward(&request(&stage.counter), case).await;
    assert!(matches!(forward().await, Err(ActError::Refused(Refusal::SecondEntry(SecondEntryRefusal::Awaited)))));
    let typed = amounts(&stage, case).await;
    let own = stage.acts.enter_again(&request(&stage.counter), case, typed.clone()).await;
    assert!(matches!(own, Err(ActError::Refused(Refusal::SecondEntry(SecondEntryRefusal::OwnEntry)))), "{own:?}");
    stage.acts.enter_again(&request(&second), case, typed).await.unwrap();
    forward().await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn where_the_second_entry_is_right_the_form_follows(test: PgPool) {
    let (stage, second) = stage(&test).await;
    let case = stage.receive().await.application;
    let mut typed = amounts(&stage, case).await;
    let levy = typed.iter_mut().find(|one| one.place == "member1_levy").unwrap();
    let right = Yen::new(levy.yen.map_or(0, Yen::amount) + 7).ok();
    levy.yen = right;
    let again = request(&second);
    stage.acts.enter_again(&again, case, typed.clone()).await.unwrap();
    assert!(stage.acts.enter_again(&again, case, typed).await.unwrap().again, "sent twice, told once");
    let refused = stage.acts.forward(&request(&stage.counter), case).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::SecondEntry(SecondEntryRefusal::Differing(1))))), "{refused:?}");

    let settled = |kept| vec![SettledAmount { place: "member1_levy".to_owned(), kept }];
    let input = |settled| SettleInput { settled, why: text("課税証明書で確かめた。") };
    let missing = stage.acts.settle_entries(&request(&second), case, input(Vec::new())).await;
    assert!(matches!(missing, Err(ActError::Refused(Refusal::SecondEntry(SecondEntryRefusal::Differing(1))))), "{missing:?}");
    stage.acts.settle_entries(&request(&second), case, input(settled(EntryKept::Second))).await.unwrap();
    let after = stage.acts.case(case, None).await.unwrap();
    assert_eq!(after.form.open().unwrap().household.members[0].income_levy, right);
    stage.acts.forward(&request(&stage.counter), case).await.unwrap();
    let payloads: String =
        sqlx::query_scalar("SELECT string_agg(payload::text, ' ') FROM es.events WHERE event_type = 'application.entered_again'")
            .fetch_one(&test)
            .await
            .unwrap();
    assert!(payloads.contains("member1_levy") && !payloads.contains(&right.unwrap().amount().to_string()), "sealed: {payloads}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn where_it_is_off_nobody_is_asked(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let typed = amounts(&stage, case).await;
    let second = open(&stage.acts, StaffRole::Counter, "01").await;
    let refused = stage.acts.enter_again(&request(&second), case, typed).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::SecondEntry(SecondEntryRefusal::None)))), "{refused:?}");
    stage.acts.forward(&request(&stage.counter), case).await.unwrap();
}
