//! Who may do what with a mass extension in which state: one table for the buttons of a screen and the guard of each command.

use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};

use super::{Extension, ExtensionRefusal, ExtensionStage};
use crate::Refusal;

/// An act on a mass extension that was proposed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ExtensionAction {
    /// 決裁する.
    Approve,
    /// 差し戻す.
    SendBack,
    /// 起案を取り下げる.
    Withdraw,
    /// 続きを延長する: after an interruption.
    CarryOut,
}

impl ExtensionAction {
    /// All, in the order in which buttons stand.
    pub const ALL: [Self; 4] = [Self::Approve, Self::SendBack, Self::Withdraw, Self::CarryOut];

    /// Word for addresses and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::SendBack => "send-back",
            Self::Withdraw => "withdraw",
            Self::CarryOut => "carry-out",
        }
    }

    /// Text of the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Approve => "決裁して延長する",
            Self::SendBack => "差し戻す",
            Self::Withdraw => "起案を取り下げる",
            Self::CarryOut => "続きを延長する",
        }
    }
}

struct Row {
    action: ExtensionAction,
    stage: ExtensionStage,
    role: StaffRole,
    /// Not for the one who proposed (四つの目).
    fresh_eyes: bool,
}

const TABLE: &[Row] = &[
    Row { action: ExtensionAction::Approve, stage: ExtensionStage::Proposed, role: StaffRole::Approver, fresh_eyes: true },
    Row { action: ExtensionAction::SendBack, stage: ExtensionStage::Proposed, role: StaffRole::Approver, fresh_eyes: true },
    Row { action: ExtensionAction::Withdraw, stage: ExtensionStage::Proposed, role: StaffRole::Checker, fresh_eyes: false },
    Row { action: ExtensionAction::CarryOut, stage: ExtensionStage::Approved, role: StaffRole::Approver, fresh_eyes: true },
];

fn of_the_division(who: &Actor, needed: StaffRole) -> Result<(), Refusal> {
    if who.role != needed {
        return Err(ExtensionRefusal::WrongRole { needed: needed.label() }.into());
    }
    if who.office.is_some_and(OfficeCode::is_division) { Ok(()) } else { Err(Refusal::NotOfTheDivision) }
}

/// Whether `who` may propose one.
///
/// # Errors
/// The reason why not.
pub fn permit_proposing(who: &Actor) -> Result<(), Refusal> {
    of_the_division(who, StaffRole::Checker)
}

/// Whether `who` may do `action` with it now.
///
/// # Errors
/// The reason why not.
pub fn permit(action: ExtensionAction, extension: &Extension, who: &Actor) -> Result<(), Refusal> {
    let row = TABLE.iter().find(|row| row.action == action).ok_or(ExtensionRefusal::NoSuchExtension)?;
    let stage = extension.stage().ok_or(ExtensionRefusal::NoSuchExtension)?;
    of_the_division(who, row.role)?;
    if stage != row.stage {
        return Err(ExtensionRefusal::WrongStage { action, stage }.into());
    }
    if row.fresh_eyes && extension.proposed_by() == Some(who.id) {
        return Err(ExtensionRefusal::OwnProposal.into());
    }
    Ok(())
}

/// Everything that the state permits to anybody, with the reason where it is closed to this person.
pub fn offers(extension: &Extension, who: &Actor) -> Vec<(ExtensionAction, Option<Refusal>)> {
    let open = |action: &ExtensionAction| TABLE.iter().any(|row| row.action == *action && extension.stage() == Some(row.stage));
    ExtensionAction::ALL.into_iter().filter(open).map(|action| (action, permit(action, extension, who).err())).collect()
}
