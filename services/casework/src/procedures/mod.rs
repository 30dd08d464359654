//! The procedures (手続): what each kind of application asks for, which papers it needs and why, and how its form becomes facts.
//!
//! # Adding a procedure
//! 1. A folder here, named after the kind, with `checklist.rs` (papers and reasons) and `facts.rs` (form to [`crate::rules::Facts`]);
//!    copy the shape of [`new_application`].
//! 2. Its [`Procedure`] in [`PROCEDURES`], with the sections of its form. From then on its applications are received.
//! 3. Its papers as rows of the master `document_kinds`; its sentences to the family as rows of `reason_phrases`.

#[path = "new/mod.rs"]
pub mod new_application;

use events::vocabulary::ProcedureKind;

/// A section of a form (記入欄).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Section {
    /// Word for addresses and for `changed_sections` of an amendment.
    pub code: &'static str,
    /// Heading.
    pub title: &'static str,
}

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
pub static PROCEDURES: &[Procedure] = &[new_application::PROCEDURE];

/// The procedure of a kind of application.
pub fn of(kind: ProcedureKind) -> Option<&'static Procedure> {
    PROCEDURES.iter().find(|procedure| procedure.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_procedure_at_most() {
        for (n, procedure) in PROCEDURES.iter().enumerate() {
            assert_eq!(PROCEDURES.iter().position(|other| other.kind == procedure.kind), Some(n));
            assert!(!procedure.sections.is_empty());
        }
        assert!(of(ProcedureKind::New).is_some());
    }
}
