//! What is known of an application from its events: enough to decide the next act, nothing personal.

use std::collections::{BTreeMap, BTreeSet};

use events::application::{
    Amended, ApplicationEvent, Arrival, ChecklistItem, ChecklistLine, Conclusion, CorrectionItem, DocumentState, OtherRecord,
    Received, SamenessJudged, TakenOver,
};
use events::ids::{AwardId, MyNumberRef, RecipientId, StaffId, TakeoverId, TransmittalId};
use events::transmittal::ReceiptOutcome;
use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode, ProcedureKind, ReceiptNumber, Sameness};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Board, Clerks, Inquiries, Likenesses, Proposal, SecondEntry, Stage, StoodIn};
use crate::Fact;

/// What was to be corrected, and until when (補正).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// 補正事項.
    pub items: Vec<CorrectionItem>,
    /// 補正期限.
    pub due_on: Date,
    /// How often the family was reminded.
    #[serde(default)]
    pub reminders: u16,
}

/// An application, folded from its events.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Application {
    stage: Option<Stage>,
    kind: Option<ProcedureKind>,
    receipt_number: Option<ReceiptNumber>,
    applied_on: Option<Date>,
    #[serde(default)]
    arrival: Option<Arrival>,
    receiving_office: Option<OfficeCode>,
    responsible_office: Option<OfficeCode>,
    municipality: Option<MunicipalityCode>,
    diseases: Vec<DiseaseId>,
    checklist: Vec<ChecklistLine>,
    documents: BTreeMap<ChecklistItem, DocumentState>,
    correction: Option<Correction>,
    conclusion: Option<Conclusion>,
    board: Board,
    authors: BTreeSet<StaffId>,
    award: Option<AwardId>,
    recipient: Option<RecipientId>,
    starting_from: Option<AwardId>,
    child_my_number: Option<MyNumberRef>,
    applicant_my_number: Option<MyNumberRef>,
    held_until: Option<Date>,
    #[serde(default)]
    likenesses: Likenesses,
    #[serde(default)]
    second_entry: SecondEntry,
    on_its_way: Option<TransmittalId>,
    receipt: Option<ReceiptOutcome>,
    #[serde(default)]
    proposal: Option<Proposal>,
    #[serde(default)]
    stood_in: Vec<StoodIn>,
    #[serde(default)]
    takeover: Option<TakeoverId>,
    #[serde(default)]
    clerks: Clerks,
    #[serde(default)]
    inquiries: Inquiries,
}

