//! Sample people and a sample story for the tests of the commands.

use cqrs_es::Aggregate as _;
use events::application::{
    Applicant, ApplicationEvent, ApplicationForm, BoardHeard, ChecklistItem, ChecklistLine, Child, Conclusion, DocumentRecorded,
    DocumentState, Examined, Forwarded, Household, HouseholdMember, InsuranceDetails, MedicalOpinion, PutBeforeBoard, Refused,
    TakenUp, Wishes, Withdrawn,
};
use events::ids::{SittingId, StaffId};
use events::sitting::{DiseaseVerdict, Verdict};
use events::vocabulary::{
    Address, DiseaseId, FreeText, InsuranceKind, Kana, MunicipalityCode, OfficeCode, PayerNumber, PersonName, ProcedureKind,
    ReceiptNumber, Relation, Severity, ShortText, Tier, ValidityPeriod, Yen,
};
use events::{Actor, ActorName, Personal, StaffRole};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::commands::{Opinion, ReceiveApplication};
use super::{Application, Concluded, Finding};
use crate::Fact;

pub(crate) const TODAY: Date = date(2026, 4, 20);

fn actor(id: u128, role: StaffRole, office: &str) -> Actor {
    Actor {
        id: StaffId(Uuid::from_u128(id)),
        name: ActorName::Program(format!("sample {id}")),
        role,
        office: OfficeCode::parse(office).ok(),
    }
}

pub(crate) fn counter() -> Actor {
    actor(1, StaffRole::Counter, "01")
}

pub(crate) fn other_counter() -> Actor {
    actor(2, StaffRole::Counter, "02")
}

pub(crate) fn checker() -> Actor {
    actor(3, StaffRole::Checker, "00")
}

pub(crate) fn approver() -> Actor {
    actor(4, StaffRole::Approver, "00")
}

pub(crate) fn board_clerk() -> Actor {
    actor(5, StaffRole::BoardClerk, "00")
}

pub(crate) fn text(text: &str) -> FreeText {
    FreeText::parse(text).unwrap()
}

pub(crate) fn name(written: &str, kana: &str) -> PersonName {
    PersonName::new(written, Kana::parse(kana).unwrap()).unwrap()
}

pub(crate) fn form() -> ApplicationForm {
    let address = Address { postal_code: None, text: ShortText::parse("佐賀県佐賀市見本町1-1").unwrap() };
    ApplicationForm {
        applicant: Applicant {
            name: name("見本 太郎", "ミホン タロウ"),
            relation: Relation::Father,
            address: address.clone(),
            phone: None,
        },
        child: Child {
            name: name("見本 花子", "ミホン ハナコ"),
            birth_date: date(2018, 5, 3),
            sex: None,
            address,
            municipality: MunicipalityCode::parse("412015").unwrap(),
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
            disease: "02_01_001".parse().unwrap(),
            diagnosis_date: date(2026, 4, 1),
            written_on: Some(date(2026, 4, 2)),
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
            registrant_certificate: false,
            research_consent: None,
            note: None,
        },
        earlier: None,
        change_grounds: Vec::new(),
        transfer: None,
    }
}

pub(crate) fn line(item: &str) -> ChecklistLine {
    ChecklistLine { item: ChecklistItem(item.to_owned()), title: format!("書類 {item}"), because: "見本のため".to_owned() }
}

pub(crate) fn receive() -> ReceiveApplication {
    ReceiveApplication {
        who: counter(),
        today: TODAY,
        kind: ProcedureKind::New,
        application_date: TODAY,
        arrival: None,
        receipt_number: ReceiptNumber::parse("8-01-0001").unwrap(),
        receiving_office: OfficeCode::parse("01").unwrap(),
        responsible_office: OfficeCode::parse("01").ok(),
        unknown_diseases: Vec::new(),
        checklist: vec![line("application_form"), line("medical_opinion:02_01_001")],
        form: form(),
        child_my_number: None,
        applicant_my_number: None,
        recipient: None,
        starting_from: None,
        documents: Vec::new(),
        alike: Vec::new(),
        second_entry: false,
    }
}

