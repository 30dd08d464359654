//! From award and recipient to what stands on paper: certificate, cap management sheet, calculation sheet.

use casework::rules::certificate_print::insurer_class_printed;
use casework::rules::masters::Authority;
use casework::rules::version::Dates;
use casework::rules::{Asked, Determination, Masters, RuleSet, Trace};
use documents::calculation_sheet::{ResultLine, Step};
use documents::certificate::{Child, Disease, Guardian, Insurance, Issuer};
use documents::{CalculationSheet, CapSheet, Certificate, SheetMark};
use events::application::{ApplicationForm, Conclusion, InsuranceDetails};
use events::ids::CertificateId;
use events::recipient::Guardian as GuardianData;
use events::vocabulary::{
    Address, DecisionNumber, DiseaseId, FreeText, OfficeCode, PersonName, ProcedureKind, ReceiptNumber, Severity, Sheet,
    SheetCode, Tier, Yen, wareki,
};
use jiff::civil::Date;

use crate::ActError;

/// Everything that is printed with one award.
pub(crate) struct Sheets {
    pub(crate) certificate: Certificate,
    pub(crate) cap_sheet: CapSheet,
    pub(crate) calculation: Option<CalculationSheet>,
}

impl Sheets {
    /// Puts the code on each sheet by which it is found again in the run that prints it.
    pub(crate) fn number(&mut self, certificate: CertificateId) -> Result<(), ActError> {
        let mark =
            |sheet| SheetMark::of(&SheetCode::of(certificate, sheet).to_string()).map_err(|error| ActError::internal(&error));
        self.certificate.code = Some(mark(Sheet::Certificate)?);
        self.cap_sheet.code = Some(mark(Sheet::CapSheet)?);
        Ok(())
    }
}

/// What the sheets say about the person.
pub(crate) struct Particulars {
    pub(crate) name: PersonName,
    pub(crate) birth_date: Date,
    pub(crate) address: Address,
    pub(crate) guardian: GuardianData,
    pub(crate) insurance: InsuranceDetails,
    pub(crate) main_institution: Option<FreeText>,
}

impl Particulars {
    /// As the form tells them; they are the same that the ledger takes over.
    pub(crate) fn of(form: &ApplicationForm) -> Self {
        Self {
            name: form.child.name.clone(),
            birth_date: form.child.birth_date,
            address: form.child.address.clone(),
            guardian: GuardianData {
                name: form.applicant.name.clone(),
                relation: form.applicant.relation,
                address: form.applicant.address.clone(),
            },
            insurance: form.insurance.clone(),
            main_institution: form.wishes.main_institution.clone(),
        }
    }
}

/// What the sheets say about the award.
pub(crate) struct Granting<'a> {
    pub(crate) conclusion: &'a Conclusion,
    pub(crate) recipient_number: String,
    pub(crate) receipt_number: Option<ReceiptNumber>,
    pub(crate) diseases: &'a [DiseaseId],
    pub(crate) registrant_certificate: bool,
    pub(crate) decided_on: Date,
    pub(crate) kind: &'static str,
    pub(crate) determination: Option<&'a Determination>,
    /// 決定番号; none for records that were made up in bulk.
    pub(crate) decision_number: Option<DecisionNumber>,
}

fn yen(amount: Yen) -> u32 {
    u32::try_from(amount.amount()).unwrap_or(u32::MAX)
}

fn insurance(details: &InsuranceDetails, class_printed: bool) -> Option<Insurance> {
    let insurer = details.insurer_name.as_ref()?.to_string();
    let parts = [details.symbol.as_ref(), details.number.as_ref()];
    let symbol_number = parts.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("・");
    let bracket = details.class.filter(|_| class_printed).map(|class| class.label().to_owned());
    Some(Insurance { insurer, symbol_number, bracket })
}

