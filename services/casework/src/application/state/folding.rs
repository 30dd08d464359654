//! What each event changes of what is known of an application.

use events::application::{Amended, ApplicationEvent, Received, SamenessJudged, TakenOver};
use events::ids::StaffId;
use events::transmittal::ReceiptOutcome;
use events::vocabulary::Sameness;

use super::{Application, Correction};
use crate::Fact;
use crate::application::{Proposal, Stage, StoodIn};

impl Application {
    pub(in crate::application) fn fold(&mut self, fact: &Fact<ApplicationEvent>) {
        let stage = self.stage;
        self.clerks.fold(fact);
        match &fact.event {
            ApplicationEvent::Received(e) => self.received(e, fact.by),
            ApplicationEvent::Amended(e) => self.amended(e, fact.by),
            ApplicationEvent::DocumentRecorded(e) => {
                self.documents.insert(e.item.clone(), e.state);
            }
            ApplicationEvent::Forwarded(e) => {
                self.stage = Some(Stage::Forwarded);
                (self.on_its_way, self.receipt) = (e.transmittal, None);
            }
            ApplicationEvent::Resubmitted(_) => self.stage = Some(Stage::Forwarded),
            ApplicationEvent::ReceiptChecked(e) => {
                self.receipt = Some(e.outcome);
                match e.outcome {
                    ReceiptOutcome::Arrived => self.on_its_way = None,
                    ReceiptOutcome::Missing => {}
                    ReceiptOutcome::SentBack => (self.stage, self.on_its_way) = (Some(Stage::Received), None),
                }
            }
            ApplicationEvent::TakenUp(_) | ApplicationEvent::Recalled(_) => self.stage = Some(Stage::UnderCheck),
            ApplicationEvent::ReturnedForCorrection(e) => {
                self.stage = Some(Stage::ReturnedForCorrection);
                self.correction = Some(Correction { items: e.items.clone(), due_on: e.due_on, reminders: 0 });
            }
            ApplicationEvent::Examined(e) => {
                self.stage = Some(Stage::Examined);
                self.conclusion = Some(e.conclusion.clone());
            }
            ApplicationEvent::Proposed(e) => {
                self.stage = Some(Stage::Examined);
                self.proposal = Some(Proposal::begin(e, fact.by));
            }
            ApplicationEvent::Endorsed(e) => {
                let post = self.proposal.as_mut().and_then(|proposal| proposal.endorsed(e, fact.by));
                self.stood_in.extend(post.map(|post| StoodIn { post, by: fact.by }));
            }
            ApplicationEvent::LookedOver(e) => self.stood_in.retain(|one| one.post != e.post),
            ApplicationEvent::SentBack(_) => {
                self.stage = Some(Stage::UnderCheck);
                (self.conclusion, self.proposal) = (None, None);
            }
            ApplicationEvent::Approved(e) => {
                self.stage = Some(Stage::Approved);
                self.conclusion = Some(e.conclusion.clone());
                self.award = Some(e.award);
                self.recipient = Some(e.recipient);
            }
            ApplicationEvent::TakenOver(e) => self.taken_over(e),
            ApplicationEvent::Refused(_) => self.stage = Some(Stage::Refused),
            ApplicationEvent::PutBeforeBoard(e) => self.board.put(e),
            ApplicationEvent::BoardHeard(e) => self.board.heard(e),
            ApplicationEvent::Withdrawn(_) => self.stage = Some(Stage::Withdrawn),
            ApplicationEvent::Reminded(e) => {
                if let Some(correction) = &mut self.correction {
                    (correction.due_on, correction.reminders) = (e.due_on, correction.reminders.saturating_add(1));
                }
            }
            ApplicationEvent::Held(e) => self.held_until = Some(e.until),
            ApplicationEvent::HoldReleased(_) => self.held_until = None,
            ApplicationEvent::OfficeMoved(e) => {
                (self.receiving_office, self.responsible_office) = (Some(e.receiving_office), Some(e.responsible_office));
            }
            ApplicationEvent::LikenessFound(e) => self.likenesses.found(&e.alike),
            ApplicationEvent::SamenessJudged(e) => self.judged(e),
            ApplicationEvent::SecondEntryAsked(_) => self.second_entry.asked(),
            ApplicationEvent::EnteredAgain(e) => self.second_entry.again(&e.differing),
            ApplicationEvent::EntriesSettled(_) => self.second_entry.settled(),
            // What the decider confirms stands already.
            ApplicationEvent::OverridesConfirmed(_) | ApplicationEvent::ClerkNamed(_) | ApplicationEvent::ClerkReleased(_) => {}
            ApplicationEvent::Overridden(_) | ApplicationEvent::OverrideWithdrawn(_) => self.overrides.take(fact),
            ApplicationEvent::Inquired(_) | ApplicationEvent::InquiryAnswered(_) | ApplicationEvent::InquiryWithdrawn(_) => {
                self.inquiries.take(&fact.event);
            }
        }
        // What was waited for is over when the case goes on.
        if self.stage != stage {
            self.held_until = None;
        }
        if makes_an_author(&fact.event) {
            self.authors.insert(fact.by);
        }
    }

