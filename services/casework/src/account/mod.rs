//! An account of a member of staff (職員アカウント): opened at the founding, or proposed by an administrator and granted by a second person;
//! locked after wrong passwords, suspended and ended by somebody else. What gives rights takes two; what takes them away takes one.

mod refusal;
mod staffing;
#[cfg(test)]
mod tests;

use events::account::{
    AccountEvent, Ended, GrantDropped, GrantProposed, Granted, Locked, Opened, PasswordChosen, PasswordGiven,
    SecondFactorEnrolled, SecondFactorRemoved, Suspended, Unlocked,
};
use events::ids::StaffId;
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, Personal, StaffRole};
use serde::{Deserialize, Serialize};

pub use refusal::AccountRefusal;
pub use staffing::{Eyes, Place, Staffing};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// A proposal that waits for a second person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
    /// Who proposed it.
    pub by: StaffId,
}

/// An account, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by an event of its own")]
pub struct Account {
    held: Option<(StaffRole, OfficeCode)>,
    locked: bool,
    #[serde(default)]
    second_factor: bool,
    #[serde(default)]
    waiting: Option<Waiting>,
    #[serde(default)]
    password_from: Option<StaffId>,
    #[serde(default)]
    initial_password: bool,
    #[serde(default)]
    ended: bool,
}

/// A command on an account.
#[derive(Clone, PartialEq, Debug)]
pub enum AccountCommand {
    /// Open it: the founding and the program only.
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
    RemoveSecondFactor(Place),
    /// Role and office are proposed.
    Propose {
        /// 氏名 of a new account.
        name: Option<FreeText>,
        /// 役割.
        role: StaffRole,
        /// 所属.
        office: OfficeCode,
        /// Why.
        why: FreeText,
        /// How the account stands.
        place: Place,
    },
    /// What was proposed is not given.
    Drop {
        /// Why.
        why: FreeText,
    },
    /// A second person agrees.
    Confirm(Eyes),
    /// An administrator stops it.
    Suspend {
        /// Why.
        why: FreeText,
        /// How the account stands.
        place: Place,
    },
    /// An initial password is given out.
    GivePassword(Place),
    /// Its holder chooses a password.
    ChoosePassword(Place),
    /// It is over.
    End {
        /// Why.
        why: FreeText,
        /// How the account stands.
        place: Place,
    },
}

/// Whether a role is a second pair of eyes on what gives rights.
pub const fn confirms(role: StaffRole) -> bool {
    matches!(role, StaffRole::Approver | StaffRole::Administrator)
}

impl Account {
    /// Role and office, where the account exists.
    pub const fn held(self) -> Option<(StaffRole, OfficeCode)> {
        self.held
    }

    /// Whether it is stopped.
    pub const fn is_locked(self) -> bool {
        self.locked
    }

    /// Whether it is over.
    pub const fn is_ended(self) -> bool {
        self.ended
    }

    /// Whether its password opens anything.
    pub const fn may_sign_in(self) -> bool {
        self.held.is_some() && !self.locked && !self.ended
    }

    /// Whether it gives and takes rights: an administrator's that its password opens.
    pub fn administers(self) -> bool {
        self.may_sign_in() && self.held.is_some_and(|(role, _)| role == StaffRole::Administrator)
    }

    /// Whether an authenticator app is enrolled.
    pub const fn has_second_factor(self) -> bool {
        self.second_factor
    }

    /// Whether somebody else knows its password, so that its holder must choose another.
    pub const fn has_initial_password(self) -> bool {
        self.initial_password
    }

    /// Who gave its last initial password.
    pub const fn password_from(self) -> Option<StaffId> {
        self.password_from
    }

    /// What waits for a second person.
    pub const fn waiting(self) -> Option<Waiting> {
        self.waiting
    }

    fn decide(self, command: AccountCommand, who: &Actor) -> Result<AccountEvent, Refusal> {
        if self.ended {
            return Err(AccountRefusal::Over.into());
        }
        match command {
            AccountCommand::Propose { name, role, office, why, place } => self.propose(name, (role, office), why, place, who),
            AccountCommand::Drop { why } => {
                confirming(who)?;
                self.waiting.ok_or(AccountRefusal::NotWaiting)?;
                Ok(GrantDropped { why: Personal::Open(why) }.into())
            }
            AccountCommand::Confirm(eyes) => self.confirm(eyes, who),
            AccountCommand::Open { name, role, office } => match (self.held, self.waiting) {
                (None, None) => Ok(Opened { name: Personal::Open(name), role, office }.into()),
                _ => Err(AccountRefusal::Exists.into()),
            },
            _ if self.held.is_none() => Err(AccountRefusal::NoSuch.into()),
            AccountCommand::Lock { failures } if !self.locked => Ok(Locked { failures }.into()),
            AccountCommand::Unlock if self.locked => Ok(Unlocked {}.into()),
            AccountCommand::EnrolSecondFactor if !self.second_factor => Ok(SecondFactorEnrolled {}.into()),
            AccountCommand::RemoveSecondFactor(place) if self.second_factor => {
                administering(who)?;
                // Whoever sits down before a session that somebody left open does not make it weaker.
                if place.own { Err(AccountRefusal::OwnAccount.into()) } else { Ok(SecondFactorRemoved {}.into()) }
            }
            AccountCommand::Suspend { why, place } if !self.locked => {
                taking_away(who, place)?;
                Ok(Suspended { why: Personal::Open(why) }.into())
            }
            AccountCommand::GivePassword(place) => {
                administering(who)?;
                if place.own { Err(AccountRefusal::OwnAccount.into()) } else { Ok(PasswordGiven {}.into()) }
            }
            AccountCommand::ChoosePassword(place) if place.own => Ok(PasswordChosen {}.into()),
            AccountCommand::ChoosePassword(_) => Err(AccountRefusal::OthersPassword.into()),
            AccountCommand::End { why, place } => {
                taking_away(who, place)?;
                Ok(Ended { why: Personal::Open(why) }.into())
            }
            _ => Err(AccountRefusal::StateUnchanged.into()),
        }
    }

