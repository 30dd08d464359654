//! Receiving, correcting, repeating, and being late.

use casework::Refusal;
use casework::application::Stage as State;
use casework::application::commands::AmendmentBasis;
use events::application::CorrectionItem;
use events::vocabulary::{InsuranceKind, MyNumber};
use jiff::civil::date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, AmendInput, ReceiveInput, ReturnInput};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn numbers_follow_each_other_also_when_taken_at_once(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut receipts = Vec::new();
    let input = stage.input().await;
    let requests: Vec<_> = (0..12).map(|_| request(&stage.counter)).collect();
    for receipt in futures::future::join_all(requests.iter().map(|request| stage.acts.receive(request, input.clone()))).await {
        receipts.push(receipt.unwrap().receipt_number.to_string());
    }
    receipts.sort();
    let expected: Vec<String> = (1..=12).map(|n| format!("8-01-{n:04}")).collect();
    assert_eq!(receipts, expected);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_repeated_command_gets_the_first_answer(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (request, input) = (request(&stage.counter), stage.input().await);
    let first = stage.acts.receive(&request, input.clone()).await.unwrap();
    let again = stage.acts.receive(&request, input).await.unwrap();
    assert!(!first.done.again && again.done.again);
    assert_eq!(
        (first.application, first.receipt_number, first.done.position),
        (again.application, again.receipt_number, again.done.position)
    );
    let forward = super::stage::request(&stage.counter);
    let one = stage.acts.forward(&forward, first.application).await.unwrap();
    let two = stage.acts.forward(&forward, first.application).await.unwrap();
    assert_eq!((one.position, two.again), (two.position, true));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_seen_too_long_ago_is_not_acted_upon(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let mut late = request(&stage.counter);
    late.seen_version = Some(1);
    stage.acts.forward(&request(&stage.counter), case).await.unwrap();
    let refused = stage.acts.forward(&late, case).await;
    assert!(matches!(refused, Err(ActError::Stale { seen: 1, now: 2 })), "{refused:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn corrected_and_submitted_again(test: PgPool) {
    let stage = Stage::set(&test).await;
    let acts = &stage.acts;
    let receipt = stage.receive().await;
    let case = receipt.application;
    acts.forward(&request(&stage.counter), case).await.unwrap();
    acts.take_up(&request(&stage.checker), case).await.unwrap();
    let early = acts.examine(&request(&stage.checker), case).await;
    assert!(matches!(early, Err(ActError::Refused(Refusal::DocumentsOpen(_)))), "{early:?}");
    let items = vec![CorrectionItem { about: "insurance".to_owned(), phrase: "correction.insurance_mismatch".to_owned() }];
    let input = ReturnInput { items, due_on: date(2026, 12, 10), note: text("保険の記載を直してください。") };
    acts.return_for_correction(&request(&stage.checker), case, input).await.unwrap();

    let mut form = stage.form().await;
    form.insurance.kind = InsuranceKind::National;
    let amend = AmendInput {
        application_date: TODAY,
        arrival: None,
        basis: AmendmentBasis::IN_ANSWER,
        form: form.clone(),
        why: text("転記の誤り"),
        child_my_number: None,
        applicant_my_number: None,
    };
    acts.amend(&request(&stage.counter), case, amend).await.unwrap();
    acts.resubmit(&request(&stage.counter), case).await.unwrap();

    let now = acts.case(case, None).await.unwrap();
    assert_eq!(now.application.stage(), Some(State::Forwarded));
    assert_eq!(now.form.open(), Some(&form));
    assert_eq!(
        now.correction_note.and_then(|note| note.open().map(ToString::to_string)).as_deref(),
        Some("保険の記載を直してください。")
    );
    let then = acts.case(case, Some(receipt.done.position)).await.unwrap();
    assert_eq!((then.application.stage(), then.version), (Some(State::Received), 1));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_individual_number_lies_in_the_vault_and_nothing_personal_in_the_log(test: PgPool) {
    let stage = Stage::set(&test).await;
    let number = MyNumber::parse("123456789018").unwrap();
    let input = ReceiveInput { child_my_number: Some(number), ..stage.input().await };
    let form = input.form.clone();
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    let case = stage.acts.case(case, None).await.unwrap();
    let reference = case.application.child_my_number().unwrap();
    let shown =
        stage.acts.reveal_my_number(&request(&stage.checker), reference, case.id.0, text("本人確認のため")).await.unwrap();
    assert_eq!(shown.as_str(), "123456789018");

    let rows: Vec<String> =
        sqlx::query_scalar("SELECT e::text FROM es.events AS e UNION ALL SELECT c::text FROM es.commands AS c")
            .fetch_all(&test)
            .await
            .unwrap();
    let everything = rows.concat();
    let address = form.child.address.text.to_string();
    for plain in [
        form.child.name.written(),
        form.child.name.kana().as_str(),
        form.applicant.name.written(),
        &address,
        "123456789018",
        "例題 職員",
    ] {
        assert!(!everything.contains(plain), "{plain}");
    }
    assert!(!everything.contains(&form.child.birth_date.to_string()));
    let told: i64 =
        sqlx::query_scalar("SELECT count(*) FROM es.events WHERE log = 2 AND event_type = 'viewing.my_number_revealed'")
            .fetch_one(&test)
            .await
            .unwrap();
    assert_eq!(told, 1);
}
