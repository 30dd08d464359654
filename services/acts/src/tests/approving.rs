//! Approving: four eyes, two at once, numbers, certificates.

use casework::Refusal;
use casework::application::{LikenessRefusal, Stage as State};
use events::StaffRole;
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{Kana, MyNumber, PersonName};
use jiff::civil::date;
use sqlx::PgPool;

use super::stage::{Stage, request};
use crate::{ActError, Issue, ReceiveInput};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn from_the_counter_to_the_certificate(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let approving = request(&stage.approver);
    let approval = stage.acts.approve(&approving, case, None).await.unwrap();
    assert_eq!(approval.recipient_number.serial(), 1);
    let Some(Issue::Issued { certificate, position }) = approval.certificate.clone() else { panic!("{approval:?}") };

    let again = stage.acts.approve(&approving, case, None).await.unwrap();
    assert_eq!(
        (again.award, again.recipient_number, again.certificate),
        (approval.award, approval.recipient_number, approval.certificate)
    );
    assert!(again.done.again);
    let once_more = stage.acts.issue_certificate(approval.award, approving.correlation_id).await.unwrap();
    assert_eq!(once_more, Issue::Issued { certificate, position });

    let case = stage.acts.case(case, None).await.unwrap();
    assert_eq!(case.application.stage(), Some(State::Approved));
    let payload: String = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type = 'certificate.issued'")
        .fetch_one(&test)
        .await
        .unwrap();
    let issued: events::certificate::Issued = serde_json::from_str(&payload).unwrap();
    let names: Vec<&str> = issued.documents.iter().map(|document| document.document.as_str()).collect();
    assert_eq!(names, ["certificate", "cap_sheet", "calculation_sheet"]);
    for document in &issued.documents {
        let bytes = stage.acts.artifact(document.artifact).await.unwrap();
        assert!(bytes.starts_with(b"%PDF"), "{}", document.document);
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_author_does_not_approve(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let mut promoted = stage.checker.clone();
    promoted.role = StaffRole::Approver;
    let refused = stage.acts.approve(&request(&promoted), case, None).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::OwnWork))), "{refused:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_approvers_one_wins_and_numbers_are_unique(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (first, second) = (stage.examined().await, stage.examined().await);
    let (one, two) = (request(&stage.approver), request(&stage.second_approver));
    let (one, two) = tokio::join!(stage.acts.approve(&one, first, None), stage.acts.approve(&two, first, None));
    let won = [&one, &two].into_iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(won, 1, "{one:?} {two:?}");
    let lost = one.as_ref().err().or(two.as_ref().err()).unwrap();
    assert!(matches!(lost, ActError::Stale { .. } | ActError::Refused(Refusal::WrongStage { .. })), "{lost:?}");
    let other = stage.acts.approve(&request(&stage.approver), second, None).await.unwrap();
    assert_eq!(other.recipient_number.serial(), 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_certificate_left_behind_is_made_later_and_once(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let approving = request(&stage.approver);
    // As after a crash between the decision and the certificate.
    let done = stage.acts.decide_approval(&approving, case, None, &[]).await.unwrap();
    let (open, looked) = stage.acts.awards_without_certificate(0, 100_000).await.unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(looked, done.last_position);
    let (a, b) = tokio::join!(
        stage.acts.issue_certificate(open[0], approving.correlation_id),
        stage.acts.issue_certificate(open[0], approving.correlation_id)
    );
    assert_eq!(a.unwrap(), b.unwrap());
    let issued: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'certificate.issued'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(issued, 1);
    assert!(stage.acts.awards_without_certificate(0, 100_000).await.unwrap().0.is_empty());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_registered_child_is_not_registered_again(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut cases = Vec::new();
    for _ in 0..2 {
        let number = MyNumber::parse("123456789018").ok();
        let input = ReceiveInput { child_my_number: number, ..stage.input().await };
        let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
        stage.examine(case).await;
        cases.push(case);
    }
    stage.acts.approve(&request(&stage.approver), cases[0], None).await.unwrap();
    let refused = stage.acts.approve(&request(&stage.approver), cases[1], None).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Likeness(LikenessRefusal::NumberOfARecipient)))), "{refused:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_cap_adopted_after_the_examination_stops_the_approval(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let tier = stage.acts.case(case, None).await.unwrap().application.conclusion().unwrap().tier.unwrap();
    let row = RowAdopted {
        table: "caps".to_owned(),
        key: tier.code().to_owned(),
        valid_from: date(2015, 1, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本".to_owned(),
        values: serde_json::json!({ "general_yen": 1, "severe_yen": 1, "ventilator_yen": 1, "hospital_meal_share": "1/2" }),
    };
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![row]).await.unwrap();
    let refused = stage.acts.approve(&request(&stage.approver), case, None).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::DeterminationChanged))), "{refused:?}");
    stage.acts.send_back(&request(&stage.approver), case, super::stage::text("上限額が変わりました。")).await.unwrap();
    stage.acts.examine(&request(&stage.checker), case).await.unwrap();
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let conclusion = stage.acts.case(case, None).await.unwrap().application.conclusion().cloned().unwrap();
    assert_eq!(conclusion.monthly_cap.amount(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_printed_is_found_before_the_decision(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut input = stage.input().await;
    input.form.child.name = PersonName::new("見本 \u{e000}", Kana::parse("ミホン").unwrap()).unwrap();
    let faults = stage.acts.unprintable(&input.form);
    assert!(faults.iter().any(|fault| fault.character == "\u{e000}" && fault.place == 4), "{faults:?}");
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    stage.examine(case).await;
    let refused = stage.acts.approve(&request(&stage.approver), case, None).await;
    assert!(matches!(refused, Err(ActError::Unprintable(_))), "{refused:?}");
    let case = stage.acts.case(case, None).await.unwrap();
    assert_eq!(case.application.stage(), Some(State::Examined));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_does_not_fit_the_form_is_found_before_the_decision(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut input = stage.input().await;
    input.form.wishes.main_institution = Some(super::stage::text(&"見本病院".repeat(450)));
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    stage.examine(case).await;
    let refused = stage.acts.approve(&request(&stage.approver), case, None).await;
    assert!(matches!(refused, Err(ActError::TooLong(_))), "{refused:?}");
    assert_eq!(stage.acts.case(case, None).await.unwrap().application.stage(), Some(State::Examined));
}
