//! Fictional people for the tests of the builders.

use acts::CaseDocument;
use events::application::{
    Applicant, ApplicationForm, ChecklistItem, ChecklistLine, Child, DocumentState, Household, HouseholdMember, InsuranceDetails,
    MedicalOpinion, Wishes,
};
use events::vocabulary::{
    Address, DiseaseId, FreeText, InsuranceKind, Kana, MunicipalityCode, PersonName, Relation, Severity, ShortText, Yen,
};
use jiff::civil::date;

pub(crate) fn text(text: &str) -> FreeText {
    FreeText::parse(text).expect("sample text")
}

pub(crate) fn name(written: &str, kana: &str) -> PersonName {
    PersonName::new(written, Kana::parse(kana).expect("sample kana")).expect("sample name")
}

pub(crate) fn form() -> ApplicationForm {
    let address =
        Address { postal_code: None, text: ShortText::parse("佐賀県佐賀市見本町1-1").expect("sample address") };
    ApplicationForm {
        applicant: Applicant {
            name: name("見本 太郎", "ミホン タロウ"),
            relation: Relation::Father,
            address: address.clone(),
            phone: None,
        },
        child: Child {
            name: name("見本 花子", "ミホン ハナコ"),
            birth_date: date(2020, 3, 15),
            sex: None,
            address,
            municipality: MunicipalityCode::parse("412015").expect("sample municipality"),
        },
        insurance: InsuranceDetails {
            kind: InsuranceKind::Employee,
            insurer_name: Some(text("見本健康保険組合")),
            insurer_number: None,
            symbol: None,
            number: None,
            insured_name: Some(text("見本 太郎")),
            insured_is_child: false,
            class: None,
        },
        household: Household {
            public_assistance: Some(false),
            members: vec![HouseholdMember {
                name: text("見本 太郎"),
                relation: Relation::Father,
                same_insurance: true,
                insured: true,
                taxed: Some(true),
                income_levy: Yen::new(68_400).ok(),
                levy_parts: None,
            }],
            guardian_income: None,
            patient_income: None,
            hardship_tier: None,
            income_evidence: None,
        },
        opinions: vec![MedicalOpinion {
            disease: DiseaseId::parse("02_01_001").expect("sample disease"),
            diagnosis_date: date(2026, 10, 20),
            written_on: Some(date(2026, 10, 21)),
            physician: None,
            physician_number: None,
            institution: None,
            institution_code: None,
            severity: Severity::General,
        }],
        severity: None,
        wishes: Wishes {
            late_reason: None,
            late_reason_note: None,
            main_institution: None,
            registrant_certificate: true,
            research_consent: None,
            note: None,
        },
        earlier: None,
        change_grounds: Vec::new(),
        transfer: None,
    }
}

pub(crate) fn document(item: &str, state: Option<DocumentState>) -> CaseDocument {
    let line =
        ChecklistLine {
            item: ChecklistItem(item.to_owned()), title: format!("書類 {item}"), because: "見本のため".to_owned()
        };
    CaseDocument { line, state, why: None }
}
