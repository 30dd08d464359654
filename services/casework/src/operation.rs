//! The operation of a read model (表示用の表): who may ask for what, and that rows which differ are exchanged only by a second person.

use std::collections::BTreeSet;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::StaffId;
use events::operation::{CarriedOut, OperationEvent, Outcome, Requested, Task};
use events::vocabulary::FreeText;
use events::{Actor, Personal, StaffRole};
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal};

/// The operation of one read model, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Operation {
    asked: BTreeSet<Task>,
    /// Who asked for the rows that wait for a decision.
    builder: Option<StaffId>,
    waits: bool,
}

/// A command on the operation of a read model.
#[derive(Clone, PartialEq, Debug)]
pub enum OperationCommand {
    /// Ask for something.
    Ask {
        /// The read model.
        read_model: String,
        /// What.
        task: Task,
        /// Why.
        why: FreeText,
    },
    /// Say how it ended.
    End(CarriedOut),
}

impl Operation {
    /// What was asked for and has not ended.
    pub const fn asked(&self) -> &BTreeSet<Task> {
        &self.asked
    }

    /// Who asked for the rebuild whose rows differ and wait for a second person.
    pub fn waits_for_another_than(&self) -> Option<StaffId> {
        self.builder.filter(|_| self.waits)
    }

    fn decide(&self, command: OperationCommand, who: &Actor) -> Result<OperationEvent, Refusal> {
        match command {
            OperationCommand::Ask { .. } if who.role != StaffRole::Operator => {
                Err(Refusal::ErasureRole(StaffRole::Operator.label()))
            }
            OperationCommand::Ask { task, .. } if self.asked.contains(&task) => Err(Refusal::OperationAsked),
            OperationCommand::Ask { task, .. } if task.is_work() && self.asked.iter().any(|asked| asked.is_work()) => {
                Err(Refusal::OperationAsked)
            }
            OperationCommand::Ask { task: Task::Exchange, .. } if self.builder == Some(who.id) => Err(Refusal::OwnRebuild),
            OperationCommand::Ask { read_model, task, why } => {
                Ok(Requested { read_model, task, why: Personal::Open(why) }.into())
            }
            OperationCommand::End(end) if self.asked.contains(&end.task) => Ok(end.into()),
            OperationCommand::End(_) => Err(Refusal::OperationNotAsked),
        }
    }
}

impl Aggregate for Operation {
    const TYPE: &'static str = "operation";
    type Command = (Actor, OperationCommand);
    type Event = Fact<OperationEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (who, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let event = self.decide(command, &who)?;
        sink.write(Fact { event, by: who.id }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<OperationEvent>) {
        match fact.event {
            OperationEvent::Requested(event) => {
                self.asked.insert(event.task);
                if event.task == Task::Rebuild {
                    self.builder = Some(fact.by);
                }
            }
            OperationEvent::CarriedOut(event) => {
                self.asked.remove(&event.task);
                self.waits = match (event.task, event.outcome) {
                    (Task::Rebuild, Outcome::Waits) => true,
                    (Task::Exchange | Task::Stop, Outcome::Done) | (Task::Rebuild, _) => false,
                    _ => self.waits,
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::ActorName;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::text;

    fn who(id: u128, role: StaffRole) -> Actor {
        Actor { id: StaffId(Uuid::from_u128(id)), name: ActorName::Program("test".to_owned()), role, office: None }
    }

    fn ask(task: Task) -> OperationCommand {
        OperationCommand::Ask { read_model: "ledger".to_owned(), task, why: text("見本の理由") }
    }

    fn asked(task: Task, by: u128) -> Fact<OperationEvent> {
        let why = Personal::Open(text("見本の理由"));
        Fact::new(Requested { read_model: "ledger".to_owned(), task, why }, StaffId(Uuid::from_u128(by)))
    }

    fn ended(task: Task, outcome: Outcome) -> Fact<OperationEvent> {
        let end = CarriedOut { read_model: "ledger".to_owned(), task, outcome, detail: String::new() };
        Fact::new(end, StaffId(Uuid::from_u128(9)))
    }

    #[test]
    fn rows_that_differ_go_live_by_a_second_person_only() {
        let before = || vec![asked(Task::Rebuild, 1), ended(Task::Rebuild, Outcome::Waits)];
        let framework = || TestFramework::<Operation>::with(()).given(before());
        framework().when((who(1, StaffRole::Operator), ask(Task::Exchange))).then_expect_error(Refusal::OwnRebuild);
        framework().when((who(2, StaffRole::Operator), ask(Task::Exchange))).then_expect_events(vec![asked(Task::Exchange, 2)]);
    }

    #[test]
    fn one_work_at_a_time_and_only_by_operators() {
        let framework = || TestFramework::<Operation>::with(()).given(vec![asked(Task::Rebuild, 1)]);
        framework().when((who(2, StaffRole::Operator), ask(Task::RollBack))).then_expect_error(Refusal::OperationAsked);
        framework().when((who(2, StaffRole::Operator), ask(Task::Pause))).then_expect_events(vec![asked(Task::Pause, 2)]);
        let refused = framework().when((who(3, StaffRole::Auditor), ask(Task::Pause))).inspect_result();
        assert!(refused.is_err());
        framework()
            .when((
                who(9, StaffRole::Program),
                OperationCommand::End(CarriedOut {
                    read_model: "ledger".to_owned(),
                    task: Task::Exchange,
                    outcome: Outcome::Done,
                    detail: String::new(),
                }),
            ))
            .then_expect_error(Refusal::OperationNotAsked);
    }
}
