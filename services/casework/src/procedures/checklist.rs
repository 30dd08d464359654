//! The papers a new application needs, each with the reason why this one needs it (児童福祉法施行規則第7条の9第2項): the form as facts for the rule
//! `procedure.documents`. What a form leaves open is asked for on paper, so here nothing is unknown.
//!
//! The list stands in the clear part of an event, so it names relations and diseases, never persons.

use std::collections::BTreeMap;

use events::application::{ApplicationForm, ChecklistItem, ChecklistLine};
use events::vocabulary::{Age, ChangeGround, LifeSupport, Severity};

use super::Given;
use super::condition::counted;
use crate::rules::documents::{Document, DocumentFacts, Documents, Subject, documents};
use crate::rules::version::Dates;
use crate::rules::{Asked, Input, Masters, RuleSet, Trace};

/// Draws up the checklist of a form from the rows in force on the day of application.
pub fn checklist(form: &ApplicationForm, given: &Given, masters: &Masters) -> Vec<ChecklistLine> {
    let on = given.application_date;
    let set = RuleSet::current(masters);
    let asked = Asked { set: &set, dates: Dates { kind: given.kind, applied: on }, masters };
    let Documents(list) =
        documents(&asked, &facts(form, *given, masters), on, &mut Trace::default()).unwrap_or(Documents(Vec::new()));
    let line = |Document { item, title, because }| ChecklistLine { item: ChecklistItem(item), title, because };
    list.into_iter().map(line).collect()
}

fn facts(form: &ApplicationForm, given: Given, masters: &Masters) -> DocumentFacts {
    let counted = counted(form);
    let public_assistance = form.household.public_assistance == Some(true);
    let untaxed = !public_assistance && !counted.is_empty() && counted.iter().all(|member| member.taxed == Some(false));
    let on = given.application_date;
    let bleeding = form.opinions.iter().filter_map(|opinion| masters.diseases.at(&opinion.disease.to_string(), on));
    DocumentFacts {
        kind: Input::Known(given.kind),
        insurance: Input::Known(form.insurance.kind),
        public_assistance: Input::Known(public_assistance),
        untaxed: Input::Known(untaxed),
        haemophilia: Input::Known(bleeding.into_iter().any(|row| row.value.haemophilia)),
        severity: Input::Known(severity(form)),
        high_cost: Input::Known(form.severity.as_ref().is_some_and(|basis| basis.high_cost == Some(true))),
        late_reason: Input::Known(form.wishes.late_reason.is_some()),
        child_my_number: Input::Known(given.child_my_number),
        applicant_my_number: Input::Known(given.applicant_my_number),
        adult: Input::Known(Age::on(form.child.birth_date, on).is_some_and(|age| age.years() >= 18)),
        applicant: Input::Known(form.applicant.relation),
        shared: Input::Known(form.change_grounds.contains(&ChangeGround::Apportionment)),
        diseases: Input::Known(diseases(form, given, masters)),
        persons: Input::Known(income_persons(form, given)),
    }
}

/// The gravest class that is applied for, by the opinions or by the grounds that were entered.
fn severity(form: &ApplicationForm) -> Severity {
    let by_opinions = form.opinions.iter().map(|opinion| opinion.severity).max();
    let by_grounds = form.severity.as_ref().map(|basis| match basis.device {
        Some(LifeSupport::Ventilator | LifeSupport::ExternalHeart) => Severity::Ventilator,
        _ if basis.burden == Some(true) => Severity::Severe,
        _ => Severity::General,
    });
    by_opinions.max(by_grounds).unwrap_or(Severity::General)
}

fn diseases(form: &ApplicationForm, given: Given, masters: &Masters) -> Vec<Subject> {
    let opinions = form.opinions.iter().map(|opinion| opinion.disease.to_string());
    opinions
        .map(|key| {
            let row = masters.diseases.at(&key, given.application_date);
            let label = row.map_or_else(|| key.clone(), |row| row.value.name.clone());
            Subject { key, label }
        })
        .collect()
}

/// By relation, numbered where several have the same. With the applicant's individual number the office asks for that tax itself.
fn income_persons(form: &ApplicationForm, given: Given) -> Vec<Subject> {
    let mut told: BTreeMap<&'static str, u32> = BTreeMap::new();
    let mut persons = Vec::new();
    for member in counted(form) {
        let nth = told.entry(member.relation.code()).or_insert(0);
        *nth += 1;
        if given.applicant_my_number && member.relation == form.applicant.relation && *nth == 1 {
            continue;
        }
        let (code, label) = (member.relation.code(), member.relation.label());
        persons.push(if *nth == 1 {
            Subject { key: code.to_owned(), label: label.to_owned() }
        } else {
            Subject { key: format!("{code}:{nth}"), label: format!("{label}・{nth}人目") }
        });
    }
    persons
}