    fn propose(
        self,
        name: Option<FreeText>,
        (role, office): (StaffRole, OfficeCode),
        why: FreeText,
        place: Place,
        who: &Actor,
    ) -> Result<AccountEvent, Refusal> {
        administering(who)?;
        if place.own {
            return Err(AccountRefusal::OwnAccount.into());
        }
        if self.waiting.is_some() {
            return Err(AccountRefusal::Waiting.into());
        }
        if role == StaffRole::Program {
            return Err(AccountRefusal::NoRoleOfStaff.into());
        }
        let name = match (self.held, name) {
            (None, None) => return Err(AccountRefusal::Nameless.into()),
            (Some(_), Some(_)) => return Err(AccountRefusal::Exists.into()),
            (Some(held), None) if held == (role, office) => return Err(AccountRefusal::NothingNew.into()),
            (Some(_), None) if place.last_administrator && role != StaffRole::Administrator => {
                return Err(AccountRefusal::LastAdministrator.into());
            }
            (_, name) => name,
        };
        Ok(GrantProposed { name: name.map(Personal::Open), role, office, why: Personal::Open(why) }.into())
    }

    fn confirm(self, eyes: Eyes, who: &Actor) -> Result<AccountEvent, Refusal> {
        confirming(who)?;
        let Waiting { role, office, by } = self.waiting.ok_or(AccountRefusal::NotWaiting)?;
        let refusal = if by == who.id {
            AccountRefusal::OwnProposal
        } else if eyes.place.own {
            AccountRefusal::OwnAccount
        } else if !eyes.proposer_stands {
            AccountRefusal::ProposerGone
        } else if !eyes.here_before {
            AccountRefusal::CameLater
        } else if !eyes.apart {
            AccountRefusal::SameHands
        } else if eyes.place.last_administrator && role != StaffRole::Administrator {
            AccountRefusal::LastAdministrator
        } else {
            return Ok(Granted { role, office, proposed_by: by }.into());
        };
        Err(refusal.into())
    }

    fn take(&mut self, fact: Fact<AccountEvent>) {
        match fact.event {
            AccountEvent::Opened(event) => self.held = Some((event.role, event.office)),
            AccountEvent::Locked(_) | AccountEvent::Suspended(_) => self.locked = true,
            AccountEvent::Unlocked(_) => self.locked = false,
            AccountEvent::SecondFactorEnrolled(_) => self.second_factor = true,
            AccountEvent::SecondFactorRemoved(_) => self.second_factor = false,
            AccountEvent::GrantProposed(event) => {
                self.waiting = Some(Waiting { role: event.role, office: event.office, by: fact.by });
            }
            AccountEvent::GrantDropped(_) => self.waiting = None,
            AccountEvent::Granted(event) => (self.held, self.waiting) = (Some((event.role, event.office)), None),
            AccountEvent::PasswordGiven(_) => (self.password_from, self.initial_password) = (Some(fact.by), true),
            AccountEvent::PasswordChosen(_) => self.initial_password = false,
            AccountEvent::Ended(_) => (self.ended, self.waiting) = (true, None),
        }
    }
}

fn administering(who: &Actor) -> Result<(), AccountRefusal> {
    if who.role == StaffRole::Administrator { Ok(()) } else { Err(AccountRefusal::ByAdministrators) }
}

fn confirming(who: &Actor) -> Result<(), AccountRefusal> {
    if confirms(who.role) { Ok(()) } else { Err(AccountRefusal::ConfirmedByOthers) }
}

/// Taking rights away: by another administrator, and never so that none is left.
fn taking_away(who: &Actor, place: Place) -> Result<(), AccountRefusal> {
    administering(who)?;
    if place.own {
        return Err(AccountRefusal::OwnAccount);
    }
    if place.last_administrator { Err(AccountRefusal::LastAdministrator) } else { Ok(()) }
}

aggregate!(Account, "account", AccountCommand => AccountEvent);