/// Whether the insurer's class stands on a certificate of that day; where the masters do not say, it does not.
fn class_printed(issued: Date, masters: &Masters) -> bool {
    let set = RuleSet::current(masters);
    let dates = Dates { kind: ProcedureKind::New, applied: issued };
    insurer_class_printed(&Asked { set: &set, dates, masters }, issued, &mut Trace::default()).unwrap_or(false)
}

fn tier(tier: Option<Tier>) -> String {
    tier.map_or_else(|| "－".to_owned(), |tier| format!("{}（{}）", tier.symbol(), tier.label()))
}

/// The three sheets of an award, in the name of the authority of the day of the decision.
pub(crate) fn sheets(person: &Particulars, granting: &Granting<'_>, authority: &Authority, masters: &Masters) -> Sheets {
    let Granting { conclusion, decided_on, .. } = granting;
    let (from, until) = (wareki::long(conclusion.validity.start()), wareki::long(conclusion.validity.end()));
    let payer_number = conclusion.payer_number.to_string();
    let diseases = granting.diseases.iter().map(|id| disease(*id, *decided_on, masters)).collect();
    let guardian_address =
        if person.guardian.address == person.address { "同上".to_owned() } else { person.guardian.address.to_string() };
    let cap =
        masters.caps.at(if conclusion.haemophilia { "haemophilia" } else { conclusion.tier.map_or("", Tier::code) }, *decided_on);
    let certificate = Certificate {
        draft: false,
        seal: Vec::new(),
        code: None,
        serial: granting.receipt_number.map(|number| number.to_string()),
        reissue: false,
        payer_number: payer_number.clone(),
        recipient_number: granting.recipient_number.clone(),
        child: Child {
            name: person.name.written().to_owned(),
            kana: person.name.kana().to_string(),
            birth_date: wareki::long(person.birth_date),
            address: person.address.to_string(),
        },
        guardian: Guardian {
            name: person.guardian.name.written().to_owned(),
            relation: person.guardian.relation.label().to_owned(),
            address: guardian_address,
        },
        insurance: insurance(&person.insurance, class_printed(*decided_on, masters)),
        diseases,
        severe: conclusion.severity == Severity::Severe,
        ventilator: conclusion.severity == Severity::Ventilator,
        tier: tier(conclusion.tier),
        monthly_cap_yen: yen(conclusion.monthly_cap),
        cap_note: conclusion.haemophilia.then(|| "血友病等".to_owned()),
        meals: meals(cap.map(|row| row.value.hospital_meal_share.as_str())),
        valid_from: from.clone(),
        valid_until: until.clone(),
        facilities: person.main_institution.iter().map(ToString::to_string).collect(),
        registered: Some(granting.registrant_certificate),
        remarks: Vec::new(),
        decision_number: granting.decision_number.map(|number| number.to_string()),
        issued_on: wareki::long(*decided_on),
        issuer: issuer(authority, conclusion.responsible_office, *decided_on, masters),
    };
    let cap_sheet = CapSheet {
        code: None,
        payer_number,
        recipient_number: granting.recipient_number.clone(),
        child_name: person.name.written().to_owned(),
        monthly_cap_yen: yen(conclusion.monthly_cap),
        valid_from: from,
        valid_until: until,
        months: vec![None],
        lines: 18,
        authority: authority.name.clone(),
    };
    let calculation = granting.determination.map(|found| calculation(person, granting, found, authority));
    Sheets { certificate, cap_sheet, calculation }
}

/// Share of the standard amount for meals in hospital (入院時食事療養), by the row of the cap table.
fn meals(share: Option<&str>) -> String {
    match share {
        Some("0") => "入院時食事療養標準負担額の自己負担なし".to_owned(),
        Some("1/2") => "入院時食事療養標準負担額の2分の1を自己負担".to_owned(),
        Some(other) => format!("入院時食事療養標準負担額の{other}を自己負担"),
        None => "－".to_owned(),
    }
}

fn disease(id: DiseaseId, on: Date, masters: &Masters) -> Disease {
    let code = id.to_string();
    let name = masters.diseases.at(&code, on).map_or_else(|| code.clone(), |row| row.value.name.clone());
    Disease { name, code: Some(code) }
}

