//! The review board through the acts: what it says is on the sitting and on the case at once; what it says no to is in no award.

use casework::Refusal;
use casework::application::commands::Opinion;
use casework::application::{BoardRefusal, Stage as State};
use events::sitting::Verdict;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, HearingInput, RefuseInput};

fn refusal() -> RefuseInput {
    RefuseInput { ground: "refusal.age".to_owned(), why: text("対象となる年齢を超えているため。") }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn refused_with_reason_after_the_board(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    let early = stage.acts.refuse(&request(&stage.approver), case, refusal()).await;
    assert!(matches!(early, Err(ActError::Refused(Refusal::Board(BoardRefusal::NotHeard(_))))), "{early:?}");
    stage.heard(case, &[Verdict::Refuse]).await;
    let examined = stage.acts.examine(&request(&stage.checker), case).await;
    assert!(matches!(examined, Err(ActError::Refused(Refusal::Board(BoardRefusal::Against)))), "{examined:?}");
    let elsewhere = RefuseInput { ground: "correction.signature".to_owned(), ..refusal() };
    let unknown = stage.acts.refuse(&request(&stage.approver), case, elsewhere).await;
    assert!(matches!(unknown, Err(ActError::Refused(Refusal::UnknownPhrase(_)))), "{unknown:?}");
    stage.acts.refuse(&request(&stage.approver), case, refusal()).await.unwrap();
    let case = stage.acts.case(case, None).await.unwrap();
    assert_eq!(case.application.stage(), Some(State::Refused));
    let refused = case.refusal.unwrap();
    assert_eq!((refused.ground.as_str(), refused.board_heard_on), ("refusal.age", TODAY));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_award_names_only_what_the_board_approved(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut input = stage.input().await;
    let mut second = input.form.opinions[0].clone();
    second.disease = if second.disease == "04_01_001".parse().unwrap() { "04_02_002" } else { "04_01_001" }.parse().unwrap();
    input.form.opinions.push(second.clone());
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    stage.take_up(case).await;
    let verdict = |disease| if disease == second.disease { Verdict::Refuse } else { Verdict::Approve };
    let mut diseases = stage.acts.case(case, None).await.unwrap().application.diseases().to_vec();
    diseases.sort();
    let verdicts: Vec<Verdict> = diseases.into_iter().map(verdict).collect();
    stage.heard(case, &verdicts).await;
    stage.acts.examine(&request(&stage.checker), case).await.unwrap();
    let award = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap().award;
    let granted: String = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE stream_id = $1")
        .bind(award.0)
        .fetch_one(&test)
        .await
        .unwrap();
    let granted: serde_json::Value = serde_json::from_str(&granted).unwrap();
    let named = granted["diseases"].as_array().unwrap();
    assert_eq!(named.len(), 1);
    assert_ne!(named[0], second.disease.to_string());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_verdict_on_a_withdrawn_case_changes_nothing(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    stage.acts.put_before_board(&request(&stage.checker), case, text("判断に迷うため。")).await.unwrap();
    let sitting = stage.sitting(case).await;
    let disease = stage.acts.case(case, None).await.unwrap().application.diseases()[0];
    stage.acts.withdraw(&request(&stage.counter), case, TODAY, None).await.unwrap();
    let input =
        HearingInput { opinions: vec![Opinion { disease, verdict: Verdict::Approve, remark: None }], recused: Vec::new() };
    let refused = stage.acts.hear_board(&request(&stage.board_clerk), sitting, case, input).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::WrongStage { stage: State::Withdrawn, .. }))), "{refused:?}");
    let file = stage.acts.sitting(sitting).await.unwrap();
    assert!(file.heard.is_empty());
    stage.acts.close_sitting(&request(&stage.board_clerk), sitting, text("審査なし。"), Vec::new()).await.unwrap();
    assert_eq!(stage.acts.sitting(sitting).await.unwrap().carried_over, [case]);
}
