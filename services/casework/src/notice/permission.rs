//! Who may do what with a notice in which state: one table, read by the buttons of a screen and by the guard of each command alike.

use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};

use super::{Notice, NoticeAction, NoticeRefusal, NoticeStage};
use crate::Refusal;

/// Where the person must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the receiving or the responsible office.
    OwnOffice,
    /// In the division.
    Division,
    /// In the division, and no author of the notice (四つの目).
    DivisionFreshEyes,
}

struct Row {
    action: NoticeAction,
    stages: &'static [NoticeStage],
    role: StaffRole,
    place: Place,
}

const fn row(action: NoticeAction, stages: &'static [NoticeStage], role: StaffRole, place: Place) -> Row {
    Row { action, stages, role, place }
}

use NoticeStage::{Received, Returned};

const TABLE: &[Row] = &[
    row(NoticeAction::Settle, &[Received], StaffRole::Checker, Place::DivisionFreshEyes),
    row(NoticeAction::Return, &[Received], StaffRole::Checker, Place::Division),
    row(NoticeAction::Amend, &[Received, Returned], StaffRole::Counter, Place::OwnOffice),
    row(NoticeAction::Withdraw, &[Received, Returned], StaffRole::Counter, Place::OwnOffice),
];

/// An act that the state permits, and whether this person may do it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeOffer {
    /// The act.
    pub action: NoticeAction,
    /// Why it is not open to this person; none where it is.
    pub closed: Option<Refusal>,
}

/// Whether `who` may receive a notice under `office`.
///
/// # Errors
/// The reason why not.
pub fn permit_receiving(who: &Actor, office: OfficeCode) -> Result<(), Refusal> {
    match (who.role, who.office) {
        (StaffRole::Counter, Some(own)) if own == office => Ok(()),
        (StaffRole::Counter, own) => Err(Refusal::NotTheOwnCounter(own.unwrap_or(office))),
        _ => Err(NoticeRefusal::NotACounter.into()),
    }
}

/// Whether `who` may do `action` now.
///
/// # Errors
/// The reason why not.
pub fn permit(action: NoticeAction, notice: &Notice, who: &Actor) -> Result<(), Refusal> {
    let stage = notice.stage().ok_or(NoticeRefusal::NoSuchNotice)?;
    let row = TABLE
        .iter()
        .find(|row| row.action == action && row.stages.contains(&stage))
        .ok_or(NoticeRefusal::WrongStage { action, stage })?;
    if who.role != row.role {
        return Err(NoticeRefusal::WrongRole { action, needed: row.role.label() }.into());
    }
    match row.place {
        Place::OwnOffice if !notice.is_of_office(who.office) => Err(Refusal::OtherOffice),
        Place::Division | Place::DivisionFreshEyes if !who.office.is_some_and(OfficeCode::is_division) => {
            Err(Refusal::NotOfTheDivision)
        }
        Place::DivisionFreshEyes if notice.authors().contains(&who.id) => Err(NoticeRefusal::OwnWork.into()),
        _ => Ok(()),
    }
}

/// Everything the state permits to anybody, with the reason where it is closed to this person.
pub fn offers(notice: &Notice, who: &Actor) -> Vec<NoticeOffer> {
    let Some(stage) = notice.stage() else { return Vec::new() };
    NoticeAction::ALL
        .into_iter()
        .filter(|action| TABLE.iter().any(|row| row.action == *action && row.stages.contains(&stage)))
        .map(|action| NoticeOffer { action, closed: permit(action, notice, who).err() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::samples::{approver, checker, counter, other_counter};
    use crate::notice::samples::{amended, notice_after, received, returned, settled};

    #[test]
    fn each_act_is_for_one_role_in_one_place() {
        let notice = notice_after(&[received()]);
        assert_eq!(permit(NoticeAction::Settle, &notice, &checker()), Ok(()));
        assert_eq!(permit(NoticeAction::Amend, &notice, &counter()), Ok(()));
        assert_eq!(permit(NoticeAction::Withdraw, &notice, &other_counter()), Err(Refusal::OtherOffice));
        let needed = StaffRole::Checker.label();
        assert_eq!(
            permit(NoticeAction::Settle, &notice, &approver()),
            Err(NoticeRefusal::WrongRole { action: NoticeAction::Settle, needed }.into())
        );
        assert_eq!(permit_receiving(&checker(), counter().office.unwrap()), Err(NoticeRefusal::NotACounter.into()));
    }

    #[test]
    fn whoever_received_it_does_not_settle_it() {
        let mut promoted = counter();
        (promoted.role, promoted.office) = (StaffRole::Checker, checker().office);
        let notice = notice_after(&[received()]);
        assert_eq!(permit(NoticeAction::Settle, &notice, &promoted), Err(NoticeRefusal::OwnWork.into()));
    }

    #[test]
    fn what_is_settled_stays() {
        let stage = NoticeStage::Settled;
        let notice = notice_after(&[received(), settled()]);
        for action in NoticeAction::ALL {
            assert_eq!(permit(action, &notice, &checker()), Err(NoticeRefusal::WrongStage { action, stage }.into()));
        }
        assert!(offers(&notice, &checker()).is_empty());
        let mended = notice_after(&[received(), returned(), amended()]);
        assert_eq!(mended.stage(), Some(NoticeStage::Received));
    }
}