impl Application {
    pub(super) fn fold(&mut self, fact: &Fact<ApplicationEvent>) {
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
            ApplicationEvent::ClerkNamed(_) | ApplicationEvent::ClerkReleased(_) => {}
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

    /// Whether the child is this recipient.
    pub fn is_of(&self, other: OtherRecord) -> bool {
        self.recipient.is_some_and(|recipient| OtherRecord::Recipient(recipient) == other)
    }

    /// The takeover it came with, where it was decided before this ledger (旧台帳からの引継ぎ).
    pub const fn takeover(&self) -> Option<TakeoverId> {
        self.takeover
    }

    /// 状態; none where there is no such application.
    pub const fn stage(&self) -> Option<Stage> {
        self.stage
    }

    /// 申請の種類.
    pub const fn kind(&self) -> Option<ProcedureKind> {
        self.kind
    }

    /// 受付番号.
    pub const fn receipt_number(&self) -> Option<ReceiptNumber> {
        self.receipt_number
    }

    /// 申請日.
    pub const fn application_date(&self) -> Option<Date> {
        self.applied_on
    }

    /// 受付日と消印日, where they were told.
    pub const fn arrival(&self) -> Option<Arrival> {
        self.arrival
    }

    /// 受付事務所.
    pub const fn receiving_office(&self) -> Option<OfficeCode> {
        self.receiving_office
    }

    /// 管轄事務所.
    pub const fn responsible_office(&self) -> Option<OfficeCode> {
        self.responsible_office
    }

    /// 住所地の市町.
    pub const fn municipality(&self) -> Option<MunicipalityCode> {
        self.municipality
    }

    /// 疾病.
    pub fn diseases(&self) -> &[DiseaseId] {
        &self.diseases
    }

    /// The diseases an award may name: all but those of which the review board said no.
    pub fn diseases_to_award(&self) -> Vec<DiseaseId> {
        self.board.not_refused(&self.diseases)
    }

    /// 書類点検表.
    pub fn checklist(&self) -> &[ChecklistLine] {
        &self.checklist
    }

    /// State of one paper; none where nothing was recorded.
    pub fn document(&self, item: &ChecklistItem) -> Option<DocumentState> {
        self.documents.get(item).copied()
    }

    /// Lines of the checklist that are missing or were never recorded.
    pub fn open_lines(&self) -> Vec<&ChecklistLine> {
        self.checklist.iter().filter(|line| !self.document(&line.item).is_some_and(DocumentState::is_settled)).collect()
    }

    /// The newest return for correction.
    pub const fn correction(&self) -> Option<&Correction> {
        self.correction.as_ref()
    }

    /// What was examined, or decided.
    pub const fn conclusion(&self) -> Option<&Conclusion> {
        self.conclusion.as_ref()
    }

    /// 起案, while the case stands on one and after it was decided.
    pub const fn proposal(&self) -> Option<&Proposal> {
        self.proposal.as_ref()
    }

    /// The review board's part (審査会).
    pub const fn board(&self) -> &Board {
        &self.board
    }

    /// Everybody who had a hand in the case before the decision.
    pub const fn authors(&self) -> &BTreeSet<StaffId> {
        &self.authors
    }

    /// 支給認定, once approved.
    pub const fn award(&self) -> Option<AwardId> {
        self.award
    }

    /// The award that the application started from.
    pub const fn starting_from(&self) -> Option<AwardId> {
        self.starting_from
    }

    /// 受給者, where the child stood in the ledger already or once approved.
    pub const fn recipient(&self) -> Option<RecipientId> {
        self.recipient
    }

    /// 児童の個人番号, in the vault.
    pub const fn child_my_number(&self) -> Option<MyNumberRef> {
        self.child_my_number
    }

    /// 申請者の個人番号, in the vault.
    pub const fn applicant_my_number(&self) -> Option<MyNumberRef> {
        self.applicant_my_number
    }

    /// Records that look like the child, and the answers (重複の疑い).
    pub const fn likenesses(&self) -> &Likenesses {
        &self.likenesses
    }

    /// The second entry of the amounts (二重入力).
    pub const fn second_entry(&self) -> &SecondEntry {
        &self.second_entry
    }

    /// 担当者 at each desk.
    pub const fn clerks(&self) -> Clerks {
        self.clerks
    }

    /// Who outside was asked and has not answered (照会).
    pub const fn inquiries(&self) -> &Inquiries {
        &self.inquiries
    }

    /// 進達書 it went with, until its arrival was checked.
    pub const fn on_its_way(&self) -> Option<TransmittalId> {
        self.on_its_way
    }

    /// What deputies did and the posts have not looked over (後閲).
    pub fn stood_in(&self) -> &[StoodIn] {
        &self.stood_in
    }

    /// On a list and not in its envelope.
    pub fn is_missing(&self) -> bool {
        self.on_its_way.is_some() && self.receipt == Some(ReceiptOutcome::Missing)
    }

    /// The division sent it back when its list came, and it has not gone again.
    pub fn was_sent_back(&self) -> bool {
        self.receipt == Some(ReceiptOutcome::SentBack)
    }

    /// 保留の期日, while it is put aside.
    pub const fn held_until(&self) -> Option<Date> {
        self.held_until
    }

    /// Whether the office received the case or is responsible for it.
    pub fn is_of_office(&self, office: Option<OfficeCode>) -> bool {
        office.is_some() && (office == self.receiving_office || office == self.responsible_office)
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