#[cfg(test)]
mod tests {
    use events::master::{MasterStatus, RowAdopted};
    use events::vocabulary::{InsuranceKind, LateReason, ProcedureKind, Relation, Severity};
    use jiff::civil::date;

    use super::*;
    use crate::application::samples::{TODAY, form};

    const GIVEN: Given =
        Given { kind: ProcedureKind::New, application_date: TODAY, child_my_number: false, applicant_my_number: false };

    fn masters() -> Masters {
        let rows = [
            ("application_form", "always", "application"),
            ("medical_opinion", "always", "disease"),
            ("resident_record", "no_my_number", "application"),
            ("my_number_evidence", "my_number", "application"),
            ("insurance_evidence", "insured", "application"),
            ("public_assistance_certificate", "public_assistance", "application"),
            ("tax_certificate", "no_public_assistance", "income_person"),
            ("guardian_income_evidence", "untaxed", "application"),
            ("ventilator_certificate", "severity=ventilator", "application"),
            ("late_reason_statement", "late_reason", "application"),
            ("delegation", "adult_by_proxy", "application"),
        ];
        let rows: Vec<RowAdopted> = rows
            .iter()
            .enumerate()
            .map(|(order, (key, when, per))| RowAdopted {
                table: "document_kinds".to_owned(),
                key: (*key).to_owned(),
                valid_from: date(2015, 1, 1),
                valid_to: None,
                status: MasterStatus::Confirmed,
                source: "見本".to_owned(),
                values: serde_json::json!({
                    "title": key, "when": [when], "per": per, "because": "見本のため", "waiver": "with_reason", "order": order
                }),
            })
            .collect();
        Masters::from_rows(rows.iter().map(|row| (1, row))).unwrap()
    }

    fn items(form: &ApplicationForm, given: Given) -> Vec<String> {
        checklist(form, &given, &masters()).into_iter().map(|line| line.item.0).collect()
    }

    #[test]
    fn an_ordinary_case() {
        assert_eq!(
            items(&form(), GIVEN),
            ["application_form", "medical_opinion:02_01_001", "resident_record", "insurance_evidence", "tax_certificate:father"]
        );
    }

    #[test]
    fn individual_numbers_save_papers() {
        let linked = Given { child_my_number: true, applicant_my_number: true, ..GIVEN };
        assert_eq!(
            items(&form(), linked),
            ["application_form", "medical_opinion:02_01_001", "my_number_evidence", "insurance_evidence"]
        );
    }

    #[test]
    fn national_insurance_counts_everybody_in_it() {
        let mut form = form();
        form.insurance.kind = InsuranceKind::National;
        let mut other = form.household.members[0].clone();
        other.insured = false;
        other.relation = Relation::Other;
        form.household.members.extend([other.clone(), other]);
        assert_eq!(items(&form, GIVEN)[4..], ["tax_certificate:father", "tax_certificate:other", "tax_certificate:other:2"]);
    }

    #[test]
    fn public_assistance_replaces_insurance_and_tax() {
        let mut form = form();
        form.insurance.kind = InsuranceKind::None;
        form.household.public_assistance = Some(true);
        assert_eq!(
            items(&form, GIVEN),
            ["application_form", "medical_opinion:02_01_001", "resident_record", "public_assistance_certificate"]
        );
    }

    #[test]
    fn what_is_claimed_is_to_be_shown() {
        let mut form = form();
        form.opinions[0].severity = Severity::Ventilator;
        form.wishes.late_reason = Some(LateReason::OpinionDelay);
        form.household.members[0].taxed = Some(false);
        form.child.birth_date = date(2008, 4, 20);
        let items = items(&form, GIVEN);
        for item in ["ventilator_certificate", "late_reason_statement", "guardian_income_evidence", "delegation"] {
            assert!(items.iter().any(|i| i == item), "{item}");
        }
    }

    #[test]
    fn an_insured_untaxed_child_brings_the_guardians_in() {
        let mut form = form();
        form.insurance.insured_is_child = true;
        form.household.members[0].insured = false;
        let mut child = form.household.members[0].clone();
        (child.relation, child.insured, child.taxed) = (Relation::Oneself, true, Some(false));
        form.household.members.push(child);
        assert_eq!(items(&form, GIVEN)[4..], ["tax_certificate:father", "tax_certificate:self"]);
    }
}
