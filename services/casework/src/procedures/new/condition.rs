//! What the conditions in the master `document_kinds` mean for a form. A row may only use words of this list.

use events::application::{ApplicationForm, HouseholdMember};
use events::master::RowAdopted;
use events::vocabulary::{Age, InsuranceKind, Relation, Severity};

use super::Given;
use crate::Refusal;

/// A condition on a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Condition {
    /// `always`.
    Always,
    /// `insurance=<kind>`.
    Insurance(InsuranceKind),
    /// `insured`: any insurance at all.
    Insured,
    /// `public_assistance`: said to be so.
    PublicAssistance,
    /// `no_public_assistance`: not said to be so.
    NoPublicAssistance,
    /// `severity=<class>`: some opinion says so.
    Severity(Severity),
    /// `late_reason`: a reason for a late application is given.
    LateReason,
    /// `my_number`: the child's or the applicant's individual number is given.
    MyNumber,
    /// `no_my_number`: not both are given.
    NoMyNumber,
    /// `untaxed`: everybody whose income counts is said to be untaxed.
    Untaxed,
    /// `adult_by_proxy`: 18 or older, and somebody else applies.
    AdultByProxy,
    /// `guardian`: under 18, and a guardian who is no parent applies.
    Guardian,
}

impl Condition {
    /// Reads the word of a row.
    pub fn parse(code: &str) -> Option<Self> {
        if let Some(kind) = code.strip_prefix("insurance=") {
            return kind.parse().ok().map(Self::Insurance);
        }
        if let Some(class) = code.strip_prefix("severity=") {
            return class.parse().ok().map(Self::Severity);
        }
        Some(match code {
            "always" => Self::Always,
            "insured" => Self::Insured,
            "public_assistance" => Self::PublicAssistance,
            "no_public_assistance" => Self::NoPublicAssistance,
            "late_reason" => Self::LateReason,
            "my_number" => Self::MyNumber,
            "no_my_number" => Self::NoMyNumber,
            "untaxed" => Self::Untaxed,
            "adult_by_proxy" => Self::AdultByProxy,
            "guardian" => Self::Guardian,
            _ => return None,
        })
    }

    /// Whether it holds for a form.
    pub fn holds(self, form: &ApplicationForm, given: &Given) -> bool {
        let adult = Age::on(form.child.birth_date, given.application_date).is_some_and(|age| age.years() >= 18);
        match self {
            Self::Always => true,
            Self::Insurance(kind) => form.insurance.kind == kind,
            Self::Insured => form.insurance.kind != InsuranceKind::None,
            Self::PublicAssistance => form.household.public_assistance == Some(true),
            Self::NoPublicAssistance => form.household.public_assistance != Some(true),
            Self::Severity(class) => form.opinions.iter().any(|opinion| opinion.severity == class),
            Self::LateReason => form.wishes.late_reason.is_some(),
            Self::MyNumber => given.child_my_number || given.applicant_my_number,
            Self::NoMyNumber => !(given.child_my_number && given.applicant_my_number),
            Self::Untaxed => {
                let counted = counted(form);
                form.household.public_assistance != Some(true)
                    && !counted.is_empty()
                    && counted.iter().all(|member| member.taxed == Some(false))
            }
            Self::AdultByProxy => adult && form.applicant.relation != Relation::Oneself,
            Self::Guardian => !adult && form.applicant.relation == Relation::Guardian,
        }
    }
}

/// Persons whose tax counts by the rule of the papers: all in the same 国保, otherwise the insured; the guardians too where the child is
/// itself insured and not taxed.
pub(super) fn counted(form: &ApplicationForm) -> Vec<&HouseholdMember> {
    let members = form.household.members.iter();
    if form.insurance.kind.counts_household() {
        return members.filter(|member| member.same_insurance).collect();
    }
    let child_untaxed = form.insurance.insured_is_child
        && form.household.members.iter().any(|member| member.relation == Relation::Oneself && member.taxed != Some(true));
    members
        .filter(|member| {
            let guardian = matches!(member.relation, Relation::Father | Relation::Mother | Relation::Guardian);
            member.insured || (child_untaxed && guardian)
        })
        .collect()
}

/// Refuses a row of `document_kinds` whose conditions mean nothing here.
///
/// # Errors
/// [`Refusal::MasterRow`].
pub fn check_document_kind(row: &RowAdopted) -> Result<(), Refusal> {
    let codes = row.values["when"].as_array().into_iter().flatten().filter_map(|code| code.as_str());
    let unknown: Vec<&str> = codes.filter(|code| Condition::parse(code).is_none()).collect();
    let per = row.values["per"].as_str().unwrap_or_default();
    if unknown.is_empty() && matches!(per, "application" | "disease" | "income_person") {
        return Ok(());
    }
    Err(Refusal::MasterRow(format!("書類「{}」の条件（{}）または単位（{per}）は使えない語です。", row.key, unknown.join("、"))))
}
