//! A transmittal list (進達書) as an aggregate: drawn up and sent by an office, checked case by case in the division.

mod refusal;

use std::collections::BTreeMap;

use events::ids::ApplicationId;
use events::transmittal::{CaseChecked, DrawnUp, ReceiptOutcome, Sent, TransmittalEvent};
use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

pub use self::refusal::TransmittalRefusal;

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// The most cases of a list.
pub const MOST_CASES: usize = 100;

/// A list, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Transmittal {
    number: Option<(u8, u32)>,
    office: Option<OfficeCode>,
    cases: Vec<ApplicationId>,
    sent: bool,
    checked: BTreeMap<ApplicationId, ReceiptOutcome>,
}

/// A command on a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TransmittalCommand {
    /// 作成する.
    DrawUp {
        /// Fiscal year of 令和.
        year: u8,
        /// 進達番号.
        serial: u32,
        /// 申請, in order.
        cases: Vec<ApplicationId>,
    },
    /// 送る.
    Send {
        /// Those of the list that can be forwarded.
        cases: Vec<ApplicationId>,
    },
    /// 到着を確かめる.
    Check {
        /// The case.
        application: ApplicationId,
        /// What was found.
        outcome: ReceiptOutcome,
    },
}

impl Transmittal {
    /// Fiscal year and 進達番号; none where there is no such list.
    pub const fn number(&self) -> Option<(u8, u32)> {
        self.number
    }

    /// The office it comes from.
    pub const fn office(&self) -> Option<OfficeCode> {
        self.office
    }

    /// 申請: as drawn up, later as sent.
    pub fn cases(&self) -> &[ApplicationId] {
        &self.cases
    }

    /// Whether it left the office.
    pub const fn is_sent(&self) -> bool {
        self.sent
    }

    /// What was found of a case.
    pub fn outcome(&self, application: ApplicationId) -> Option<ReceiptOutcome> {
        self.checked.get(&application).copied()
    }

    /// Cases of which it is not known where they are: not checked, or missing.
    pub fn open(&self) -> usize {
        let known = |case: &&ApplicationId| self.outcome(**case).is_some_and(|outcome| outcome != ReceiptOutcome::Missing);
        self.cases.len() - self.cases.iter().filter(known).count()
    }

    fn decide(&self, command: TransmittalCommand, who: &Actor) -> Result<TransmittalEvent, Refusal> {
        match command {
            TransmittalCommand::DrawUp { year, serial, cases } => {
                let office = of_a_counter(who)?;
                if self.number.is_some() {
                    return Err(TransmittalRefusal::Stands.into());
                }
                if cases.is_empty() || cases.len() > MOST_CASES {
                    return Err(TransmittalRefusal::Size(MOST_CASES).into());
                }
                Ok(DrawnUp { serial, year, office, cases }.into())
            }
            TransmittalCommand::Send { cases } => {
                let office = of_a_counter(who)?;
                match self.office {
                    None => Err(TransmittalRefusal::NoSuchTransmittal.into()),
                    Some(own) if own != office => Err(Refusal::OtherOffice),
                    Some(_) if self.sent => Err(TransmittalRefusal::Sent.into()),
                    Some(_) if cases.is_empty() => Err(TransmittalRefusal::NothingToForward.into()),
                    Some(_) => Ok(Sent { cases }.into()),
                }
            }
            TransmittalCommand::Check { application, outcome } => {
                of_the_division(who)?;
                let on_the_list = self.sent && self.cases.contains(&application);
                match self.outcome(application) {
                    _ if !on_the_list => Err(Refusal::NotOnTheList),
                    None | Some(ReceiptOutcome::Missing) => Ok(CaseChecked { application, outcome }.into()),
                    Some(_) => Err(TransmittalRefusal::ReceiptChecked.into()),
                }
            }
        }
    }
}

/// Who sends: a counter, of its own office.
fn of_a_counter(who: &Actor) -> Result<OfficeCode, Refusal> {
    let office = who.office.filter(|office| !office.is_division());
    office
        .filter(|_| who.role == StaffRole::Counter)
        .ok_or(Refusal::Transmittal(TransmittalRefusal::Role(StaffRole::Counter.label())))
}

