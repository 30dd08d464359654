//! Who may do what in which state: one table, read by the buttons of a screen and by the guard of each command alike.

use events::{Actor, StaffRole};

use super::inquiry::InquiryRefusal;
use super::{
    Action, Application, OverrideRefusal, Proposal, ProposalRefusal, SecondEntryRefusal, Stage, board, likeness, looking_over,
    proposal, second_entry,
};
use crate::Refusal;

/// Where the person must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// At the receiving or the responsible office.
    OwnOffice,
    /// At the receiving or the responsible office, and not the one who typed the amounts (二重入力).
    OwnOfficeSecondHand,
    /// In the division.
    Division,
    /// In the division, and none of the authors of the case (四つの目).
    DivisionFreshEyes,
}

struct Row {
    action: Action,
    stages: &'static [Stage],
    role: StaffRole,
    standing: Standing,
}

const fn row(action: Action, stages: &'static [Stage], role: StaffRole, standing: Standing) -> Row {
    Row { action, stages, role, standing }
}

use Stage::{Approved, Examined, Forwarded, Received, Refused, ReturnedForCorrection, UnderCheck, Withdrawn};

/// Whatever became of the case.
const ANY: &[Stage] = &[Received, Forwarded, UnderCheck, ReturnedForCorrection, Examined, Approved, Refused, Withdrawn];

