//! Transmittal lists: drawn up, sent with their cases in one act, checked case by case.

use casework::Refusal;
use casework::application::Stage as State;
use casework::transmittal::TransmittalRefusal;
use events::ids::ApplicationId;
use events::transmittal::ReceiptOutcome;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, DocumentInput};

async fn ready(stage: &Stage) -> ApplicationId {
    let case = stage.receive().await.application;
    let lines = stage.acts.case(case, None).await.unwrap().documents.into_iter();
    let handed_in = events::application::DocumentState::Received;
    let lines = lines.map(|one| DocumentInput { item: one.line.item, state: handed_in, why: None }).collect();
    stage.acts.record_documents(&request(&stage.counter), case, lines).await.unwrap();
    case
}

async fn state(stage: &Stage, case: ApplicationId) -> Option<State> {
    stage.acts.case(case, None).await.unwrap().application.stage()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_list_is_sent_and_what_arrives_is_checked(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (arrives, is_missing, goes_back, leaves) =
        (ready(&stage).await, ready(&stage).await, ready(&stage).await, ready(&stage).await);
    let all = [arrives, is_missing, goes_back, leaves];
    let (list, _) = stage.acts.draw_up_transmittal(&request(&stage.counter), &all).await.unwrap();
    assert_eq!(state(&stage, arrives).await, Some(State::Received), "drawing up sends nothing");
    stage.acts.withdraw(&request(&stage.counter), leaves, TODAY, None).await.unwrap();
    let sending = request(&stage.counter);
    stage.acts.send_transmittal(&sending, list).await.unwrap();
    stage.acts.send_transmittal(&sending, list).await.unwrap();
    let file = stage.acts.transmittal(list).await.unwrap().transmittal;
    assert_eq!(file.cases(), [arrives, is_missing, goes_back], "what went another way dropped off");
    assert_eq!(file.number().map(|(_, serial)| serial), Some(1));

    let early = stage.acts.take_up(&request(&stage.checker), arrives).await;
    assert!(matches!(early, Err(ActError::Refused(Refusal::NotArrived))), "{early:?}");
    for (case, outcome) in
        [(arrives, ReceiptOutcome::Arrived), (is_missing, ReceiptOutcome::Missing), (goes_back, ReceiptOutcome::SentBack)]
    {
        let why = (outcome != ReceiptOutcome::Arrived).then(|| text("医療意見書が入っていません。"));
        stage.acts.check_receipt(&request(&stage.checker), list, case, outcome, why).await.unwrap();
    }
    stage.acts.take_up(&request(&stage.checker), arrives).await.unwrap();
    assert_eq!(state(&stage, is_missing).await, Some(State::Forwarded));
    assert_eq!(state(&stage, goes_back).await, Some(State::Received));
    let again = stage.acts.check_receipt(&request(&stage.checker), list, arrives, ReceiptOutcome::Arrived, None).await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::Transmittal(TransmittalRefusal::ReceiptChecked)))), "{again:?}");

    // What went back goes on the next list; what was missing turns up.
    let (next, _) = stage.acts.draw_up_transmittal(&request(&stage.counter), &[goes_back]).await.unwrap();
    stage.acts.send_transmittal(&request(&stage.counter), next).await.unwrap();
    assert_eq!(stage.acts.transmittal(next).await.unwrap().transmittal.number().map(|(_, serial)| serial), Some(2));
    stage.acts.check_receipt(&request(&stage.checker), list, is_missing, ReceiptOutcome::Arrived, None).await.unwrap();
    stage.acts.take_up(&request(&stage.checker), is_missing).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_forwarded_is_on_no_list(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (case, gone) = (ready(&stage).await, ready(&stage).await);
    stage.acts.forward(&request(&stage.counter), gone).await.unwrap();
    let refused = stage.acts.draw_up_transmittal(&request(&stage.counter), &[case, gone]).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::WrongStage { .. }))), "{refused:?}");
    let nothing = stage.acts.draw_up_transmittal(&request(&stage.counter), &[]).await;
    assert!(matches!(nothing, Err(ActError::Refused(Refusal::Transmittal(TransmittalRefusal::Size(_))))), "{nothing:?}");
    stage.acts.take_up(&request(&stage.checker), gone).await.unwrap();
}
