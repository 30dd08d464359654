//! Accounts asked again: each beside all the others, for whether somebody was a second person hangs on who gave whose password, and when.

use events::account::AccountEvent;
use events::ids::StaffId;

use super::asking::{again, alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::Fact;
use crate::account::AccountCommand;

impl Histories {
    pub(super) fn account(&mut self, event: &AccountEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let (staff, who) = (StaffId(at.stream), at.who.clone());
        let (place, eyes) = (self.staffing.place(staff, who.id), self.staffing.eyes(staff, who.id));
        let command = match event {
            AccountEvent::Opened(opened) => AccountCommand::Open { name: dash()?, role: opened.role, office: opened.office },
            AccountEvent::Locked(locked) => AccountCommand::Lock { failures: locked.failures },
            AccountEvent::Unlocked(_) => AccountCommand::Unlock,
            AccountEvent::SecondFactorEnrolled(_) => AccountCommand::EnrolSecondFactor,
            AccountEvent::SecondFactorRemoved(_) => AccountCommand::RemoveSecondFactor(place),
            AccountEvent::GrantProposed(proposed) => {
                let name = proposed.name.as_ref().map(|_| dash()).transpose()?;
                AccountCommand::Propose { name, role: proposed.role, office: proposed.office, why: dash()?, place }
            }
            AccountEvent::GrantDropped(_) => AccountCommand::Drop { why: dash()? },
            AccountEvent::Granted(_) => AccountCommand::Confirm(eyes),
            AccountEvent::Suspended(_) => AccountCommand::Suspend { why: dash()?, place },
            AccountEvent::PasswordGiven(_) => AccountCommand::GivePassword(place),
            AccountEvent::PasswordChosen(_) => AccountCommand::ChoosePassword(place),
            AccountEvent::Ended(_) => AccountCommand::End { why: dash()?, place },
        };
        self.told_of_accounts += 1;
        self.staffing.take(staff, self.told_of_accounts, Fact { event: event.clone(), by: who.id });
        let by = who.id;
        let account = self.accounts.entry(at.stream).or_default();
        if holds_words(event) { alike(account, (who, command), event, by) } else { again(account, (who, command), event, by) }
    }
}

/// What stands in it is sealed here, so that it is compared by its type.
const fn holds_words(event: &AccountEvent) -> bool {
    matches!(
        event,
        AccountEvent::Opened(_)
            | AccountEvent::GrantProposed(_)
            | AccountEvent::GrantDropped(_)
            | AccountEvent::Suspended(_)
            | AccountEvent::Ended(_)
    )
}

#[cfg(test)]
mod tests {
    use events::account::{GrantProposed, Granted, Opened, PasswordGiven};
    use events::vocabulary::OfficeCode;
    use events::{Actor, Event, Personal, StaffRole};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::account::AccountRefusal;
    use crate::application::samples::{approver, text};

    fn office() -> OfficeCode {
        OfficeCode::parse("00").unwrap()
    }

    fn opened(role: StaffRole) -> AccountEvent {
        Opened { name: Personal::Erased, role, office: office() }.into()
    }

    fn proposed() -> AccountEvent {
        let why = Personal::Open(text("異動のため。"));
        GrantProposed { name: Some(Personal::Erased), role: StaffRole::Checker, office: office(), why }.into()
    }

    fn granted(role: StaffRole, by: &Actor) -> AccountEvent {
        Granted { role, office: office(), proposed_by: by.id }.into()
    }

    fn followed(told: Vec<(Uuid, Actor, AccountEvent)>) -> Result<(), Unlawful> {
        let mut histories = Histories::default();
        let mut last = Ok(());
        for (stream, who, event) in told {
            last = histories.follow(&Event::from(event), Standing { stream, who: &who, on: date(2026, 11, 20) });
        }
        last
    }

    #[test]
    fn a_grant_is_of_two_and_says_what_was_proposed() {
        let program = || Actor::program("test");
        let administrator = || Actor { id: StaffId(Uuid::from_u128(71)), role: StaffRole::Administrator, ..approver() };
        let new = Uuid::from_u128(9);
        let begun = || {
            vec![
                (administrator().id.0, program(), opened(StaffRole::Administrator)),
                (approver().id.0, program(), opened(StaffRole::Approver)),
                (new, administrator(), proposed()),
            ]
        };
        let ending = |who: Actor, role| {
            let mut told = begun();
            told.push((new, who, granted(role, &administrator())));
            followed(told)
        };
        assert_eq!(ending(approver(), StaffRole::Checker), Ok(()));
        assert_eq!(ending(approver(), StaffRole::Approver), Err(Unlawful::Another));
        assert_eq!(ending(administrator(), StaffRole::Checker), Err(Unlawful::Refused(AccountRefusal::OwnProposal.into())));
        let mut known = begun();
        known.insert(2, (approver().id.0, administrator(), PasswordGiven {}.into()));
        known.push((new, approver(), granted(StaffRole::Checker, &administrator())));
        assert_eq!(followed(known), Err(Unlawful::Refused(AccountRefusal::SameHands.into())));
    }
}