const TABLE: &[Row] = &[
    row(Action::Amend, &[Received, ReturnedForCorrection], StaffRole::Counter, Standing::OwnOffice),
    row(Action::RecordDocument, &[Received, ReturnedForCorrection], StaffRole::Counter, Standing::OwnOffice),
    row(Action::RecordDocument, &[UnderCheck], StaffRole::Checker, Standing::Division),
    // Before anything is concluded from it.
    row(Action::JudgeSameness, &[Received, ReturnedForCorrection], StaffRole::Counter, Standing::OwnOffice),
    row(Action::JudgeSameness, &[UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::EnterAgain, &[Received, ReturnedForCorrection], StaffRole::Counter, Standing::OwnOfficeSecondHand),
    row(Action::SettleEntries, &[Received, ReturnedForCorrection], StaffRole::Counter, Standing::OwnOffice),
    row(Action::Forward, &[Received], StaffRole::Counter, Standing::OwnOffice),
    row(Action::CheckReceipt, &[Forwarded], StaffRole::Checker, Standing::Division),
    row(Action::TakeUp, &[Forwarded], StaffRole::Checker, Standing::Division),
    row(Action::ReturnForCorrection, &[UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::Resubmit, &[ReturnedForCorrection], StaffRole::Counter, Standing::OwnOffice),
    row(Action::Examine, &[UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::Propose, &[UnderCheck, Examined], StaffRole::Checker, Standing::Division),
    // Where a case stands on a proposal, the way of the proposal says whose turn it is.
    row(Action::Endorse, &[Examined], StaffRole::Approver, Standing::Division),
    // What a deputy did is looked over by whoever holds the post, whatever became of the case.
    row(Action::LookOver, ANY, StaffRole::Approver, Standing::Division),
    row(Action::SendBack, &[Examined], StaffRole::Approver, Standing::Division),
    row(Action::Approve, &[Examined], StaffRole::Approver, Standing::DivisionFreshEyes),
    // An application that is not eligible is never examined; the approver refuses it from the check.
    row(Action::Refuse, &[UnderCheck, Examined], StaffRole::Approver, Standing::DivisionFreshEyes),
    // What the rules propose is set otherwise before it is examined, so that whoever decides sees it in the calculation.
    row(Action::Override, &[UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::WithdrawOverride, &[UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::PutBeforeBoard, &[UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::HearBoard, &[UnderCheck], StaffRole::BoardClerk, Standing::Division),
    row(Action::Remind, &[ReturnedForCorrection], StaffRole::Checker, Standing::Division),
    row(Action::Recall, &[ReturnedForCorrection], StaffRole::Checker, Standing::Division),
    row(Action::Inquire, &[UnderCheck, ReturnedForCorrection], StaffRole::Checker, Standing::Division),
    // An answer comes when it comes, whatever became of the case.
    row(Action::AnswerInquiry, ANY, StaffRole::Checker, Standing::Division),
    row(Action::WithdrawInquiry, ANY, StaffRole::Checker, Standing::Division),
    // Whoever has the case on the desk may wait; while the family corrects, the due date is the wait.
    row(Action::Hold, &[Received], StaffRole::Counter, Standing::OwnOffice),
    row(Action::Hold, &[Forwarded, UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::Hold, &[Examined], StaffRole::Approver, Standing::Division),
    row(Action::ReleaseHold, &[Received], StaffRole::Counter, Standing::OwnOffice),
    row(Action::ReleaseHold, &[Forwarded, UnderCheck], StaffRole::Checker, Standing::Division),
    row(Action::ReleaseHold, &[Examined], StaffRole::Approver, Standing::Division),
    row(
        Action::Withdraw,
        &[Received, Forwarded, UnderCheck, ReturnedForCorrection, Examined],
        StaffRole::Counter,
        Standing::OwnOffice,
    ),
];

/// An act that the state of the case permits, and whether this person may do it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// The act.
    pub action: Action,
    /// Why it is not open to this person; none where it is.
    pub closed: Option<Refusal>,
}

/// Whether `who` may do `action` now.
///
/// # Errors
/// The reason why not.
pub fn permit(action: Action, case: &Application, who: &Actor) -> Result<(), Refusal> {
    let stage = case.stage().ok_or(Refusal::NoSuchApplication)?;
    let row = TABLE
        .iter()
        .find(|row| row.action == action && row.stages.contains(&stage))
        .ok_or(Refusal::WrongStage { action, stage })?;
    match case.proposal().filter(|_| proposal::goes_by_the_way(action)) {
        Some(proposal) => proposal.permits(action, who)?,
        None if action == Action::LookOver => looking_over::permits(case.stood_in(), who)?,
        None if who.role != row.role => return Err(Refusal::WrongRole { action, needed: row.role.label() }),
        None => {}
    }
    match row.standing {
        Standing::OwnOffice | Standing::OwnOfficeSecondHand if !case.is_of_office(who.office) => Err(Refusal::OtherOffice),
        Standing::OwnOfficeSecondHand if case.second_entry().first_by() == Some(who.id) => {
            Err(SecondEntryRefusal::OwnEntry.into())
        }
        Standing::Division | Standing::DivisionFreshEyes
            if !who.office.is_some_and(events::vocabulary::OfficeCode::is_division) =>
        {
            Err(Refusal::NotOfTheDivision)
        }
        Standing::Division if stands_in_to_decide(action, case) && case.authors().contains(&who.id) => Err(Refusal::OwnWork),
        Standing::DivisionFreshEyes if case.authors().contains(&who.id) => Err(Refusal::OwnWork),
        _ => flags_permit(action, case),
    }
}

/// Standing in at the decision is part of deciding: it needs fresh eyes too.
fn stands_in_to_decide(action: Action, case: &Application) -> bool {
    action == Action::Endorse && case.proposal().is_some_and(Proposal::is_at_the_decision)
}

/// What stands beside the state: the board's part, whether the case was put aside, whether it is still on its way, records that look like
/// the child, and the second entry.
fn flags_permit(action: Action, case: &Application) -> Result<(), Refusal> {
    match action {
        Action::Hold if case.held_until().is_some() => Err(Refusal::AlreadyHeld),
        Action::ReleaseHold if case.held_until().is_none() => Err(Refusal::NotHeld),
        Action::TakeUp if case.on_its_way().is_some() => Err(Refusal::NotArrived),
        Action::CheckReceipt if case.on_its_way().is_none() => Err(Refusal::NothingToReceive),
        Action::LookOver if case.stood_in().is_empty() => Err(ProposalRefusal::NothingToLookOver.into()),
        Action::Endorse if case.proposal().is_none() => Err(ProposalRefusal::None.into()),
        Action::AnswerInquiry | Action::WithdrawInquiry if case.inquiries().all().is_empty() => Err(InquiryRefusal::None.into()),
        Action::WithdrawOverride if case.overrides().is_empty() => Err(OverrideRefusal::NotStanding.into()),
        Action::Propose if case.proposal().is_some() => Err(ProposalRefusal::Stands.into()),
        _ => {
            likeness::permits(action, case)?;
            second_entry::permits(action, case)?;
            Ok(board::permits(action, case)?)
        }
    }
}

/// Acts that are offered to nobody where they have no object; where one only has to wait, the button says so.
const fn needs_an_object(action: Action) -> bool {
    matches!(
        action,
        Action::Propose
            | Action::Endorse
            | Action::LookOver
            | Action::PutBeforeBoard
            | Action::HearBoard
            | Action::Hold
            | Action::ReleaseHold
            | Action::CheckReceipt
            | Action::EnterAgain
            | Action::SettleEntries
            | Action::AnswerInquiry
            | Action::WithdrawInquiry
            | Action::WithdrawOverride
    )
}

/// Everything the state of the case permits to anybody, with the reason where it is closed to this person.
pub fn offers(case: &Application, who: &Actor) -> Vec<Offer> {
    let Some(stage) = case.stage() else { return Vec::new() };
    Action::ALL
        .into_iter()
        .filter(|action| TABLE.iter().any(|row| row.action == *action && row.stages.contains(&stage)))
        .filter(|action| !needs_an_object(*action) || flags_permit(*action, case).is_ok())
        // Where nobody looks alike, the page may still be opened, but nothing asks for it.
        .filter(|action| *action != Action::JudgeSameness || case.likenesses().open() > 0)
        .map(|action| Offer { action, closed: permit(action, case, who).err() })
        .collect()
}

/// What this person may do now.
pub fn allowed_actions(case: &Application, who: &Actor) -> Vec<Action> {
    offers(case, who).into_iter().filter(|offer| offer.closed.is_none()).map(|offer| offer.action).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::BoardRefusal;
    use crate::application::samples::{approver, case_after, checker, counter, other_counter, story};

    #[test]
    fn each_state_offers_its_acts_to_the_right_people() {
        let received = case_after(&story()[..1]);
        assert_eq!(
            allowed_actions(&received, &counter()),
            [Action::RecordDocument, Action::Amend, Action::Forward, Action::Hold, Action::Withdraw]
        );
        assert_eq!(allowed_actions(&received, &checker()), []);
        assert_eq!(permit(Action::Forward, &received, &other_counter()), Err(Refusal::OtherOffice));
        assert_eq!(
            permit(Action::Approve, &received, &approver()),
            Err(Refusal::WrongStage { action: Action::Approve, stage: Stage::Received })
        );
    }

    #[test]
    fn the_decider_is_none_of_the_authors() {
        let mut promoted = checker();
        promoted.role = StaffRole::Approver;
        let examined = case_after(&story());
        assert_eq!(examined.stage(), Some(Stage::Examined));
        assert_eq!(permit(Action::Approve, &examined, &promoted), Err(Refusal::OwnWork));
        assert_eq!(permit(Action::Refuse, &examined, &promoted), Err(Refusal::OwnWork));
        assert_eq!(allowed_actions(&examined, &approver()), [Action::Approve, Action::SendBack, Action::Hold]);
        assert_eq!(
            permit(Action::Refuse, &examined, &approver()),
            Err(BoardRefusal::NotHeard(examined.diseases().to_vec()).into()),
            "nothing is refused that the board has not heard"
        );
    }

    #[test]
    fn a_closed_button_says_why() {
        let examined = case_after(&story());
        let offers = offers(&examined, &checker());
        let approve = offers.iter().find(|offer| offer.action == Action::Approve);
        assert_eq!(
            approve.and_then(|offer| offer.closed.as_ref()).map(ToString::to_string).as_deref(),
            Some("「認定する」は決裁の担当者が行います。担当者に引き継いでください。")
        );
    }

    #[test]
    fn decisions_are_made_in_the_division() {
        let mut elsewhere = approver();
        elsewhere.office = counter().office;
        assert_eq!(permit(Action::Approve, &case_after(&story()), &elsewhere), Err(Refusal::NotOfTheDivision));
    }
}
