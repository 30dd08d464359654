//! 必要書類: which papers an application needs, each with the reason why this one needs it. Which there are and when they are needed are rows of
//! the master `document_kinds`; what their conditions mean is said in `condition.rs`.

mod condition;
mod law1;

use events::vocabulary::{InsuranceKind, ProcedureKind, Relation, Severity};
use jiff::civil::Date;

pub use condition::Condition;

use super::asked::Asked;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "procedure.documents";

/// What the papers hang on. What is unknown and decides about a paper makes the list pending.
#[derive(Clone, Debug)]
pub struct DocumentFacts {
    /// 申請の種類.
    pub kind: Input<ProcedureKind>,
    /// 保険の種類.
    pub insurance: Input<InsuranceKind>,
    /// 生活保護・支援給付.
    pub public_assistance: Input<bool>,
    /// Nobody whose income counts is taxed (階層 Ⅱ and Ⅲ).
    pub untaxed: Input<bool>,
    /// 血友病等: no income is looked at.
    pub haemophilia: Input<bool>,
    /// 重症・人工呼吸器等 that is applied for.
    pub severity: Input<Severity>,
    /// 重症 is applied for as 高額治療継続.
    pub high_cost: Input<bool>,
    /// A reason for a late application is given.
    pub late_reason: Input<bool>,
    /// 受診者の個人番号 is given, so that the office asks for residence itself.
    pub child_my_number: Input<bool>,
    /// 申請者の個人番号 is given, so that the office asks for the tax itself.
    pub applicant_my_number: Input<bool>,
    /// 18 or older on the day of application.
    pub adult: Input<bool>,
    /// 申請者の続柄.
    pub applicant: Input<Relation>,
    /// Somebody else of the same insurance is entitled (按分).
    pub shared: Input<bool>,
    /// Diseases applied for.
    pub diseases: Input<Vec<Subject>>,
    /// Persons whose income counts and must be shown.
    pub persons: Input<Vec<Subject>>,
}

/// What a paper is about, where there is one for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Code that names it in the list.
    pub key: String,
    /// As staff read it.
    pub label: String,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Key of the row, with that of its subject: `medical_opinion:01_01_001`.
    pub item: String,
    /// 書類の名称.
    pub title: String,
    /// 要る理由.
    pub because: String,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documents(pub Vec<Document>);

impl From<Documents> for Val {
    fn from(documents: Documents) -> Self {
        Self::List(documents.0.into_iter().map(|document| document.title).collect())
    }
}

/// The rule, for the day of application.
pub type DocumentsFn = fn(&DocumentFacts, Date, &Asked<'_>, &mut Trace) -> Result<Documents, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<DocumentsFn>] = &[&law1::LAW1];

/// The papers an application needs.
pub fn documents(asked: &Asked<'_>, facts: &DocumentFacts, on: Date, t: &mut Trace) -> Result<Documents, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, on, asked, t)
}

#[cfg(test)]
mod tests;
