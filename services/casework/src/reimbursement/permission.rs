//! Who may do what with a claim in which state: one table, read by the buttons of a screen and by the guard of each command alike.

use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};

use super::{Reimbursement, ReimbursementRefusal, ReimbursementStage};
use crate::Refusal;

/// An act on a claim that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReimbursementAction {
    /// 算定する.
    Examine,
    /// 支給を決定する.
    Pay,
    /// 不支給を決定する.
    Refuse,
    /// 支給の訂正を起案する.
    ProposeCorrection,
    /// 訂正を決裁する.
    Correct,
    /// 訂正の起案をやめる、差し戻す.
    DropCorrection,
    /// 振込先の変更を起案する.
    ProposeAccount,
    /// 振込先の変更を決裁する.
    ChangeAccount,
    /// 振込先の変更の起案をやめる、差し戻す.
    DropAccount,
    /// 取り下げる.
    Withdraw,
}

impl ReimbursementAction {
    /// All, in the order in which buttons stand.
    pub const ALL: [Self; 10] = [
        Self::Examine,
        Self::Pay,
        Self::Refuse,
        Self::ProposeCorrection,
        Self::Correct,
        Self::DropCorrection,
        Self::ProposeAccount,
        Self::ChangeAccount,
        Self::DropAccount,
        Self::Withdraw,
    ];

    /// Word for addresses and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Examine => "examine",
            Self::Pay => "pay",
            Self::Refuse => "refuse",
            Self::ProposeCorrection => "propose-correction",
            Self::Correct => "correct",
            Self::DropCorrection => "drop-correction",
            Self::ProposeAccount => "propose-account",
            Self::ChangeAccount => "change-account",
            Self::DropAccount => "drop-account",
            Self::Withdraw => "withdraw",
        }
    }

    /// Text of the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Examine => "この額で算定する",
            Self::Pay => "支給を決定する",
            Self::Refuse => "不支給を決定する",
            Self::ProposeCorrection => "支給の訂正を起案する",
            Self::Correct => "訂正を決裁する",
            Self::DropCorrection => "訂正の起案をやめる・差し戻す",
            Self::ProposeAccount => "振込先の変更を起案する",
            Self::ChangeAccount => "振込先の変更を決裁する",
            Self::DropAccount => "振込先の変更の起案をやめる・差し戻す",
            Self::Withdraw => "請求を取り下げる",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    OwnOffice,
    Division,
    /// In the division, and no author of the claim (四つの目).
    DivisionFreshEyes,
    /// In the division, and not who proposed the correction.
    DivisionNotProposer,
    /// In the division, and not who proposed the account.
    DivisionNotAccountProposer,
}

struct Row {
    action: ReimbursementAction,
    stages: &'static [ReimbursementStage],
    role: StaffRole,
    place: Place,
}

use ReimbursementStage::{Correcting, Examined, Paid, Received, Refused, Undone, Withdrawn};

/// Where an account may still be put right: as long as something may be paid or returned.
const WITH_ACCOUNT: &[ReimbursementStage] = &[Received, Examined, Paid, Correcting];

/// A proposal can always be given up.
const ALWAYS: &[ReimbursementStage] = &[Received, Examined, Paid, Correcting, Undone, Refused, Withdrawn];

const TABLE: &[Row] = &[
    Row { action: ReimbursementAction::Examine, stages: &[Received, Examined], role: StaffRole::Checker, place: Place::Division },
    Row { action: ReimbursementAction::Pay, stages: &[Examined], role: StaffRole::Approver, place: Place::DivisionFreshEyes },
    Row {
        action: ReimbursementAction::Refuse,
        stages: &[Received, Examined],
        role: StaffRole::Approver,
        place: Place::DivisionFreshEyes,
    },
    Row {
        action: ReimbursementAction::ProposeCorrection,
        stages: &[Paid, Undone],
        role: StaffRole::Checker,
        place: Place::Division,
    },
    Row {
        action: ReimbursementAction::Correct,
        stages: &[Correcting],
        role: StaffRole::Approver,
        place: Place::DivisionNotProposer,
    },
    // Withdrawn by a checker, sent back by an approver.
    Row { action: ReimbursementAction::DropCorrection, stages: &[Correcting], role: StaffRole::Approver, place: Place::Division },
    Row { action: ReimbursementAction::DropCorrection, stages: &[Correcting], role: StaffRole::Checker, place: Place::Division },
    Row { action: ReimbursementAction::ProposeAccount, stages: WITH_ACCOUNT, role: StaffRole::Checker, place: Place::Division },
    Row {
        action: ReimbursementAction::ChangeAccount,
        stages: WITH_ACCOUNT,
        role: StaffRole::Approver,
        place: Place::DivisionNotAccountProposer,
    },
    Row { action: ReimbursementAction::DropAccount, stages: ALWAYS, role: StaffRole::Approver, place: Place::Division },
    Row { action: ReimbursementAction::DropAccount, stages: ALWAYS, role: StaffRole::Checker, place: Place::Division },
    Row {
        action: ReimbursementAction::Withdraw,
        stages: &[Received, Examined],
        role: StaffRole::Counter,
        place: Place::OwnOffice,
    },
];

