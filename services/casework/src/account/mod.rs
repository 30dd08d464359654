//! An account of a member of staff (職員アカウント): opened once, locked after wrong passwords, unlocked by somebody else.

mod refusal;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::account::{AccountEvent, Locked, Opened, SecondFactorEnrolled, SecondFactorRemoved, Unlocked};
use events::ids::StaffId;
use events::vocabulary::{FreeText, OfficeCode};
use events::{Personal, StaffRole};
use serde::{Deserialize, Serialize};

pub use refusal::AccountRefusal;

use crate::{Fact, Refusal};

/// An account, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    held: Option<(StaffRole, OfficeCode)>,
    locked: bool,
    #[serde(default)]
    second_factor: bool,
}

/// A command on an account.
#[derive(Clone, PartialEq, Debug)]
pub enum AccountCommand {
    /// Open it.
    Open {
        /// 氏名.
        name: FreeText,
        /// 役割.
        role: StaffRole,
        /// 所属.
        office: OfficeCode,
    },
    /// Lock it.
    Lock {
        /// Failures in a row that led to it.
        failures: u32,
    },
    /// Unlock it.
    Unlock,
    /// An authenticator app is enrolled.
    EnrolSecondFactor,
    /// It counts no more.
    RemoveSecondFactor,
}

impl Account {
    /// Role and office, where the account exists.
    pub const fn held(self) -> Option<(StaffRole, OfficeCode)> {
        self.held
    }

    /// Whether signing in is refused.
    pub const fn is_locked(self) -> bool {
        self.locked
    }

    /// Whether an authenticator app is enrolled.
    pub const fn has_second_factor(self) -> bool {
        self.second_factor
    }

    fn decide(self, command: AccountCommand) -> Result<AccountEvent, Refusal> {
        match (command, self.held) {
            (AccountCommand::Open { .. }, Some(_)) => Err(AccountRefusal::Exists.into()),
            (AccountCommand::Open { name, role, office }, None) => Ok(Opened { name: Personal::Open(name), role, office }.into()),
            (_, None) => Err(AccountRefusal::NoSuch.into()),
            (AccountCommand::Lock { failures }, _) if !self.locked => Ok(Locked { failures }.into()),
            (AccountCommand::Unlock, _) if self.locked => Ok(Unlocked {}.into()),
            (AccountCommand::EnrolSecondFactor, _) if !self.second_factor => Ok(SecondFactorEnrolled {}.into()),
            (AccountCommand::RemoveSecondFactor, _) if self.second_factor => Ok(SecondFactorRemoved {}.into()),
            _ => Err(AccountRefusal::StateUnchanged.into()),
        }
    }
}

impl Aggregate for Account {
    const TYPE: &'static str = "account";
    type Command = (StaffId, AccountCommand);
    type Event = Fact<AccountEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (by, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let event = self.decide(command)?;
        sink.write(Fact { event, by }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<AccountEvent>) {
        match fact.event {
            AccountEvent::Opened(event) => self.held = Some((event.role, event.office)),
            AccountEvent::Locked(_) => self.locked = true,
            AccountEvent::Unlocked(_) => self.locked = false,
            AccountEvent::SecondFactorEnrolled(_) => self.second_factor = true,
            AccountEvent::SecondFactorRemoved(_) => self.second_factor = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::text;

    const BY: StaffId = StaffId(Uuid::from_u128(1));

    fn opened() -> Fact<AccountEvent> {
        let office = OfficeCode::parse("01").unwrap();
        Fact::new(Opened { name: Personal::Open(text("例題 次郎")), role: StaffRole::Counter, office }, BY)
    }

    fn open() -> AccountCommand {
        AccountCommand::Open { name: text("例題 次郎"), role: StaffRole::Counter, office: OfficeCode::parse("01").unwrap() }
    }

    #[test]
    fn opened_locked_unlocked() {
        let framework = || TestFramework::<Account>::with(());
        framework().given_no_previous_events().when((BY, open())).then_expect_events(vec![opened()]);
        framework()
            .given(vec![opened()])
            .when((BY, AccountCommand::Lock { failures: 5 }))
            .then_expect_events(vec![Fact::new(Locked { failures: 5 }, BY)]);
        framework()
            .given(vec![opened(), Fact::new(Locked { failures: 5 }, BY)])
            .when((BY, AccountCommand::Unlock))
            .then_expect_events(vec![Fact::new(Unlocked {}, BY)]);
    }

    #[test]
    fn an_app_is_enrolled_once_and_taken_away() {
        let framework = || TestFramework::<Account>::with(());
        let enrolled = || vec![opened(), Fact::new(SecondFactorEnrolled {}, BY)];
        let (enrol, remove) = ((BY, AccountCommand::EnrolSecondFactor), (BY, AccountCommand::RemoveSecondFactor));
        framework().given(vec![opened()]).when(enrol.clone()).then_expect_events(vec![Fact::new(SecondFactorEnrolled {}, BY)]);
        framework().given(enrolled()).when(enrol).then_expect_error(AccountRefusal::StateUnchanged.into());
        framework().given(enrolled()).when(remove.clone()).then_expect_events(vec![Fact::new(SecondFactorRemoved {}, BY)]);
        framework().given(vec![opened()]).when(remove).then_expect_error(AccountRefusal::StateUnchanged.into());
    }

    #[test]
    fn what_is_so_already_is_not_said_again() {
        let framework = || TestFramework::<Account>::with(());
        framework().given(vec![opened()]).when((BY, open())).then_expect_error(AccountRefusal::Exists.into());
        framework()
            .given(vec![opened()])
            .when((BY, AccountCommand::Unlock))
            .then_expect_error(AccountRefusal::StateUnchanged.into());
        framework()
            .given_no_previous_events()
            .when((BY, AccountCommand::Unlock))
            .then_expect_error(AccountRefusal::NoSuch.into());
    }
}