/// Who signs, and whom to ask.
fn issuer(authority: &Authority, office: OfficeCode, on: Date, masters: &Masters) -> Issuer {
    let Authority { name, signatory, .. } = authority;
    let row = masters.offices.at(&office.to_string(), on);
    let contact =
        row.map_or_else(Vec::new, |row| vec![format!("{name} {}", row.value.name), format!("電話 {}", row.value.phone)]);
    Issuer { authority: name.clone(), signatory: signatory.clone(), signatory_name: None, contact }
}

fn calculation(person: &Particulars, granting: &Granting<'_>, found: &Determination, authority: &Authority) -> CalculationSheet {
    let conclusion = granting.conclusion;
    let line = |label: &str, value: String| ResultLine { label: label.to_owned(), value };
    let steps = found.lines().map(|step| Step {
        title: step.title.clone(),
        text: step.text.clone(),
        citation: step.cite.clone(),
        result: step.out_text.clone(),
        status: if step.unconfirmed { "要確認" } else { "確定" }.to_owned(),
    });
    CalculationSheet {
        draft: false,
        receipt_number: granting.receipt_number.map_or_else(|| "－".to_owned(), |number| number.to_string()),
        recipient_number: Some(granting.recipient_number.clone()),
        child_name: person.name.written().to_owned(),
        kind: granting.kind.to_owned(),
        decided_on: Some(wareki::long(granting.decided_on)),
        rule_set: conclusion.rule_set.clone(),
        results: vec![
            line("有効期間", conclusion.validity.to_string()),
            line("階層区分", tier(conclusion.tier)),
            line("重症・人工呼吸器の区分", conclusion.severity.label().to_owned()),
            line("自己負担上限月額", conclusion.monthly_cap.to_string()),
            line("公費負担者番号", conclusion.payer_number.to_string()),
        ],
        steps: steps.collect(),
        office: authority.name.clone(),
    }
}

/// What of a form would stand on the certificate, with nothing decided yet: for the check of characters at entry.
pub(crate) fn draft_of(form: &ApplicationForm) -> Sheets {
    let person = Particulars::of(form);
    let name = person.name.written().to_owned();
    let certificate = Certificate {
        draft: true,
        child: Child {
            name: name.clone(),
            kana: person.name.kana().to_string(),
            birth_date: wareki::long(person.birth_date),
            address: person.address.to_string(),
        },
        guardian: Guardian {
            name: person.guardian.name.written().to_owned(),
            relation: person.guardian.relation.label().to_owned(),
            address: person.guardian.address.to_string(),
        },
        insurance: insurance(&person.insurance, false),
        facilities: person.main_institution.iter().map(ToString::to_string).collect(),
        ..empty()
    };
    let cap_sheet = CapSheet {
        code: None,
        payer_number: String::new(),
        recipient_number: String::new(),
        child_name: name,
        monthly_cap_yen: 0,
        valid_from: String::new(),
        valid_until: String::new(),
        months: vec![None],
        lines: 18,
        authority: String::new(),
    };
    Sheets { certificate, cap_sheet, calculation: None }
}

fn empty() -> Certificate {
    let none = String::new;
    Certificate {
        draft: true,
        seal: Vec::new(),
        code: None,
        serial: None,
        reissue: false,
        payer_number: none(),
        recipient_number: none(),
        child: Child { name: none(), kana: none(), birth_date: none(), address: none() },
        guardian: Guardian { name: none(), relation: none(), address: none() },
        insurance: None,
        diseases: Vec::new(),
        severe: false,
        ventilator: false,
        tier: none(),
        monthly_cap_yen: 0,
        cap_note: None,
        meals: none(),
        valid_from: none(),
        valid_until: none(),
        facilities: Vec::new(),
        registered: None,
        remarks: Vec::new(),
        decision_number: None,
        issued_on: none(),
        issuer: Issuer { authority: none(), signatory: none(), signatory_name: None, contact: Vec::new() },
    }
}
