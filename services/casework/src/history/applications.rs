//! Applications: every event comes from an act that its state permits to whoever acted; after the last, nothing follows.

use cqrs_es::Aggregate as _;
use events::application::ApplicationEvent;
use events::ids::ApplicationId;

use super::{Histories, Standing, Unlawful};
use crate::Fact;
use crate::application::{Action, offers, permit};

impl Histories {
    pub(super) fn application(&mut self, event: &ApplicationEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        if self.closed.contains(&at.stream) {
            return Err(Unlawful::Closed);
        }
        let case = self.applications.entry(at.stream).or_default();
        let lawful = match action_of(event) {
            Some(action) => permit(action, case, at.who).map_err(Unlawful::from),
            None if case.stage().is_some() => Err(Unlawful::ReceivedTwice),
            None => {
                self.cases += 1;
                Ok(())
            }
        };
        if let ApplicationEvent::Approved(approved) = event {
            let decided = (approved.recipient, ApplicationId(at.stream), approved.conclusion.clone());
            self.approved.insert(approved.award, decided);
            if !self.recipients.contains_key(&approved.recipient.0) {
                self.expected.insert(approved.recipient, ApplicationId(at.stream));
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

/// The act that an event came from; none for the reception, which needs no earlier state.
const fn action_of(event: &ApplicationEvent) -> Option<Action> {
    Some(match event {
        ApplicationEvent::Received(_) => return None,
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
        ApplicationEvent::SentBack(_) => Action::SendBack,
        ApplicationEvent::Approved(_) => Action::Approve,
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
        ApplicationEvent::EnteredAgain(_) => Action::EnterAgain,
        ApplicationEvent::EntriesSettled(_) => Action::SettleEntries,
    })
}