/// Whether `who` may receive a claim under `office`.
///
/// # Errors
/// The reason why not.
pub fn permit_receiving(who: &Actor, office: OfficeCode) -> Result<(), Refusal> {
    match (who.role, who.office) {
        (StaffRole::Counter, Some(own)) if own == office => Ok(()),
        (StaffRole::Counter, own) => Err(Refusal::NotTheOwnCounter(own.unwrap_or(office))),
        _ => Err(ReimbursementRefusal::NotACounter.into()),
    }
}

/// Whether `who` may do `action` now.
///
/// # Errors
/// The reason why not.
pub fn permit(action: ReimbursementAction, claim: &Reimbursement, who: &Actor) -> Result<(), Refusal> {
    let (stage, reception) = claim.stage().zip(claim.reception()).ok_or(ReimbursementRefusal::NoSuchClaim)?;
    waits_as_it_must(action, claim)?;
    let rows = || TABLE.iter().filter(|row| row.action == action && row.stages.contains(&stage));
    let row = rows()
        .find(|row| row.role == who.role)
        .or_else(|| rows().next())
        .ok_or(ReimbursementRefusal::WrongStage { action, stage })?;
    if who.role != row.role {
        return Err(ReimbursementRefusal::WrongRole { action, needed: row.role.label() }.into());
    }
    let own = [reception.receiving_office, reception.responsible_office];
    match row.place {
        Place::OwnOffice if !who.office.is_some_and(|office| own.contains(&office)) => Err(Refusal::OtherOffice),
        Place::Division | Place::DivisionFreshEyes | Place::DivisionNotProposer | Place::DivisionNotAccountProposer
            if !who.office.is_some_and(OfficeCode::is_division) =>
        {
            Err(Refusal::NotOfTheDivision)
        }
        Place::DivisionNotAccountProposer if claim.account_change() == Some(who.id) => {
            Err(ReimbursementRefusal::OwnAccountChange.into())
        }
        Place::DivisionFreshEyes if claim.authors().contains(&who.id) => Err(ReimbursementRefusal::OwnWork.into()),
        Place::DivisionNotProposer if claim.correction().is_some_and(|correction| correction.by == who.id) => {
            Err(ReimbursementRefusal::OwnCorrection.into())
        }
        _ => Ok(()),
    }
}

/// One account waits at a time, and only one that waits is decided.
fn waits_as_it_must(action: ReimbursementAction, claim: &Reimbursement) -> Result<(), Refusal> {
    match (action, claim.account_change()) {
        (ReimbursementAction::ProposeAccount, Some(_)) => Err(ReimbursementRefusal::AccountChangeWaits.into()),
        (ReimbursementAction::ChangeAccount | ReimbursementAction::DropAccount, None) => {
            Err(ReimbursementRefusal::NoAccountChange.into())
        }
        _ => Ok(()),
    }
}

/// Everything the state permits to anybody, with the reason where it is closed to this person.
pub fn offers(claim: &Reimbursement, who: &Actor) -> Vec<(ReimbursementAction, Option<Refusal>)> {
    let Some(stage) = claim.stage() else { return Vec::new() };
    let open = |action: &ReimbursementAction| {
        TABLE.iter().any(|row| row.action == *action && row.stages.contains(&stage)) && waits_as_it_must(*action, claim).is_ok()
    };
    ReimbursementAction::ALL.into_iter().filter(open).map(|action| (action, permit(action, claim, who).err())).collect()
}
