//! A plausible form for a profile. Nobody in it exists.

use casework::rules::Masters;
use events::application::{
    Applicant, ApplicationForm, Child, Household, HouseholdMember, InsuranceDetails, MedicalOpinion, Wishes,
};
use events::vocabulary::{
    Address, DiseaseId, DoctorNumber, FreeText, InstitutionCode, InsuranceKind, Phone, PostalCode, Relation, Sex, ShortText,
    Tier, Yen,
};
use jiff::Span;
use jiff::civil::Date;

use super::designating::{DOCTOR, FORMER, HOSPITAL};
use super::dice::Dice;
use super::names::{FAMILIES, Of, name};
use super::profile::Profile;
use crate::ActError;

/// Diseases to choose from, once for many forms.
pub(super) struct Choices {
    ordinary: Vec<DiseaseId>,
    haemophilia: Vec<DiseaseId>,
}

impl Choices {
    /// Those in force on a day.
    pub(super) fn on(masters: &Masters, day: Date) -> Self {
        let ids = |haemophilia: bool| {
            let rows = masters.diseases.on(day).filter(|row| row.value.haemophilia == haemophilia);
            rows.filter_map(|row| row.key.parse().ok()).collect()
        };
        Self { ordinary: ids(false), haemophilia: ids(true) }
    }
}

fn text(text: &str) -> Option<FreeText> {
    FreeText::parse(text).ok()
}

/// A form.
pub(super) fn form(
    dice: &mut Dice,
    profile: &Profile,
    choices: &Choices,
    masters: &Masters,
) -> Result<ApplicationForm, ActError> {
    make(dice, profile, choices, masters).ok_or(ActError::Internal)
}

fn make(dice: &mut Dice, profile: &Profile, choices: &Choices, masters: &Masters) -> Option<ApplicationForm> {
    let family = *dice.pick(FAMILIES)?;
    let adult = profile.age >= 18;
    let child = name(dice, family, Of::Child)?;
    let father = name(dice, family, Of::Father)?;
    let mother = name(dice, family, Of::Mother)?;
    let address = address(dice, profile, masters)?;
    let (applicant, relation) = if adult { (child.clone(), Relation::Oneself) } else { (father.clone(), Relation::Father) };
    let birth_date =
        profile.applied.checked_sub(Span::new().years(i64::from(profile.age)).days(i64::from(dice.between(20, 330)))).ok()?;
    Some(ApplicationForm {
        applicant: Applicant {
            name: applicant,
            relation,
            address: address.clone(),
            phone: Phone::parse(&format!("0952-00-{:04}", dice.below(10_000))).ok(),
        },
        child: Child {
            name: child,
            birth_date,
            sex: Some(if dice.one_in(2) { Sex::Female } else { Sex::Male }),
            address,
            municipality: profile.municipality,
        },
        insurance: insurance(dice, profile, father.written()),
        household: household(dice, profile, father.written(), mother.written())?,
        opinions: opinions(dice, profile, choices)?,
        severity: None,
        wishes: Wishes {
            late_reason: profile.late,
            late_reason_note: profile.late.and_then(|_| text("医療意見書の作成に時間がかかりました（見本）。")),
            main_institution: text(if dice.one_in(3) { "例題総合病院" } else { "見本こども病院" }),
            registrant_certificate: dice.one_in(2),
            research_consent: Some(!dice.one_in(4)),
            note: None,
        },
        earlier: None,
        change_grounds: Vec::new(),
        transfer: None,
    })
}

fn address(dice: &mut Dice, profile: &Profile, masters: &Masters) -> Option<Address> {
    let row = masters.municipalities.at(&profile.municipality.to_string(), profile.applied)?;
    let county = row.value.county.as_deref().unwrap_or_default();
    let street = dice.pick(&["見本町", "例示町", "仮町", "架空台"])?;
    let line = format!("佐賀県{county}{}{street}{}番地{}", row.value.name, dice.between(1, 99), dice.between(1, 30));
    let postal_code = PostalCode::parse(&format!("84{:05}", dice.below(100_000))).ok();
    Some(Address { postal_code, text: ShortText::parse(&line).ok()? })
}