pub(crate) fn concluded(digest: &str) -> Concluded {
    Concluded {
        conclusion: Conclusion {
            rule_set: "2026-04".to_owned(),
            known_up_to: 10,
            digest: digest.to_owned(),
            validity: ValidityPeriod::new(date(2026, 4, 1), date(2026, 9, 30)).unwrap(),
            tier: Some(Tier::IV),
            severity: Severity::General,
            haemophilia: false,
            monthly_cap: Yen::new(10_000).unwrap(),
            apportioned: None,
            payer_number: PayerNumber::parse("52416013").unwrap(),
            responsible_office: OfficeCode::parse("01").unwrap(),
        },
        determination: serde_json::json!({ "steps": [] }),
    }
}

pub(crate) fn finding(digest: &str) -> Finding {
    Finding::Concluded(Box::new(concluded(digest)))
}

/// Received, both papers handed in, forwarded, taken up, examined.
pub(crate) fn story() -> Vec<Fact<ApplicationEvent>> {
    let (office, check) = (counter().id, checker().id);
    let document =
        |item: &str| DocumentRecorded { item: ChecklistItem(item.to_owned()), state: DocumentState::Received, why: None };
    let Concluded { conclusion, determination } = concluded("a");
    let received = receive().decide(&Application::default()).unwrap().remove(0);
    vec![
        Fact { event: received, by: office },
        Fact::new(document("application_form"), office),
        Fact::new(document("medical_opinion:02_01_001"), office),
        Fact::new(Forwarded { transmittal: None }, office),
        Fact::new(TakenUp {}, check),
        Fact::new(Examined { conclusion, determination: Personal::Open(determination) }, check),
    ]
}

/// Taken up and put before the board.
pub(crate) fn put_before_board() -> Vec<Fact<ApplicationEvent>> {
    let mut given = story()[..5].to_vec();
    let diseases = case_after(&given).diseases().to_vec();
    given.push(Fact::new(PutBeforeBoard { diseases, why: Personal::Open(text("判断に迷うため。")) }, checker().id));
    given
}

/// The same with two diseases.
pub(crate) fn two_diseases() -> Vec<Fact<ApplicationEvent>> {
    let mut given = put_before_board();
    let second: DiseaseId = "02_01_002".parse().unwrap();
    for fact in &mut given {
        match &mut fact.event {
            ApplicationEvent::Received(event) => event.diseases.push(second),
            ApplicationEvent::PutBeforeBoard(event) => event.diseases.push(second),
            _ => {}
        }
    }
    given
}

/// What the board says of a disease, with words.
pub(crate) fn opinion(disease: DiseaseId, verdict: Verdict) -> Opinion {
    Opinion { disease, verdict, remark: Some(text("審査会の意見。")) }
}

/// Put before the board and heard today.
pub(crate) fn heard(verdict: Verdict) -> Vec<Fact<ApplicationEvent>> {
    let mut given = put_before_board();
    let verdicts = case_after(&given).diseases().iter().map(|disease| DiseaseVerdict { disease: *disease, verdict }).collect();
    let event =
        BoardHeard { sitting: SittingId(Uuid::from_u128(77)), heard_on: TODAY, verdicts, remarks: Personal::Open(Vec::new()) };
    given.push(Fact::new(event, board_clerk().id));
    given
}

/// Heard, and refused.
pub(crate) fn refused() -> Vec<Fact<ApplicationEvent>> {
    let mut given = heard(Verdict::Refuse);
    let why = Personal::Open(text("基準を満たさないため。"));
    let ground = "refusal.criteria_not_met".to_owned();
    given.push(Fact::new(Refused { decided_on: TODAY, number: None, ground, why, board_heard_on: TODAY }, approver().id));
    given
}

/// Put before the board, then taken back by the applicant.
pub(crate) fn withdrawn() -> Vec<Fact<ApplicationEvent>> {
    let mut given = put_before_board();
    given.push(Fact::new(Withdrawn { withdrawn_on: TODAY, why: None }, counter().id));
    given
}

pub(crate) fn case_after(facts: &[Fact<ApplicationEvent>]) -> Application {
    let mut case = Application::default();
    for fact in facts {
        case.apply(fact.clone());
    }
    case
}
