//! 経過措置: a rule binds from when the installation took it in, and what was lawful before stays lawful. The log itself says when that was:
//! the migration that came with the rule is told in it, and so is the first act that only the rule makes possible.

use super::Histories;
use crate::Refusal;
use crate::application::BoardRefusal;
use crate::operation::OperationRefusal;

/// The migration that came with the review board (審査会).
const BOARD: i64 = 75;
/// The migration with which rows that differ came to need two operators who signed in.
const EXCHANGE_BY_TWO: i64 = 100;

impl Histories {
    /// Whether a refusal binds where the log stands now.
    pub(super) fn binds(&self, refusal: &Refusal) -> bool {
        let since = |migration: i64| self.installation.migrated_to().is_some_and(|newest| newest >= migration);
        match refusal {
            // Before, the day on which the board had been heard was typed where an application was refused.
            Refusal::Board(BoardRefusal::NotHeard(_)) => since(BOARD) || !self.sittings.is_empty(),
            Refusal::Operation(OperationRefusal::RebuildOfNobody | OperationRefusal::ExchangeOfNobody) => since(EXCHANGE_BY_TWO),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use events::application::ApplicationEvent;
    use events::installation::{Founded, InstallationEvent, SchemaMigrated};
    use events::operation::{Begun, COMMAND_LINE, OperationEvent, Task};
    use events::{Actor, Event};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::super::{Standing, Unlawful};
    use super::*;
    use crate::application::samples::{approver, refused, story, text};

    fn follow(histories: &mut Histories, event: impl Into<Event>, stream: u128, who: &Actor) -> Result<(), Unlawful> {
        histories.follow(&event.into(), Standing { stream: Uuid::from_u128(stream), who, on: date(2026, 11, 20) })
    }

    /// An installation whose newest migration is this.
    fn migrated(to: Option<i64>) -> Histories {
        let (mut histories, program) = (Histories::default(), Actor::program("test"));
        let founded = Founded { simulated: true, prefecture: "41".to_owned(), program_version: "0.1.0".to_owned() };
        follow(&mut histories, InstallationEvent::from(founded), 9, &program).unwrap();
        if let Some(after) = to {
            let noted = SchemaMigrated { before: None, after, migrations: Vec::new() };
            follow(&mut histories, InstallationEvent::from(noted), 9, &program).unwrap();
        }
        histories
    }

    /// A refusal that no board was asked about.
    fn refuse_unheard(histories: &mut Histories) -> Result<(), Unlawful> {
        let who = |event: &ApplicationEvent| match event {
            ApplicationEvent::Received(_) | ApplicationEvent::DocumentRecorded(_) | ApplicationEvent::Forwarded(_) => {
                crate::application::samples::counter()
            }
            _ => crate::application::samples::checker(),
        };
        for fact in story() {
            let actor = who(&fact.event);
            follow(histories, fact.event, 1, &actor).unwrap();
        }
        let refusal = refused().pop().unwrap();
        follow(histories, refusal.event, 1, &approver())
    }

    #[test]
    fn a_refusal_from_before_the_board_stays_lawful_and_a_later_one_is_not() {
        for before in [None, Some(BOARD - 1)] {
            assert_eq!(refuse_unheard(&mut migrated(before)), Ok(()), "{before:?}");
        }
        let unheard = refuse_unheard(&mut migrated(Some(BOARD)));
        assert!(matches!(unheard, Err(Unlawful::Refused(Refusal::Board(BoardRefusal::NotHeard(_))))), "{unheard:?}");
    }

    #[test]
    fn an_exchange_that_nobody_signed_in_for_was_lawful_once() {
        let exchange = |histories: &mut Histories| {
            let account = events::Personal::Open(text("見本"));
            let begun = Begun { read_model: "ledger".to_owned(), task: Task::Exchange, account };
            follow(histories, OperationEvent::from(begun), 2, &Actor::program(COMMAND_LINE))
        };
        assert_eq!(exchange(&mut migrated(Some(EXCHANGE_BY_TWO - 1))), Ok(()));
        assert_eq!(
            exchange(&mut migrated(Some(EXCHANGE_BY_TWO))),
            Err(Refusal::Operation(OperationRefusal::ExchangeOfNobody).into())
        );
    }
}