/// Who receives: a checker in the division.
fn of_the_division(who: &Actor) -> Result<(), Refusal> {
    if who.role != StaffRole::Checker {
        return Err(TransmittalRefusal::Role(StaffRole::Checker.label()).into());
    }
    if who.office.is_some_and(OfficeCode::is_division) { Ok(()) } else { Err(Refusal::NotOfTheDivision) }
}

aggregate!(Transmittal, "transmittal", TransmittalCommand => TransmittalEvent);

impl Transmittal {
    fn take(&mut self, fact: Fact<TransmittalEvent>) {
        match fact.event {
            TransmittalEvent::DrawnUp(event) => {
                (self.number, self.office, self.cases) = (Some((event.year, event.serial)), Some(event.office), event.cases);
            }
            TransmittalEvent::Sent(event) => (self.sent, self.cases) = (true, event.cases),
            TransmittalEvent::CaseChecked(event) => {
                self.checked.insert(event.application, event.outcome);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter, other_counter};

    const CASE: ApplicationId = ApplicationId(Uuid::from_u128(4));
    const OTHER: ApplicationId = ApplicationId(Uuid::from_u128(5));

    fn draw_up(cases: Vec<ApplicationId>) -> TransmittalCommand {
        TransmittalCommand::DrawUp { year: 8, serial: 1, cases }
    }

    fn send() -> TransmittalCommand {
        TransmittalCommand::Send { cases: vec![CASE, OTHER] }
    }

    fn check(outcome: ReceiptOutcome) -> TransmittalCommand {
        TransmittalCommand::Check { application: CASE, outcome }
    }

    fn after(commands: Vec<(Actor, TransmittalCommand)>) -> Transmittal {
        let mut list = Transmittal::default();
        for (who, command) in commands {
            let event = list.decide(command, &who).unwrap();
            list.take(Fact { event, by: who.id });
        }
        list
    }

    fn on_its_way() -> Vec<(Actor, TransmittalCommand)> {
        vec![(counter(), draw_up(vec![CASE, OTHER])), (counter(), send())]
    }

    #[test]
    fn what_is_missing_may_still_turn_up() {
        let list = after([on_its_way(), vec![(checker(), check(ReceiptOutcome::Missing))]].concat());
        assert_eq!(list.open(), 2);
        let found = after(
            [on_its_way(), vec![(checker(), check(ReceiptOutcome::Missing)), (checker(), check(ReceiptOutcome::Arrived))]]
                .concat(),
        );
        assert_eq!(found.open(), 1);
        assert_eq!(found.decide(check(ReceiptOutcome::SentBack), &checker()), Err(TransmittalRefusal::ReceiptChecked.into()));
    }

    #[test]
    fn a_list_is_drawn_up_and_sent_once_by_its_office() {
        let nothing = Transmittal::default();
        assert_eq!(nothing.decide(send(), &counter()), Err(TransmittalRefusal::NoSuchTransmittal.into()));
        assert_eq!(nothing.decide(draw_up(Vec::new()), &counter()), Err(TransmittalRefusal::Size(MOST_CASES).into()));
        let drawn = after(on_its_way()[..1].to_vec());
        assert_eq!(drawn.decide(draw_up(vec![CASE]), &counter()), Err(TransmittalRefusal::Stands.into()));
        assert_eq!(drawn.decide(send(), &other_counter()), Err(Refusal::OtherOffice));
        assert_eq!(
            drawn.decide(TransmittalCommand::Send { cases: Vec::new() }, &counter()),
            Err(TransmittalRefusal::NothingToForward.into())
        );
        assert_eq!(drawn.decide(check(ReceiptOutcome::Arrived), &checker()), Err(Refusal::NotOnTheList));
        assert_eq!(after(on_its_way()).decide(send(), &counter()), Err(TransmittalRefusal::Sent.into()));
    }

    #[test]
    fn each_command_belongs_to_one_role() {
        let list = after(on_its_way());
        for who in [counter(), approver()] {
            assert_eq!(list.decide(check(ReceiptOutcome::Arrived), &who), Err(TransmittalRefusal::Role("点検").into()));
        }
        for who in [checker(), approver()] {
            for command in [draw_up(vec![CASE]), send()] {
                assert_eq!(Transmittal::default().decide(command, &who), Err(TransmittalRefusal::Role("窓口").into()));
            }
        }
        let elsewhere = Actor { office: counter().office, ..checker() };
        assert_eq!(list.decide(check(ReceiptOutcome::Arrived), &elsewhere), Err(Refusal::NotOfTheDivision));
    }
}
