//! From a record of the old ledger to what is told in this one: the form as far as it is known, and the decision as it was taken.

use events::Personal;
use events::application::{
    Applicant, ApplicationForm, Child, Conclusion, Household, InsuranceDetails, MedicalOpinion, TakenOver, Wishes,
};
use events::award::Granted;
use events::certificate::Issued;
use events::ids::{ApplicationId, AwardId, RecipientId, TakeoverId};
use events::recipient::{Guardian, Registered};
use jiff::civil::Date;

use super::{Judged, OldRecord};
use crate::rules::Determination;
use crate::rules::determination::decided_before;

/// Everything that becomes of a record.
pub struct Taken {
    /// Of the record itself.
    pub application: TakenOver,
    /// The child, where it is not in the ledger yet.
    pub recipient: Registered,
    /// The right.
    pub award: Granted,
    /// The paper, where it was issued.
    pub certificate: Option<Issued>,
    /// The first day of the right.
    pub from: Date,
}

/// The ids under which a record comes in.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    /// The takeover.
    pub takeover: TakeoverId,
    /// Of the record.
    pub application: ApplicationId,
    /// Of the right.
    pub award: AwardId,
    /// Of the child.
    pub recipient: RecipientId,
}

/// What becomes of a judged record; none where it was refused.
///
/// # Errors
/// Where the determination cannot be written as JSON; that is a fault of the program.
pub fn taken_over(judged: &Judged, ids: Ids, known_up_to: i64) -> Result<Option<Taken>, serde_json::Error> {
    let Some(record) = &judged.record else { return Ok(None) };
    let Ids { takeover, application, award, recipient } = ids;
    let determination = decided_before(record, known_up_to);
    let conclusion = conclusion(record, &determination, known_up_to);
    let determination = serde_json::to_value(&determination)?;
    let decided_on = record.decided_on.unwrap_or_else(|| record.validity.start());
    let form = form(record);
    let told = TakenOver {
        takeover,
        line: judged.line,
        child: judged.child,
        kind: record.kind,
        decided_on,
        responsible_office: record.office,
        municipality: record.municipality,
        diseases: record.diseases.clone(),
        child_name: Personal::Open(record.name.clone()),
        child_birth_date: Personal::Open(record.birth_date),
        form: Personal::Open(form.clone()),
        conclusion: conclusion.clone(),
        determination: Personal::Open(determination.clone()),
        award,
        recipient,
    };
    let registered = Registered {
        application,
        name: Personal::Open(record.name.clone()),
        birth_date: Personal::Open(record.birth_date),
        address: Personal::Open(record.address.clone()),
        municipality: record.municipality,
        guardian: Personal::Open(Guardian {
            name: record.guardian.clone(),
            relation: record.relation,
            address: record.address.clone(),
        }),
        insurance: Personal::Open(form.insurance),
        my_number: None,
    };
    let granted = Granted {
        recipient,
        application,
        replaces: None,
        kind: record.kind,
        decided_on,
        recipient_number: record.recipient_number,
        diseases: record.diseases.clone(),
        conclusion,
        registrant_certificate: false,
        main_institution: record.institution.clone().map(Personal::Open),
        determination: Personal::Open(determination),
    };
    let issued = record.issued_on.map(|issued_on| Issued {
        award,
        recipient,
        application,
        issued_on,
        copy: 1,
        documents: Vec::new(),
        fonts: Vec::new(),
        seal: None,
    });
    Ok(Some(Taken {
        application: told,
        recipient: registered,
        award: granted,
        certificate: issued,
        from: record.validity.start(),
    }))
}

fn conclusion(record: &OldRecord, determination: &Determination, known_up_to: i64) -> Conclusion {
    Conclusion {
        rule_set: determination.rule_set.id.clone(),
        known_up_to,
        digest: determination.digest.clone(),
        validity: record.validity,
        tier: record.tier,
        severity: record.severity,
        haemophilia: record.haemophilia,
        monthly_cap: record.monthly_cap,
        apportioned: None,
        payer_number: record.payer_number,
        responsible_office: record.office,
    }
}

fn form(record: &OldRecord) -> ApplicationForm {
    let opinion = |disease| MedicalOpinion {
        disease,
        diagnosis_date: record.validity.start(),
        written_on: None,
        physician: None,
        physician_number: None,
        institution: record.institution.clone(),
        institution_code: None,
        severity: record.severity,
    };
    ApplicationForm {
        applicant: Applicant {
            name: record.guardian.clone(),
            relation: record.relation,
            address: record.address.clone(),
            phone: record.phone.clone(),
        },
        child: Child {
            name: record.name.clone(),
            birth_date: record.birth_date,
            sex: record.sex,
            address: record.address.clone(),
            municipality: record.municipality,
        },
        insurance: InsuranceDetails {
            kind: record.insurance_kind,
            insurer_name: record.insurer_name.clone(),
            insurer_number: record.insurer_number.clone(),
            symbol: record.symbol.clone(),
            number: record.number.clone(),
            insured_name: None,
            insured_is_child: false,
            class: None,
        },
        household: Household {
            public_assistance: None,
            members: Vec::new(),
            guardian_income: None,
            patient_income: None,
            hardship_tier: None,
            income_evidence: None,
        },
        opinions: record.diseases.iter().copied().map(opinion).collect(),
        severity: None,
        wishes: Wishes {
            late_reason: None,
            late_reason_note: None,
            main_institution: record.institution.clone(),
            registrant_certificate: false,
            research_consent: None,
            note: record.note.clone(),
        },
        earlier: None,
        change_grounds: Vec::new(),
        transfer: None,
    }
}
