//! What an operator asks of a read model stays asked for until a worker says how it ended; rows that differ need a second person.

use casework::Refusal;
use casework::operation::{OperationRefusal, SkipStep};
use events::operation::{CarriedOut, Outcome, Parked, Retried, Task};
use events::{Actor, ActorName, StaffRole};
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::ActError;

fn end(task: Task, outcome: Outcome) -> CarriedOut {
    CarriedOut { read_model: "ledger".to_owned(), task, outcome, detail: "version 1 at 3".to_owned() }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rebuild_is_asked_for_ended_and_decided_on_by_another(test: PgPool) {
    let stage = Stage::set(&test).await;
    let operator = |like: &Actor| Actor { role: StaffRole::Operator, ..like.clone() };
    let (one, other) = (operator(&stage.checker), operator(&stage.approver));
    let ask = async |who: &Actor, task| stage.acts.ask_operation(&request(who), "ledger", task, text("見本の理由")).await;

    let asked = async |name: &str| stage.acts.operation(name).await.unwrap().asked().iter().copied().collect::<Vec<_>>();
    ask(&one, Task::Rebuild).await.unwrap();
    assert_eq!(asked("ledger").await, [Task::Rebuild]);
    assert!(asked("worklist").await.is_empty());
    assert!(matches!(
        ask(&other, Task::RollBack).await,
        Err(ActError::Refused(Refusal::Operation(OperationRefusal::AskedAlready)))
    ));

    stage.acts.end_operation(end(Task::Rebuild, Outcome::Waits), TODAY).await.unwrap();
    assert!(asked("ledger").await.is_empty());
    assert!(matches!(ask(&one, Task::Exchange).await, Err(ActError::Refused(Refusal::Operation(OperationRefusal::OwnRebuild)))));
    ask(&other, Task::Exchange).await.unwrap();
    stage.acts.end_operation(end(Task::Exchange, Outcome::Done), TODAY).await.unwrap();
    let again = stage.acts.end_operation(end(Task::Exchange, Outcome::Done), TODAY).await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::Operation(OperationRefusal::NotAsked)))), "{again:?}");

    let program = Actor { name: ActorName::Program("worker".to_owned()), ..stage.counter.clone() };
    assert!(ask(&program, Task::Pause).await.is_err(), "a counter operates nothing");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_parked_is_told_once_and_skipped_by_two(test: PgPool) {
    let stage = Stage::set(&test).await;
    let operator = |like: &Actor| Actor { role: StaffRole::Operator, ..like.clone() };
    let (one, other) = (operator(&stage.checker), operator(&stage.approver));
    let (read_model, event_type) = ("ledger".to_owned(), "award.granted".to_owned());
    let parked = |position| Parked {
        read_model: read_model.clone(),
        position,
        event_type: event_type.clone(),
        error: "it cannot be read".to_owned(),
    };
    stage.acts.tell_parked(parked(7), TODAY).await.unwrap();
    let again = stage.acts.tell_parked(parked(7), TODAY).await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::Operation(OperationRefusal::ParkedAlready)))));
    stage.acts.tell_parked(parked(9), TODAY).await.unwrap();
    let applied = Retried { read_model: read_model.clone(), position: 9, event_type: event_type.clone() };
    stage.acts.tell_retried(applied, TODAY).await.unwrap();

    let skip = async |who: &Actor, step| stage.acts.decide_skip(&request(who), "ledger", (step, 7), text("見本の理由")).await;
    skip(&one, SkipStep::Propose).await.unwrap();
    assert!(matches!(skip(&one, SkipStep::Approve).await, Err(ActError::Refused(Refusal::Operation(OperationRefusal::OwnSkip)))));
    assert!(matches!(
        skip(&other, SkipStep::Withdraw).await,
        Err(ActError::Refused(Refusal::Operation(OperationRefusal::NotOwnSkip)))
    ));
    skip(&one, SkipStep::Withdraw).await.unwrap();
    assert_eq!(stage.acts.operation("ledger").await.unwrap().parked().get(&7), Some(&None), "it stays parked");
    skip(&one, SkipStep::Propose).await.unwrap();
    skip(&other, SkipStep::Approve).await.unwrap();
    let operation = stage.acts.operation("ledger").await.unwrap();
    assert!(operation.parked().is_empty() && operation.skipped().contains(&7));

    // Begun on the command line: no worker takes it for asked.
    stage.acts.begin_operation("ledger", Task::Rebuild, text("root"), None, TODAY).await.unwrap();
    assert!(stage.acts.operation("ledger").await.unwrap().asked().is_empty());
    stage.acts.end_operation(end(Task::Rebuild, Outcome::Done), TODAY).await.unwrap();
    assert!(stage.acts.end_operation(end(Task::Rebuild, Outcome::Done), TODAY).await.is_err());

    // Rows that differ need two who signed in, on the command line as on the screen.
    let ask = async |who: &Actor| stage.acts.ask_operation(&request(who), "ledger", Task::Exchange, text("見本の理由")).await;
    let begin = async |who| stage.acts.begin_operation("ledger", Task::Rebuild, text("root"), who, TODAY).await.unwrap();
    begin(None).await;
    stage.acts.end_operation(end(Task::Rebuild, Outcome::Waits), TODAY).await.unwrap();
    assert!(matches!(ask(&other).await, Err(ActError::Refused(Refusal::Operation(OperationRefusal::RebuildOfNobody)))));
    let unsigned = stage.acts.begin_operation("ledger", Task::Exchange, text("root"), None, TODAY).await;
    assert!(matches!(unsigned, Err(ActError::Refused(Refusal::Operation(OperationRefusal::ExchangeOfNobody)))));
    begin(Some(one.clone())).await;
    stage.acts.end_operation(end(Task::Rebuild, Outcome::Waits), TODAY).await.unwrap();
    assert!(matches!(ask(&one).await, Err(ActError::Refused(Refusal::Operation(OperationRefusal::OwnRebuild)))));
    ask(&other).await.unwrap();
}
