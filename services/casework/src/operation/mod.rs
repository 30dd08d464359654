//! The operation of a read model (表示用の表): who may ask for what; that rows which differ are exchanged, and an event that cannot be
//! applied is skipped, only by a second person.

mod refusal;

use std::collections::{BTreeMap, BTreeSet};

use events::ids::StaffId;
use events::operation::{
    Begun, COMMAND_LINE, CarriedOut, OperationEvent, Outcome, Parked, Requested, Retried, SkipProposed, SkipWithdrawn, Skipped,
    Task,
};
use events::vocabulary::FreeText;
use events::{Actor, Personal, StaffRole};
use serde::{Deserialize, Serialize};

pub use self::refusal::OperationRefusal;
use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// The operation of one read model, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Operation {
    asked: BTreeSet<Task>,
    /// Who asked for the rows that wait for a decision.
    builder: Option<StaffId>,
    waits: bool,
    /// Begun on the command line and not ended.
    begun: BTreeSet<Task>,
    /// Positions of events that are parked, and who proposed to skip each.
    parked: BTreeMap<i64, Option<StaffId>>,
    /// Those that two persons decided to do without.
    skipped: BTreeSet<i64>,
}

/// A step of doing without an event that cannot be applied (出来事を飛ばす): one operator proposes it, another approves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SkipStep {
    /// 飛ばすよう提案する.
    Propose,
    /// 飛ばす提案を取り下げる: whoever proposed it.
    Withdraw,
    /// 飛ばすことを承認する: a second person. A worker carries it out.
    Approve,
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
    /// Say what is begun on the command line, and under which account of the machine.
    Begin {
        /// The read model.
        read_model: String,
        /// What.
        task: Task,
        /// The account.
        account: FreeText,
    },
    /// Say that an event is parked.
    Park(Parked),
    /// Say that it was applied after all.
    Release(Retried),
    /// Decide about doing without an event.
    Skip {
        /// The read model.
        read_model: String,
        /// Which step of it.
        step: SkipStep,
        /// The event.
        position: i64,
        /// Why.
        why: FreeText,
    },
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

    /// Rows that differ wait, and nobody signed in for the rebuild: it cannot be known whether a second person decides.
    pub fn waits_for_nobody(&self) -> bool {
        self.waits && self.builder == Some(of_nobody())
    }

    /// Events that are parked as far as the log says, with who proposed to skip each.
    pub const fn parked(&self) -> &BTreeMap<i64, Option<StaffId>> {
        &self.parked
    }

    /// Events that two persons decided to do without.
    pub const fn skipped(&self) -> &BTreeSet<i64> {
        &self.skipped
    }

    fn decide(&self, command: OperationCommand, who: &Actor) -> Result<OperationEvent, Refusal> {
        match command {
            OperationCommand::Ask { .. } | OperationCommand::Skip { .. } if who.role != StaffRole::Operator => {
                Err(Refusal::NeedsRole(StaffRole::Operator.label()))
            }
            OperationCommand::Ask { task, .. } if self.asked.contains(&task) => Err(OperationRefusal::AskedAlready.into()),
            OperationCommand::Ask { task, .. } if task.is_work() && self.asked.iter().any(|asked| asked.is_work()) => {
                Err(OperationRefusal::AskedAlready.into())
            }
            OperationCommand::Ask { task: Task::Exchange, .. } if self.builder == Some(who.id) => {
                Err(OperationRefusal::OwnRebuild.into())
            }
            OperationCommand::Ask { task: Task::Exchange, .. } if self.builder == Some(of_nobody()) => {
                Err(OperationRefusal::RebuildOfNobody.into())
            }
            OperationCommand::Ask { read_model, task, why } => {
                Ok(Requested { read_model, task, why: Personal::Open(why) }.into())
            }
            OperationCommand::End(end) if self.asked.contains(&end.task) || self.begun.contains(&end.task) => Ok(end.into()),
            OperationCommand::End(_) => Err(OperationRefusal::NotAsked.into()),
            OperationCommand::Begin { task: Task::Exchange, .. } => Err(OperationRefusal::ExchangeOfNobody.into()),
            OperationCommand::Begin { .. } if !matches!(who.role, StaffRole::Program | StaffRole::Operator) => {
                Err(Refusal::NeedsRole(StaffRole::Operator.label()))
            }
            OperationCommand::Begin { read_model, task, account } => {
                Ok(Begun { read_model, task, account: Personal::Open(account) }.into())
            }
            OperationCommand::Park(parked) if self.parked.contains_key(&parked.position) => {
                Err(OperationRefusal::ParkedAlready.into())
            }
            OperationCommand::Park(parked) => Ok(parked.into()),
            OperationCommand::Release(retried) if self.parked.contains_key(&retried.position) => Ok(retried.into()),
            OperationCommand::Release(_) => Err(OperationRefusal::NotParked.into()),
            OperationCommand::Skip { read_model, step, position, why } => {
                let why = Personal::Open(why);
                match (step, self.parked.get(&position).ok_or(OperationRefusal::NotParked)?) {
                    (SkipStep::Propose, Some(_)) => Err(OperationRefusal::SkipProposed.into()),
                    (SkipStep::Propose, None) => Ok(SkipProposed { read_model, position, why }.into()),
                    (SkipStep::Withdraw | SkipStep::Approve, None) => Err(OperationRefusal::SkipNotProposed.into()),
                    (SkipStep::Withdraw, Some(proposer)) if *proposer != who.id => Err(OperationRefusal::NotOwnSkip.into()),
                    (SkipStep::Withdraw, Some(_)) => Ok(SkipWithdrawn { read_model, position, why }.into()),
                    (SkipStep::Approve, Some(proposer)) if *proposer == who.id => Err(OperationRefusal::OwnSkip.into()),
                    (SkipStep::Approve, Some(proposer)) => {
                        Ok(Skipped { read_model, position, proposed_by: *proposer, why }.into())
                    }
                }
            }
        }
    }
}

