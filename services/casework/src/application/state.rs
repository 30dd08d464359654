//! What is known of an application from its events: enough to decide the next act, nothing personal.

mod folding;

use std::collections::{BTreeMap, BTreeSet};

use events::application::{Arrival, ChecklistItem, ChecklistLine, Conclusion, CorrectionItem, DocumentState, OtherRecord};
use events::ids::{AwardId, MyNumberRef, RecipientId, StaffId, TakeoverId, TransmittalId};
use events::transmittal::ReceiptOutcome;
use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode, ProcedureKind, ReceiptNumber};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Board, Clerks, Inquiries, Likenesses, Proposal, SecondEntry, Stage, StandingOverrides, StoodIn};

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
    #[serde(default)]
    overrides: StandingOverrides,
}

impl Application {
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

    /// What was set by hand instead of what the rules propose (手で改めた値).
    pub const fn overrides(&self) -> &StandingOverrides {
        &self.overrides
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
