//! The papers a new application needs, each with the reason why this one needs it (児童福祉法施行規則第7条の9第2項). Which there are and
//! when they are needed are rows of the master `document_kinds`; what their conditions mean is said in `condition.rs`.
//!
//! The list stands in the clear part of an event, so it names relations and diseases, never persons.

use std::collections::BTreeMap;

use events::application::{ApplicationForm, ChecklistItem, ChecklistLine};

use super::Given;
use super::condition::{Condition, counted};
use crate::rules::Masters;
use crate::rules::masters::{Dated, DocumentKind};

/// Draws up the checklist of a form from the rows in force on the day of application.
pub fn checklist(form: &ApplicationForm, given: &Given, masters: &Masters) -> Vec<ChecklistLine> {
    let mut rows: Vec<&Dated<DocumentKind>> = masters.document_kinds.on(given.application_date).collect();
    rows.sort_by_key(|row| (row.value.order, &row.key));
    rows.into_iter()
        .filter(|row| {
            row.value.when.iter().all(|code| Condition::parse(code).is_some_and(|condition| condition.holds(form, given)))
        })
        .flat_map(|row| lines(row, form, *given, masters))
        .collect()
}

fn lines(row: &Dated<DocumentKind>, form: &ApplicationForm, given: Given, masters: &Masters) -> Vec<ChecklistLine> {
    let DocumentKind { title, because, per, .. } = &row.value;
    let line = |about: Option<(String, String)>| match about {
        None => ChecklistLine { item: ChecklistItem(row.key.clone()), title: title.clone(), because: because.clone() },
        Some((key, label)) => ChecklistLine {
            item: ChecklistItem(format!("{}:{key}", row.key)),
            title: format!("{title}（{label}）"),
            because: because.clone(),
        },
    };
    match per.as_str() {
        "disease" => diseases(form, given, masters).into_iter().map(|about| line(Some(about))).collect(),
        "income_person" => income_persons(form, given).into_iter().map(|about| line(Some(about))).collect(),
        _ => vec![line(None)],
    }
}

fn diseases(form: &ApplicationForm, given: Given, masters: &Masters) -> Vec<(String, String)> {
    let opinions = form.opinions.iter().map(|opinion| opinion.disease.to_string());
    opinions
        .map(|code| {
            let name =
                masters.diseases.at(&code, given.application_date).map_or_else(|| code.clone(), |row| row.value.name.clone());
            (code, name)
        })
        .collect()
}

/// By relation, numbered where several have the same. With the applicant's individual number the office asks for that tax itself.
fn income_persons(form: &ApplicationForm, given: Given) -> Vec<(String, String)> {
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
            (code.to_owned(), label.to_owned())
        } else {
            (format!("{code}:{nth}"), format!("{label}・{nth}人目"))
        });
    }
    persons
}

#[cfg(test)]
mod tests {
    use events::master::{MasterStatus, RowAdopted};
    use events::vocabulary::{InsuranceKind, LateReason, Relation, Severity};
    use jiff::civil::date;

    use super::*;
    use crate::application::samples::{TODAY, form};

    const GIVEN: Given = Given { application_date: TODAY, child_my_number: false, applicant_my_number: false };

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
