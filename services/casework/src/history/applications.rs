//! Applications: every event comes from an act that its state permits to whoever acted; after the last, nothing follows.

use cqrs_es::Aggregate as _;
use events::StaffRole;
use events::application::ApplicationEvent;
use events::ids::ApplicationId;

use super::{Histories, Standing, Unlawful, taking_over};
use crate::Fact;
use crate::application::{Action, clerk, offers, permit};

impl Histories {
    pub(super) fn application(&mut self, event: &ApplicationEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        if self.closed.contains(&at.stream) {
            return Err(Unlawful::Closed);
        }
        let case = self.applications.entry(at.stream).or_default();
        let lawful = match action_of(event) {
            // By the program, on the day on which an office closes.
            None if matches!(event, ApplicationEvent::OfficeMoved(_)) => {
                let open = case.stage().is_some_and(|stage| !stage.is_decided());
                let lawful = open && at.who.role == StaffRole::Program;
                lawful.then_some(()).ok_or(Unlawful::Groundless)
            }
            // Whoever works at the desk where the case lies says who its clerk is.
            None if clerk::is_about(event) => clerk::permits(case, at.who).map(drop).map_err(Unlawful::from),
            Some(action) => permit(action, case, at.who).map_err(Unlawful::from),
            None if case.stage().is_some() => Err(Unlawful::ReceivedTwice),
            None if !taking_over::admitted(&self.takeovers, event) => Err(Unlawful::Groundless),
            None => {
                self.cases += 1;
                Ok(())
            }
        };
        let arranged = match event {
            ApplicationEvent::Endorsed(event) => super::posts::arranged(&self.posts, event, case, at),
            _ => true,
        };
        let lawful = if arranged { lawful } else { lawful.and(Err(Unlawful::Groundless)) };
        let granted = match event {
            ApplicationEvent::Approved(event) => Some((event.award, event.recipient, &event.conclusion)),
            ApplicationEvent::TakenOver(event) => Some((event.award, event.recipient, &event.conclusion)),
            _ => None,
        };
        if let Some((award, recipient, conclusion)) = granted {
            let id = ApplicationId(at.stream);
            self.approved.insert(award, (recipient, id, conclusion.clone()));
            if !self.recipients.contains_key(&recipient.0) {
                self.expected.insert(recipient, id);
            }
        }
        case.apply(Fact { event: event.clone(), by: at.who.id });
        if offers(case, at.who).is_empty() {
            self.applications.remove(&at.stream);
            self.closed.insert(at.stream);
        }
        lawful
    }
}

/// The act that an event came from; none for the reception, which needs no earlier state, and for what is lawful by itself.
const fn action_of(event: &ApplicationEvent) -> Option<Action> {
    Some(match event {
        ApplicationEvent::Received(_)
        | ApplicationEvent::TakenOver(_)
        | ApplicationEvent::OfficeMoved(_)
        | ApplicationEvent::ClerkNamed(_)
        | ApplicationEvent::ClerkReleased(_) => return None,
        // A second entry is asked for with the reception, by the hand that may still amend.
        ApplicationEvent::Amended(_) | ApplicationEvent::SecondEntryAsked(_) => Action::Amend,
        ApplicationEvent::DocumentRecorded(_) => Action::RecordDocument,
        ApplicationEvent::Forwarded(_) => Action::Forward,
        ApplicationEvent::TakenUp(_) => Action::TakeUp,
        ApplicationEvent::ReturnedForCorrection(_) => Action::ReturnForCorrection,
        ApplicationEvent::Resubmitted(_) => Action::Resubmit,
        ApplicationEvent::Examined(_) => Action::Examine,
        ApplicationEvent::Proposed(_) => Action::Propose,
        ApplicationEvent::Endorsed(_) => Action::Endorse,
        ApplicationEvent::LookedOver(_) => Action::LookOver,
        ApplicationEvent::SentBack(_) => Action::SendBack,
        // Confirming is part of deciding, and comes in the same act.
        ApplicationEvent::OverridesConfirmed(_) | ApplicationEvent::Approved(_) => Action::Approve,
        ApplicationEvent::Overridden(_) => Action::Override,
        ApplicationEvent::OverrideWithdrawn(_) => Action::WithdrawOverride,
        ApplicationEvent::Refused(_) => Action::Refuse,
        ApplicationEvent::PutBeforeBoard(_) => Action::PutBeforeBoard,
        ApplicationEvent::BoardHeard(_) => Action::HearBoard,
        ApplicationEvent::Withdrawn(_) => Action::Withdraw,
        ApplicationEvent::Reminded(_) => Action::Remind,
        ApplicationEvent::Recalled(_) => Action::Recall,
        ApplicationEvent::ReceiptChecked(_) => Action::CheckReceipt,
        ApplicationEvent::Held(_) => Action::Hold,
        ApplicationEvent::HoldReleased(_) => Action::ReleaseHold,
        ApplicationEvent::LikenessFound(_) | ApplicationEvent::SamenessJudged(_) => Action::JudgeSameness,
        ApplicationEvent::Inquired(_) => Action::Inquire,
        ApplicationEvent::InquiryAnswered(_) => Action::AnswerInquiry,
        ApplicationEvent::InquiryWithdrawn(_) => Action::WithdrawInquiry,
        ApplicationEvent::EnteredAgain(_) => Action::EnterAgain,
        ApplicationEvent::EntriesSettled(_) => Action::SettleEntries,
    })
}