/// Whoever is at the machine and has not signed in.
fn of_nobody() -> StaffId {
    Actor::program(COMMAND_LINE).id
}

aggregate!(Operation, "operation", OperationCommand => OperationEvent);

impl Operation {
    fn take(&mut self, fact: Fact<OperationEvent>) {
        match fact.event {
            OperationEvent::Requested(event) => {
                self.asked.insert(event.task);
                if event.task == Task::Rebuild {
                    self.builder = Some(fact.by);
                }
            }
            OperationEvent::Begun(event) => {
                self.begun.insert(event.task);
                if event.task == Task::Rebuild {
                    self.builder = Some(fact.by);
                }
            }
            OperationEvent::Parked(event) => {
                self.parked.insert(event.position, None);
                self.skipped.remove(&event.position);
            }
            OperationEvent::Retried(event) => {
                self.parked.remove(&event.position);
            }
            OperationEvent::SkipProposed(event) => {
                self.parked.insert(event.position, Some(fact.by));
            }
            OperationEvent::SkipWithdrawn(event) => {
                self.parked.insert(event.position, None);
            }
            OperationEvent::Skipped(event) => {
                self.parked.remove(&event.position);
                self.skipped.insert(event.position);
            }
            OperationEvent::CarriedOut(event) => {
                if !self.begun.remove(&event.task) {
                    self.asked.remove(&event.task);
                }
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
        framework()
            .when((who(1, StaffRole::Operator), ask(Task::Exchange)))
            .then_expect_error(OperationRefusal::OwnRebuild.into());
        framework().when((who(2, StaffRole::Operator), ask(Task::Exchange))).then_expect_events(vec![asked(Task::Exchange, 2)]);
    }

    #[test]
    fn rows_that_nobody_signed_in_for_are_exchanged_by_nobody() {
        let account = || Personal::Open(text("見本"));
        let begun = |task, by: &Actor| Fact::new(Begun { read_model: "ledger".to_owned(), task, account: account() }, by.id);
        let wish = |task| OperationCommand::Begin { read_model: "ledger".to_owned(), task, account: text("見本") };
        let waiting = |by: &Actor| vec![begun(Task::Rebuild, by), ended(Task::Rebuild, Outcome::Waits)];
        let framework = |by: &Actor| TestFramework::<Operation>::with(()).given(waiting(by));
        let (machine, signed_in) = (Actor::program(COMMAND_LINE), who(1, StaffRole::Operator));
        framework(&machine)
            .when((who(2, StaffRole::Operator), ask(Task::Exchange)))
            .then_expect_error(OperationRefusal::RebuildOfNobody.into());
        framework(&signed_in)
            .when((who(2, StaffRole::Operator), ask(Task::Exchange)))
            .then_expect_events(vec![asked(Task::Exchange, 2)]);
        framework(&signed_in)
            .when((signed_in.clone(), ask(Task::Exchange)))
            .then_expect_error(OperationRefusal::OwnRebuild.into());
        framework(&signed_in)
            .when((machine.clone(), wish(Task::Exchange)))
            .then_expect_error(OperationRefusal::ExchangeOfNobody.into());
        let auditor = who(3, StaffRole::Auditor);
        assert!(framework(&machine).when((auditor, wish(Task::Rebuild))).inspect_result().is_err());
        let mut operation = Operation::default();
        for fact in waiting(&machine) {
            operation.take(fact);
        }
        assert!(operation.waits_for_nobody());
        operation.take(ended(Task::Stop, Outcome::Done));
        assert!(!operation.waits_for_nobody());
    }

    #[test]
    fn a_parked_event_is_skipped_by_two_persons_only() {
        let by = |event: OperationEvent, who: u128| Fact::new(event, StaffId(Uuid::from_u128(who)));
        let (read_model, position) = (|| "ledger".to_owned(), 7);
        let parked: OperationEvent =
            Parked { read_model: read_model(), position, event_type: "x".to_owned(), error: "y".to_owned() }.into();
        let why = || Personal::Open(text("見本の理由"));
        let proposed: OperationEvent = SkipProposed { read_model: read_model(), position, why: why() }.into();
        let step = |step| OperationCommand::Skip { read_model: read_model(), step, position, why: text("見本の理由") };
        let (propose, approve) = (|| step(SkipStep::Propose), || step(SkipStep::Approve));
        let after = |events: &[OperationEvent]| {
            TestFramework::<Operation>::with(()).given(events.iter().map(|event| by(event.clone(), 1)).collect())
        };
        let operator = |id| who(id, StaffRole::Operator);
        after(&[]).when((operator(1), propose())).then_expect_error(OperationRefusal::NotParked.into());
        after(std::slice::from_ref(&parked))
            .when((operator(2), approve()))
            .then_expect_error(OperationRefusal::SkipNotProposed.into());
        after(std::slice::from_ref(&parked)).when((operator(1), propose())).then_expect_events(vec![by(proposed.clone(), 1)]);
        let both = [parked, proposed];
        after(&both).when((operator(2), propose())).then_expect_error(OperationRefusal::SkipProposed.into());
        after(&both).when((operator(1), approve())).then_expect_error(OperationRefusal::OwnSkip.into());
        let proposed_by = StaffId(Uuid::from_u128(1));
        let skipped: OperationEvent = Skipped { read_model: read_model(), position, proposed_by, why: why() }.into();
        after(&both).when((operator(2), approve())).then_expect_events(vec![by(skipped.clone(), 2)]);
        let withdraw = || step(SkipStep::Withdraw);
        let withdrawn: OperationEvent = SkipWithdrawn { read_model: read_model(), position, why: why() }.into();
        after(&both).when((operator(2), withdraw())).then_expect_error(OperationRefusal::NotOwnSkip.into());
        after(&both).when((operator(1), withdraw())).then_expect_events(vec![by(withdrawn.clone(), 1)]);
        let [parked, proposed] = both;
        let taken_back = [parked.clone(), proposed.clone(), withdrawn];
        after(&taken_back).when((operator(1), withdraw())).then_expect_error(OperationRefusal::SkipNotProposed.into());
        after(&taken_back).when((operator(2), approve())).then_expect_error(OperationRefusal::SkipNotProposed.into());
        after(&taken_back).when((operator(2), propose())).then_expect_events(vec![by(proposed.clone(), 2)]);
        after(&[parked, proposed, skipped]).when((operator(3), approve())).then_expect_error(OperationRefusal::NotParked.into());
        assert!(after(&[]).when((who(3, StaffRole::Auditor), propose())).inspect_result().is_err());
    }

    #[test]
    fn one_work_at_a_time_and_only_by_operators() {
        let framework = || TestFramework::<Operation>::with(()).given(vec![asked(Task::Rebuild, 1)]);
        framework()
            .when((who(2, StaffRole::Operator), ask(Task::RollBack)))
            .then_expect_error(OperationRefusal::AskedAlready.into());
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
            .then_expect_error(OperationRefusal::NotAsked.into());
    }
}
