//! Who may do what about the redress of an award: one table for the buttons of a screen and the guard of each command.

use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};

use super::{Award, RedressRefusal};
use crate::Refusal;

/// An act about a revocation or correction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AwardAction {
    /// 起案する.
    Propose,
    /// 起案を取り下げる.
    Withdraw,
    /// 差し戻す.
    SendBack,
    /// 決裁する.
    Decide,
}

impl AwardAction {
    /// All, in the order in which buttons stand.
    pub const ALL: [Self; 4] = [Self::Decide, Self::SendBack, Self::Withdraw, Self::Propose];

    /// Word for addresses and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Withdraw => "withdraw",
            Self::SendBack => "send-back",
            Self::Decide => "decide",
        }
    }

    /// Text of the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Propose => "起案する",
            Self::Withdraw => "起案を取り下げる",
            Self::SendBack => "差し戻す",
            Self::Decide => "決裁する",
        }
    }
}

struct Row {
    action: AwardAction,
    role: StaffRole,
    /// Something has to wait for a decision; otherwise nothing may.
    waiting: bool,
    /// Not for the one who proposed (四つの目).
    fresh_eyes: bool,
}

const TABLE: &[Row] = &[
    Row { action: AwardAction::Propose, role: StaffRole::Checker, waiting: false, fresh_eyes: false },
    Row { action: AwardAction::Withdraw, role: StaffRole::Checker, waiting: true, fresh_eyes: false },
    Row { action: AwardAction::SendBack, role: StaffRole::Approver, waiting: true, fresh_eyes: true },
    Row { action: AwardAction::Decide, role: StaffRole::Approver, waiting: true, fresh_eyes: true },
];

/// Whether `who` may do `action` about this award now.
///
/// # Errors
/// The reason why not.
pub fn permit(action: AwardAction, award: &Award, who: &Actor) -> Result<(), Refusal> {
    if award.standing().is_none() {
        return Err(Refusal::NoSuchAward);
    }
    let row = TABLE.iter().find(|row| row.action == action).ok_or(Refusal::NoSuchAward)?;
    if who.role != row.role {
        return Err(RedressRefusal::WrongRole { action, needed: row.role.label() }.into());
    }
    if !who.office.is_some_and(OfficeCode::is_division) {
        return Err(Refusal::NotOfTheDivision);
    }
    match award.proposal() {
        None if row.waiting => Err(RedressRefusal::NothingWaits.into()),
        Some(_) if !row.waiting => Err(RedressRefusal::AlreadyProposed.into()),
        Some(proposal) if row.fresh_eyes && proposal.by == who.id => Err(RedressRefusal::OwnProposal.into()),
        _ => Ok(()),
    }
}

/// Everything that is open to anybody now, with the reason where it is closed to this person.
pub fn offers(award: &Award, who: &Actor) -> Vec<(AwardAction, Option<Refusal>)> {
    let waiting = award.proposal().is_some();
    let open = |action: &AwardAction| TABLE.iter().any(|row| row.action == *action && row.waiting == waiting);
    AwardAction::ALL.into_iter().filter(open).map(|action| (action, permit(action, award, who).err())).collect()
}
