//! What an operator asks of a read model stays asked for until a worker says how it ended; rows that differ need a second person.

use casework::Refusal;
use events::operation::{CarriedOut, Outcome, Task};
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

    ask(&one, Task::Rebuild).await.unwrap();
    assert_eq!(stage.acts.asked_of("ledger").await.unwrap().into_iter().collect::<Vec<_>>(), [Task::Rebuild]);
    assert!(stage.acts.asked_of("worklist").await.unwrap().is_empty());
    assert!(matches!(ask(&other, Task::RollBack).await, Err(ActError::Refused(Refusal::OperationAsked))));

    stage.acts.end_operation(end(Task::Rebuild, Outcome::Waits), TODAY).await.unwrap();
    assert!(stage.acts.asked_of("ledger").await.unwrap().is_empty());
    assert!(matches!(ask(&one, Task::Exchange).await, Err(ActError::Refused(Refusal::OwnRebuild))));
    ask(&other, Task::Exchange).await.unwrap();
    stage.acts.end_operation(end(Task::Exchange, Outcome::Done), TODAY).await.unwrap();
    let again = stage.acts.end_operation(end(Task::Exchange, Outcome::Done), TODAY).await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::OperationNotAsked))), "{again:?}");

    let program = Actor { name: ActorName::Program("worker".to_owned()), ..stage.counter.clone() };
    assert!(ask(&program, Task::Pause).await.is_err(), "a counter operates nothing");
}
