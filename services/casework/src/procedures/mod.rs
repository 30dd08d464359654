//! The procedures (手続): what each kind of application asks for, which papers it needs and why, and how its form becomes facts.
//!
//! # Adding a procedure
//! 1. A folder here, named after the kind, with its [`Procedure`] in [`PROCEDURES`]; from then on its applications are received.
//! 2. Who may apply and when, as its arm of [`admit`].
//! 3. Its papers as rows of the master `document_kinds` ([`checklist()`]); what its form tells the rules, in [`facts()`]; its sentences to the
//!    family as rows of `reason_phrases`.
//! 4. Which later step may undo it, and how, as its row of [`undoing`].

mod checklist;
mod condition;
mod facts;
mod looking_up;

pub mod change;
pub mod change_of_particulars;
#[path = "new/mod.rs"]
pub mod new_application;
pub mod notices;
pub mod proxy;
pub mod registrant_certificate;
pub mod reissue;
pub mod renewal;
pub mod return_of_certificate;
/// The title of a section of a form, under any procedure.
pub fn section_title(code: &str) -> Option<&'static str> {
    if code == "arrival" {
        return Some("受付日・消印日");
    }
    PROCEDURES.iter().flat_map(|procedure| procedure.sections).find(|section| section.code == code).map(|section| section.title)
}

#[cfg(test)]
mod tests;
pub mod transfer_in;
pub mod transfer_out;
pub mod undoing;

use events::application::ApplicationForm;
use events::vocabulary::{ProcedureKind, ValidityPeriod};
use jiff::civil::Date;

pub use checklist::checklist;
pub use condition::check_document_kind;
pub use facts::facts;
pub use looking_up::{Looked, conclude, conclude_sharing, facts_of_case, form_to_decide, look_up};

use crate::Refusal;
use crate::rules::Masters;
use crate::rules::continuity::{self, Finding};

/// A section of a form (記入欄).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Section {
    /// Word for addresses and for `changed_sections` of an amendment.
    pub code: &'static str,
    /// Heading.
    pub title: &'static str,
}

const fn section(code: &'static str, title: &'static str) -> Section {
    Section { code, title }
}

/// The sections that every form has.
const SECTIONS: &[Section] = &[
    section("applicant", "申請者"),
    section("child", "児童"),
    section("insurance", "医療保険"),
    section("household", "世帯と所得"),
    section("opinions", "医療意見書"),
    section("wishes", "希望・同意"),
];

/// A kind of application that is dealt with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Procedure {
    /// The kind.
    pub kind: ProcedureKind,
    /// Heading of the form (申請書の名称).
    pub title: &'static str,
    /// Legal source.
    pub law: &'static str,
    /// Sections of the form, in the order in which they are filled in.
    pub sections: &'static [Section],
}

/// Every procedure there is.
pub static PROCEDURES: &[Procedure] =
    &[new_application::PROCEDURE, renewal::PROCEDURE, change::PROCEDURE, transfer_in::PROCEDURE];

/// The procedure of a kind of application.
pub fn of(kind: ProcedureKind) -> Option<&'static Procedure> {
    PROCEDURES.iter().find(|procedure| procedure.kind == kind)
}

/// What is known beside the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 申請日.
    pub application_date: Date,
    /// 児童の個人番号 is given.
    pub child_my_number: bool,
    /// 申請者の個人番号 is given.
    pub applicant_my_number: bool,
}

/// How an application is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admission {
    /// As which kind.
    pub kind: ProcedureKind,
    /// Why, where a rule decided it; else empty.
    pub because: String,
}

/// As which kind an application is taken. It says nothing about the right itself, which the determination concludes.
///
/// # Errors
/// The reason why it cannot be taken at all.
pub fn admit(kind: ProcedureKind, form: &ApplicationForm, applied: Date, masters: &Masters) -> Result<Admission, Refusal> {
    match kind {
        ProcedureKind::New | ProcedureKind::Renewal => match &form.earlier {
            Some(earlier) => renewal::admit(applied, form.child.birth_date, earlier.validity, masters),
            None if kind == ProcedureKind::Renewal => Err(Refusal::NoSuchAward),
            None => Ok(Admission { kind, because: String::new() }),
        },
        ProcedureKind::Change => change::admit(form, applied, masters),
        ProcedureKind::TransferIn => transfer_in::admit(form, applied),
        ProcedureKind::Reissue => Err(Refusal::ProcedureNotOffered(kind)),
    }
}

/// Refuses days that an earlier award covers already. A change takes over within the earlier award and is asked by the award itself.
///
/// # Errors
/// [`Refusal::Overlap`] with the days.
pub fn clear_of(kind: ProcedureKind, earlier: ValidityPeriod, granted: ValidityPeriod) -> Result<(), Refusal> {
    if kind == ProcedureKind::Change {
        return Ok(());
    }
    match continuity::findings(&[earlier, granted]).as_slice() {
        [Finding::Overlap(days), ..] => Err(Refusal::Overlap(*days)),
        _ => Ok(()),
    }
}
