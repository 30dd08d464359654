//! Whose tax the papers must show, and that rows of the master `document_kinds` use words that mean something.

use events::application::{ApplicationForm, HouseholdMember};
use events::master::RowAdopted;
use events::vocabulary::Relation;

use crate::Refusal;
use crate::rules::documents::Condition;

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