    fn received(&mut self, e: &Received, by: StaffId) {
        self.stage = Some(Stage::Received);
        self.kind = Some(e.kind);
        self.receipt_number = Some(e.receipt_number);
        self.applied_on = Some(e.application_date);
        self.arrival = e.arrival;
        self.receiving_office = Some(e.receiving_office);
        self.responsible_office = Some(e.responsible_office);
        self.municipality = Some(e.municipality);
        self.diseases.clone_from(&e.diseases);
        self.checklist.clone_from(&e.checklist);
        self.child_my_number = e.child_my_number;
        self.applicant_my_number = e.applicant_my_number;
        self.recipient = e.recipient;
        self.starting_from = e.starting_from;
        self.second_entry.typed(by, true);
    }

    fn amended(&mut self, e: &Amended, by: StaffId) {
        self.applied_on = Some(e.application_date);
        self.arrival = e.arrival.or(self.arrival);
        self.responsible_office = Some(e.responsible_office);
        self.municipality = Some(e.municipality);
        self.diseases.clone_from(&e.diseases);
        self.board.keep(&e.diseases);
        self.checklist.clone_from(&e.checklist);
        self.child_my_number = e.child_my_number;
        self.applicant_my_number = e.applicant_my_number;
        self.second_entry.typed(by, e.changed_sections.iter().any(|section| section == "household"));
    }

    /// A right that was decided before this ledger.
    fn taken_over(&mut self, e: &TakenOver) {
        self.stage = Some(Stage::Approved);
        self.kind = Some(e.kind);
        self.applied_on = Some(e.decided_on);
        self.receiving_office = Some(e.responsible_office);
        self.responsible_office = Some(e.responsible_office);
        self.municipality = Some(e.municipality);
        self.diseases.clone_from(&e.diseases);
        self.conclusion = Some(e.conclusion.clone());
        (self.award, self.recipient) = (Some(e.award), Some(e.recipient));
        self.takeover = Some(e.takeover);
    }

    /// A recipient who is the same child is gone on from; another answer about the recipient undoes that.
    fn judged(&mut self, event: &SamenessJudged) {
        let before = self.likenesses.judged(event);
        match &event.linked {
            Some(linked) => (self.recipient, self.starting_from) = (Some(linked.recipient), Some(linked.award)),
            None if before == Some(Sameness::Same) && self.is_of(event.other) => {
                (self.recipient, self.starting_from) = (None, None);
            }
            None => {}
        }
    }
}

/// Deciding, sending back and waiting are the approver's own part, and who is the clerk says nothing of what is decided: none makes anybody
/// an author.
const fn makes_an_author(event: &ApplicationEvent) -> bool {
    !matches!(
        event,
        ApplicationEvent::SentBack(_)
            | ApplicationEvent::Endorsed(_)
            | ApplicationEvent::LookedOver(_)
            | ApplicationEvent::OverridesConfirmed(_)
            | ApplicationEvent::Approved(_)
            | ApplicationEvent::TakenOver(_)
            | ApplicationEvent::Refused(_)
            | ApplicationEvent::Held(_)
            | ApplicationEvent::HoldReleased(_)
            | ApplicationEvent::OfficeMoved(_)
            | ApplicationEvent::ClerkNamed(_)
            | ApplicationEvent::ClerkReleased(_)
    )
}