fn insurance(dice: &mut Dice, profile: &Profile, insured: &str) -> InsuranceDetails {
    let company = match profile.insurance {
        InsuranceKind::Employee => Some("見本健康保険組合"),
        InsuranceKind::National => Some("例題市国民健康保険"),
        InsuranceKind::NationalUnion => Some("架空国民健康保険組合"),
        InsuranceKind::None => None,
    };
    let numbered = company.is_some();
    InsuranceDetails {
        kind: profile.insurance,
        insurer_name: company.and_then(text),
        insurer_number: None,
        symbol: text(&format!("見本{}", dice.between(10, 99))).filter(|_| numbered),
        number: text(&dice.between(1000, 9999).to_string()).filter(|_| numbered),
        insured_name: text(insured).filter(|_| numbered),
        insured_is_child: false,
        class: None,
    }
}

fn household(dice: &mut Dice, profile: &Profile, father: &str, mother: &str) -> Option<Household> {
    let (taxed, levy, income) = match profile.tier {
        Tier::I => (None, None, None),
        Tier::II => (Some(false), 0.into(), Some(dice.between(0, 700_000))),
        Tier::III => (Some(false), 0.into(), Some(dice.between(900_000, 1_800_000))),
        Tier::IV => (Some(true), dice.between(1_000, 70_900).into(), None),
        Tier::V => (Some(true), dice.between(71_000, 250_900).into(), None),
        Tier::VI => (Some(true), dice.between(251_000, 900_000).into(), None),
    };
    let yen = |amount: Option<u32>| amount.and_then(|amount| Yen::new(i64::from(amount) / 100 * 100).ok());
    let member = |name: &str, relation, insured, taxed, levy| {
        Some(HouseholdMember {
            name: text(name)?,
            relation,
            same_insurance: true,
            insured,
            taxed,
            income_levy: yen(levy),
            levy_parts: None,
        })
    };
    let everybody_insured = profile.insurance.counts_household();
    Some(Household {
        public_assistance: Some(profile.tier == Tier::I),
        members: vec![
            member(father, Relation::Father, true, taxed, levy)?,
            member(mother, Relation::Mother, everybody_insured, taxed.map(|_| false), taxed.map(|_| 0))?,
        ],
        guardian_income: yen(income).filter(|_| profile.age < 18),
        patient_income: yen(income).filter(|_| profile.age >= 18),
        hardship_tier: None,
        income_evidence: None,
    })
}

fn opinions(dice: &mut Dice, profile: &Profile, choices: &Choices) -> Option<Vec<MedicalOpinion>> {
    let mut diseases: Vec<DiseaseId> = Vec::new();
    let from = if profile.haemophilia { &choices.haemophilia } else { &choices.ordinary };
    while diseases.len() < usize::try_from(profile.diseases).ok()?.min(from.len()) {
        let disease = *dice.pick(from)?;
        if !diseases.contains(&disease) {
            diseases.push(disease);
        }
    }
    let latest = if profile.late.is_some() { 70 } else { 25 };
    let mut opinions = Vec::with_capacity(diseases.len());
    for disease in diseases {
        let diagnosed = dice.between(3, latest);
        let diagnosis_date = profile.applied.checked_sub(Span::new().days(i64::from(diagnosed))).ok()?;
        opinions.push(MedicalOpinion {
            disease,
            diagnosis_date,
            written_on: diagnosis_date.tomorrow().ok(),
            physician: text("試験 医師"),
            physician_number: DoctorNumber::parse(if profile.late.is_some() { FORMER } else { DOCTOR }).ok(),
            institution: text("見本こども病院"),
            institution_code: InstitutionCode::parse(HOSPITAL).ok(),
            severity: profile.severity,
        });
    }
    Some(opinions)
}
