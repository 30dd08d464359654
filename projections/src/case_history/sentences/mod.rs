//! Each event as a Japanese sentence that a clerk or an auditor reads: what was done, and beneath it why, until when, what exactly.
//! Who and when stand beside it, from the envelope.
//!
//! The matches name every event: a new one does not compile before it can be told.

mod application;
mod auditing;
mod designation;
mod erasure;
mod extension;
mod household;
mod impact;
mod installation;
mod mailing;
mod nightly;
mod notice;
mod office_work;
mod operation;
mod outcome;
mod paying;
mod payment_batch;
mod print_run;
mod redress;
mod reimbursement;
mod seal;
mod sitting;
mod takeover;
mod title;
mod transmittal;
mod viewing;

use events::ids::StaffId;
use events::vocabulary::{DiseaseId, FreeText, MunicipalityCode, OfficeCode};
use events::{Event, Personal};

pub use title::title;

/// An event told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// What was done.
    pub text: String,
    /// Why, until when, what exactly.
    pub details: Vec<Detail>,
}

/// A line beneath the sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Detail {
    /// What it is.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

/// Names for the codes that stand in events; the masters know them.
pub trait Words {
    /// 事務所.
    fn office(&self, office: OfficeCode) -> String;
    /// 疾病.
    fn disease(&self, disease: DiseaseId) -> String;
    /// 市町.
    fn municipality(&self, municipality: MunicipalityCode) -> String;
    /// What says where a family lives, or what stands in for it where nobody may learn it (支援措置).
    fn whereabouts(&self, text: String) -> String {
        text
    }
    /// A phrase of the reason masters (理由句), by its key.
    fn phrase(&self, key: &str) -> String;
    /// A line of the checklist or a section of the form, by its name.
    fn line(&self, item: &str) -> String;
    /// 職員 that an event names beside whoever did it; none where nobody looked them up.
    fn staff(&self, _staff: StaffId) -> Option<String> {
        None
    }
}

/// The codes themselves, where no master is at hand.
pub struct CodesOnly;

impl Words for CodesOnly {
    fn office(&self, office: OfficeCode) -> String {
        office.to_string()
    }

    fn disease(&self, disease: DiseaseId) -> String {
        disease.to_string()
    }

    fn municipality(&self, municipality: MunicipalityCode) -> String {
        municipality.to_string()
    }

    fn phrase(&self, key: &str) -> String {
        key.to_owned()
    }

    fn line(&self, item: &str) -> String {
        item.to_owned()
    }
}

impl Sentence {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), details: Vec::new() }
    }

    fn with(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.details.push(Detail { label, text: text.into() });
        self
    }

    fn with_some(self, label: &'static str, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.with(label, text),
            None => self,
        }
    }
}

/// Tells an event. Personal data in it must have been opened; what is erased or still sealed is said to be so.
pub fn sentence(event: &Event, words: &dyn Words) -> Sentence {
    match event {
        Event::Application(event) => application::sentence(event, words),
        Event::Notice(event) => notice::sentence(event, words),
        Event::Nightly(event) => nightly::sentence(event),
        Event::Reimbursement(event) => reimbursement::sentence(event),
        Event::Impact(event) => impact::sentence(event),
        Event::Extension(event) => extension::sentence(event),
        Event::Takeover(event) => takeover::sentence(event),
        Event::Recipient(event) => outcome::recipient(event, words),
        Event::Award(event) => outcome::award(event, words),
        Event::Certificate(event) => outcome::certificate(event),
        Event::Letter(event) => outcome::letter(event),
        Event::Sitting(event) => sitting::sentence(event),
        Event::Note(event) => office_work::note(event),
        Event::Protection(event) => office_work::protection(event),
        Event::Household(event) => household::sentence(event),
        Event::Membership(event) => household::membership(event),
        Event::PrintRun(event) => print_run::sentence(event, words),
        Event::Seal(event) => seal::sentence(event),
        Event::Transmittal(event) => transmittal::sentence(event, words),
        Event::Campaign(event) => office_work::campaign(event),
        Event::TaxData(event) => office_work::tax_data(event),
        Event::Attachment(event) => office_work::attachment(event),
        Event::Designation(event) => designation::sentence(event),
        Event::Post(event) => office_work::post(event),
        Event::SamePerson(event) => office_work::same_person(event),
        Event::Mailing(event) => mailing::mailing(event, words),
        Event::Account(event) => office_work::account(event, words),
        Event::Master(event) => office_work::master(event),
        Event::MasterChange(event) => office_work::master_change(event),
        Event::LetterRelease(event) => office_work::letter_release(event),
        Event::RecipientFile(event) => paying::recipient_file(event),
        Event::PaymentBatch(event) => payment_batch::sentence(event),
        Event::ClaimImport(event) => paying::claim_import(event),
        Event::CapSheet(event) => paying::cap_sheet(event),
        Event::Register(event) => office_work::register(event),
        Event::Erasure(event) => erasure::sentence(event),
        Event::Installation(event) => installation::sentence(event),
        Event::Operation(event) => operation::sentence(event),
        Event::AccessReview(event) => auditing::review(event),
        Event::Audit(event) => auditing::audit(event),
        Event::Viewing(event) => viewing::sentence(event),
    }
}

/// Free text as it may be shown.
fn told(text: &Personal<FreeText>) -> String {
    match text {
        Personal::Open(text) => text.as_str().to_owned(),
        Personal::Erased => "（消去済み）".to_owned(),
        Personal::Sealed(_) => "（未開封）".to_owned(),
    }
}

/// Anything else personal as it may be shown.
fn shown<T>(value: &Personal<T>, show: impl FnOnce(&T) -> String) -> String {
    match value {
        Personal::Open(value) => show(value),
        Personal::Erased => "（消去済み）".to_owned(),
        Personal::Sealed(_) => "（未開封）".to_owned(),
    }
}

fn diseases(diseases: &[DiseaseId], words: &dyn Words) -> String {
    diseases.iter().map(|disease| words.disease(*disease)).collect::<Vec<_>>().join("、")
}

fn document_name(document: &str) -> &str {
    match document {
        "certificate" => "受給者証",
        "cap_sheet" => "自己負担上限額管理票",
        "calculation_sheet" => "算定根拠",
        "approval_notice" => "支給認定通知書",
        "refusal_notice" => "不認定通知書",
        "correction_request" => "補正依頼書",
        "correction_reminder" => "補正催促書",
        "attachment" => "添付書類",
        "transfer_notice" => "転出先への支給認定の通知",
        "coming_of_age" => "18歳到達のお知らせ",
        other => other,
    }
}
