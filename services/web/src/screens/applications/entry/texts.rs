//! The way back: the texts that would have been typed for a form, to correct an application that was already received.

use std::collections::BTreeMap;

use events::application::{ApplicationForm, Arrival, MedicalOpinion};
use events::vocabulary::wareki;
use events::vocabulary::{FreeText, Yen};
use jiff::civil::Date;

use super::reading::Entry;
use super::sections::ground_field;

fn opinion_texts(opinion: &MedicalOpinion) -> [(&'static str, String); 8] {
    let shown = |text: &Option<FreeText>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        ("disease", opinion.disease.to_string()),
        ("diagnosis_date", wareki::short(opinion.diagnosis_date)),
        ("written_on", opinion.written_on.map(wareki::short).unwrap_or_default()),
        ("physician", shown(&opinion.physician)),
        ("physician_number", opinion.physician_number.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("institution", shown(&opinion.institution)),
        ("institution_code", opinion.institution_code.map(|code| code.to_string()).unwrap_or_default()),
        ("severity", opinion.severity.code().to_owned()),
    ]
}

/// The texts of the days on which it was posted and came.
pub fn fill_arrival(entry: &mut Entry, arrival: Arrival) {
    entry.fill("received_on", wareki::short(arrival.received_on));
    if let Some(posted) = arrival.postmarked_on {
        entry.fill("postmarked_on", wareki::short(posted));
    }
}

/// The texts of a form. Individual numbers stay out.
pub fn texts_of(form: &ApplicationForm, application_date: Date) -> Entry {
    let mut texts = BTreeMap::new();
    let mut put = |name: &str, text: String| {
        if !text.is_empty() {
            texts.insert(name.to_owned(), text);
        }
    };
    let yes_no = |answer: Option<bool>| answer.map_or("unknown", |yes| if yes { "yes" } else { "no" }).to_owned();
    let tick = |ticked: bool| if ticked { "on".to_owned() } else { String::new() };
    let shown = |text: &Option<FreeText>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let yen = |amount: Option<Yen>| amount.map(|yen| yen.amount().to_string()).unwrap_or_default();

    let applicant = &form.applicant;
    put("application_date", wareki::short(application_date));
    put("applicant_name", applicant.name.written().to_owned());
    put("applicant_kana", applicant.name.kana().to_string());
    put("applicant_relation", applicant.relation.code().to_owned());
    put("applicant_postal_code", applicant.address.postal_code.map(|code| code.to_string()).unwrap_or_default());
    put("applicant_address", applicant.address.text.to_string());
    put("applicant_phone", applicant.phone.as_ref().map(ToString::to_string).unwrap_or_default());

    let child = &form.child;
    put("child_name", child.name.written().to_owned());
    put("child_kana", child.name.kana().to_string());
    put("child_birth_date", wareki::short(child.birth_date));
    put("child_sex", child.sex.map(|sex| sex.code().to_owned()).unwrap_or_default());
    put("child_postal_code", child.address.postal_code.map(|code| code.to_string()).unwrap_or_default());
    put("child_address", child.address.text.to_string());
    put("child_municipality", child.municipality.to_string());

    let insurance = &form.insurance;
    put("insurance_kind", insurance.kind.code().to_owned());
    put("insured_is_child", yes_no(Some(insurance.insured_is_child)));
    put("insured_name", shown(&insurance.insured_name));
    put("insurer_name", shown(&insurance.insurer_name));
    put("insurer_number", shown(&insurance.insurer_number));
    put("insurance_symbol", shown(&insurance.symbol));
    put("insurance_number", shown(&insurance.number));

    put("insurer_class", insurance.class.map(|class| class.code().to_owned()).unwrap_or_default());
    put("public_assistance", yes_no(form.household.public_assistance));
    put("guardian_income", yen(form.household.guardian_income));
    put("patient_income", yen(form.household.patient_income));
    for (name, amount) in income_evidence(form) {
        put(name, yen(amount));
    }
    for (n, member) in (1..).zip(&form.household.members) {
        put(&format!("member{n}_name"), member.name.to_string());
        put(&format!("member{n}_relation"), member.relation.code().to_owned());
        put(&format!("member{n}_insured"), tick(member.insured));
        put(&format!("member{n}_same_insurance"), tick(member.same_insurance));
        put(&format!("member{n}_taxed"), yes_no(member.taxed));
        put(&format!("member{n}_levy"), yen(member.income_levy));
        if let Some(parts) = member.levy_parts {
            put(&format!("member{n}_designated_city"), yes_no(parts.designated_city));
            put(&format!("member{n}_housing_credit"), yen(parts.housing_loan_credit));
            put(&format!("member{n}_donation_credit"), yen(parts.donation_credit));
            put(&format!("member{n}_dividend_credit"), yen(parts.dividend_credit));
        }
    }
    for (n, opinion) in (1..).zip(&form.opinions) {
        for (name, text) in opinion_texts(opinion) {
            put(&format!("opinion{n}_{name}"), text);
        }
    }
    if let Some(basis) = &form.severity {
        let known = |answer: Option<bool>| answer.map(|yes| yes_no(Some(yes))).unwrap_or_default();
        put("device", basis.device.map(|device| device.code().to_owned()).unwrap_or_default());
        put("all_day", known(basis.all_day));
        put("no_weaning", known(basis.no_weaning));
        put("needs_help", known(basis.needs_help));
        put("high_cost", known(basis.high_cost));
        put("entitled_from", basis.entitled_from.map(wareki::short).unwrap_or_default());
        for cost in &basis.months {
            put(&format!("cost{}_total", months_between(cost.month, application_date)), cost.total_cost.amount().to_string());
        }
        put("burden", known(basis.burden));
        for (n, state) in (1..).zip(&basis.states) {
            put(&format!("state{n}_key"), state.to_string());
        }
        put("lasting_months", basis.lasting_months.map(|months| months.to_string()).unwrap_or_default());
    }
    put("hardship_tier", form.household.hardship_tier.map(|tier| tier.code().to_owned()).unwrap_or_default());
    for ground in &form.change_grounds {
        put(&ground_field(*ground), tick(true));
    }
    if let Some(transfer) = &form.transfer {
        put("transfer_authority", transfer.authority.to_string());
        put("transfer_start", wareki::short(transfer.validity.start()));
        put("transfer_end", wareki::short(transfer.validity.end()));
        put("transfer_lost_on", transfer.lost_on.map(wareki::short).unwrap_or_default());
    }
    put("late_reason", form.wishes.late_reason.map(|reason| reason.code().to_owned()).unwrap_or_default());
    put("late_reason_note", shown(&form.wishes.late_reason_note));
    put("main_institution", shown(&form.wishes.main_institution));
    put("registrant_certificate", tick(form.wishes.registrant_certificate));
    put("research_consent", yes_no(form.wishes.research_consent));
    put("note", shown(&form.wishes.note));
    Entry { texts }
}

/// How many months lie between two, told by days in them. A month of another year's window has no field and falls away.
fn months_between(earlier: Date, later: Date) -> i32 {
    (i32::from(later.year()) - i32::from(earlier.year())) * 12 + i32::from(later.month()) - i32::from(earlier.month())
}

/// The parts of the applicant's income, by the names of their fields.
fn income_evidence(form: &ApplicationForm) -> [(&'static str, Option<Yen>); 6] {
    let told = form.household.income_evidence.unwrap_or_default();
    [
        ("total_income", told.total_income),
        ("salary_receipts", told.salary_receipts),
        ("salary_income", told.salary_income),
        ("pension_receipts", told.pension_receipts),
        ("pension_income", told.pension_income),
        ("allowances", told.allowances),
    ]
}
