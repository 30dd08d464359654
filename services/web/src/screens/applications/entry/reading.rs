//! Reading what was typed: each text becomes a value or a problem that names its field, and only a whole entry without problems becomes a
//! form. The texts stay as typed either way.

mod special;
mod value;

use std::collections::BTreeMap;

use events::application::{
    Applicant, ApplicationForm, Arrival, Child, Household, HouseholdMember, IncomeEvidence, InsuranceDetails, MedicalOpinion,
    Wishes,
};
use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{
    DoctorNumber, FreeText, InstitutionCode, InsuranceKind, InsurerClass, LateReason, MyNumber, Phone, ProcedureKind, Relation,
    Severity, Sex, Tier, Yen,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::catalogue::Catalogue;
use super::field::Field;
use super::sections::{MEMBERS, OPINIONS, fields_of, sections_of};

/// Raw texts by field name.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entry {
    /// The texts, exactly as typed.
    pub texts: BTreeMap<String, String>,
}

impl Entry {
    /// What was typed into a field, trimmed; empty where nothing was.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }

    /// Fills a field in, unless something stands there.
    pub fn fill(&mut self, name: &str, text: String) {
        if self.text(name).is_empty() {
            self.texts.insert(name.to_owned(), text);
        }
    }

    /// Whether anything of a group of fields was typed or chosen.
    pub fn touched(&self, prefix: &str) -> bool {
        self.texts.iter().any(|(name, text)| name.starts_with(prefix) && !text.trim().is_empty())
    }
}

/// Something wrong with a field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// Field it is shown beside.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
    /// A text to accept instead, where one was most likely meant.
    pub suggestion: Option<String>,
}

impl Problem {
    fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into(), suggestion: None }
    }
}

/// A whole entry, read.
pub struct Reading {
    /// 申請日.
    pub application_date: Date,
    /// 受付日と消印日; none where nothing was typed.
    pub arrival: Option<Arrival>,
    /// The form.
    pub form: ApplicationForm,
    /// 児童の個人番号.
    pub child_my_number: Option<MyNumber>,
    /// 申請者の個人番号.
    pub applicant_my_number: Option<MyNumber>,
}

const LONGEST: usize = 2_000;

struct Reader<'a> {
    entry: &'a Entry,
    catalogue: &'a Catalogue,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn applicant(&mut self) -> Option<(Date, Applicant, Option<MyNumber>)> {
        let era = EraPolicy::Assume(wareki::Era::Reiwa);
        if self.entry.text("application_date").is_empty() {
            self.fail("application_date", "申請日を入力してください。例：R8.4.1");
        }
        let date = self.date("application_date", era);
        let name = self.name("applicant_name", "applicant_kana");
        let relation = self.required("applicant_relation", "受診者との続柄", Relation::parse);
        let address = self.address("applicant_postal_code", "applicant_address");
        let phone = self.optional("applicant_phone", Phone::parse);
        let my_number = self.optional("applicant_my_number", MyNumber::parse);
        Some((date?, Applicant { name: name?, relation: relation?, address: address?, phone }, my_number))
    }

    /// 受付日 and 消印日; a postmark alone says nothing of the day on which it came.
    fn arrival(&mut self) -> Option<Arrival> {
        let era = EraPolicy::Assume(wareki::Era::Reiwa);
        let (received_on, postmarked_on) = (self.date("received_on", era), self.date("postmarked_on", era));
        if self.entry.text("received_on").is_empty() && !self.entry.text("postmarked_on").is_empty() {
            self.fail("received_on", "消印日を入力したときは、事務所に届いた日（受付日）も入力してください。");
        }
        Some(Arrival { received_on: received_on?, postmarked_on })
    }

    /// The days of arrival against the others, told where each was typed.
    fn check_arrival(&mut self, today: Date, applied: Option<Date>, arrival: Option<Arrival>) {
        let Some(Arrival { received_on, postmarked_on }) = arrival else { return };
        if received_on > today || applied.is_some_and(|applied| received_on < applied) {
            self.fail("received_on", "受付日は、申請日からきょうまでの日付にしてください。");
        }
        if postmarked_on.is_some_and(|posted| posted > received_on) {
            self.fail("postmarked_on", "消印日が受付日より後です。どちらかを確かめてください。");
        }
    }

    fn child(&mut self) -> Option<(Child, Option<MyNumber>)> {
        let name = self.name("child_name", "child_kana");
        if self.entry.text("child_birth_date").is_empty() {
            self.fail("child_birth_date", "生年月日を入力してください。例：R2.3.15");
        }
        let birth_date = self.date("child_birth_date", EraPolicy::Refuse);
        let sex = self.optional("child_sex", Sex::parse);
        let address = self.address("child_postal_code", "child_address");
        let municipality = self.municipality("child_municipality");
        let my_number = self.optional("child_my_number", MyNumber::parse);
        Some((Child { name: name?, birth_date: birth_date?, sex, address: address?, municipality: municipality? }, my_number))
    }

    fn insurance(&mut self) -> Option<InsuranceDetails> {
        let kind = self.required("insurance_kind", "保険の種別", InsuranceKind::parse);
        let insured_is_child = self.answered("insured_is_child", "児童本人が被保険者かどうか");
        // `kind` stands last: everything else is read, and told, before a missing kind ends it.
        Some(InsuranceDetails {
            insurer_name: self.optional("insurer_name", FreeText::parse),
            insurer_number: self.optional("insurer_number", FreeText::parse),
            symbol: self.optional("insurance_symbol", FreeText::parse),
            number: self.optional("insurance_number", FreeText::parse),
            insured_name: self.optional("insured_name", FreeText::parse),
            insured_is_child: insured_is_child.unwrap_or(false),
            class: self.optional("insurer_class", InsurerClass::parse),
            kind: kind?,
        })
    }

    fn household(&mut self) -> Household {
        let public_assistance = self.answered("public_assistance", "生活保護または支援給付を受けているかどうか");
        let guardian_income = self.optional("guardian_income", Yen::parse_input);
        let hardship_tier = self.optional("hardship_tier", Tier::parse);
        let members = (1..=MEMBERS).filter_map(|n| self.member(n)).collect();
        let patient_income = self.optional("patient_income", Yen::parse_input);
        let income_evidence = Some(self.income_evidence()).filter(|told| !told.is_empty());
        Household { public_assistance, members, guardian_income, patient_income, hardship_tier, income_evidence }
    }

    fn income_evidence(&mut self) -> IncomeEvidence {
        let mut yen = |name: &str| self.optional(name, Yen::parse_input);
        IncomeEvidence {
            total_income: yen("total_income"),
            salary_receipts: yen("salary_receipts"),
            salary_income: yen("salary_income"),
            pension_receipts: yen("pension_receipts"),
            pension_income: yen("pension_income"),
            allowances: yen("allowances"),
        }
    }

    fn member(&mut self, n: usize) -> Option<HouseholdMember> {
        let part = |name: &str| format!("member{n}_{name}");
        if !self.entry.touched(&part("")) {
            return None;
        }
        let name = self.required(&part("name"), "世帯員の氏名", FreeText::parse);
        let relation = self.required(&part("relation"), "世帯員の続柄", Relation::parse);
        let taxed = self.yes_no(&part("taxed"));
        let income_levy = self.optional(&part("levy"), Yen::parse_input);
        if taxed == Some(false) && income_levy.is_some_and(|levy| levy.amount() > 0) {
            self.fail(&part("levy"), "課税されていないと答えていますが、所得割額が入力されています。どちらかを直してください。");
        }
        Some(HouseholdMember {
            name: name?,
            relation: relation?,
            same_insurance: self.ticked(&part("same_insurance")),
            insured: self.ticked(&part("insured")),
            taxed,
            income_levy,
            levy_parts: self.levy_parts(n),
        })
    }

    fn opinions(&mut self) -> Vec<MedicalOpinion> {
        let opinions: Vec<MedicalOpinion> = (1..=OPINIONS).filter_map(|n| self.opinion(n)).collect();
        for (n, opinion) in opinions.iter().enumerate() {
            if opinions[..n].iter().any(|earlier| earlier.disease == opinion.disease) {
                self.fail(
                    &format!("opinion{}_disease", n + 1),
                    "同じ疾病の医療意見書がもう1件あります。どちらかを消してください。",
                );
            }
        }
        opinions
    }

    fn opinion(&mut self, n: usize) -> Option<MedicalOpinion> {
        let part = |name: &str| format!("opinion{n}_{name}");
        if n > 1 && !self.entry.touched(&part("")) {
            return None;
        }
        let era = EraPolicy::Assume(wareki::Era::Reiwa);
        let disease = self.disease(&part("disease"));
        if self.entry.text(&part("diagnosis_date")).is_empty() {
            self.fail(&part("diagnosis_date"), "診断年月日を入力してください。例：R8.4.1");
        }
        let diagnosis_date = self.date(&part("diagnosis_date"), era);
        let written_on = self.date(&part("written_on"), era);
        let physician = self.optional(&part("physician"), FreeText::parse);
        let physician_number = self.optional(&part("physician_number"), DoctorNumber::parse);
        let institution = self.optional(&part("institution"), FreeText::parse);
        let institution_code = self.optional(&part("institution_code"), InstitutionCode::parse);
        let severity = self.required(&part("severity"), "区分", Severity::parse);
        Some(MedicalOpinion {
            disease: disease?,
            diagnosis_date: diagnosis_date?,
            written_on,
            physician,
            physician_number,
            institution,
            institution_code,
            severity: severity?,
        })
    }

    fn wishes(&mut self) -> Wishes {
        Wishes {
            late_reason: self.optional("late_reason", LateReason::parse),
            late_reason_note: self.optional("late_reason_note", FreeText::parse),
            main_institution: self.optional("main_institution", FreeText::parse),
            registrant_certificate: self.ticked("registrant_certificate"),
            research_consent: self.answered("research_consent", "研究利用に同意するかどうか"),
            note: self.optional("note", FreeText::parse),
        }
    }

    /// Dates that contradict each other, told where the later one was typed.
    fn check_order(&mut self, today: Date, applied: Option<Date>, born: Option<Date>, opinions: &[MedicalOpinion]) {
        if applied.is_some_and(|applied| applied > today) {
            self.fail("application_date", "申請日がきょうより先の日付です。日付を確かめてください。");
        }
        if let (Some(applied), Some(born)) = (applied, born)
            && born > applied
        {
            self.fail("child_birth_date", "生年月日が申請日より後の日付です。どちらかを確かめてください。");
        }
        for (n, opinion) in opinions.iter().enumerate() {
            if applied.is_some_and(|applied| opinion.diagnosis_date > applied) {
                self.fail(
                    &format!("opinion{}_diagnosis_date", n + 1),
                    "診断年月日が申請日より後の日付です。どちらかを確かめてください。",
                );
            }
        }
    }
}

fn too_long(entry: &Entry, fields: &[Field]) -> Vec<Problem> {
    fields
        .iter()
        .filter(|field| entry.text(&field.name).chars().count() > LONGEST)
        .map(|field| Problem::new(&field.name, format!("{}が長すぎます。{LONGEST}文字以内で入力してください。", field.label)))
        .collect()
}

/// Reads one page; what is missing on other pages does not matter.
pub fn read_section(section: &str, entry: &Entry, catalogue: &Catalogue) -> Vec<Problem> {
    let mut problems = too_long(entry, &fields_of(section));
    if !problems.is_empty() {
        return problems;
    }
    let mut reader = Reader { entry, catalogue, problems: Vec::new() };
    match section {
        "change" => drop(reader.change_grounds()),
        "transfer" => drop(reader.transfer()),
        "applicant" => {
            reader.applicant();
            reader.arrival();
        }
        "child" => drop(reader.child()),
        "insurance" => drop(reader.insurance()),
        "household" => drop(reader.household()),
        "opinions" => drop(reader.opinions()),
        "severity" => drop(reader.severity()),
        "wishes" => drop(reader.wishes()),
        _ => reader.fail("", "このページはありません。"),
    }
    problems.append(&mut reader.problems);
    problems
}

/// Reads the whole entry.
///
/// # Errors
/// Everything that stands in the way, page by page.
pub fn read(entry: &Entry, kind: ProcedureKind, catalogue: &Catalogue, today: Date) -> Result<Reading, Vec<Problem>> {
    let mut problems: Vec<Problem> =
        sections_of(kind).into_iter().flat_map(|section| too_long(entry, &fields_of(section.code))).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut reader = Reader { entry, catalogue, problems: Vec::new() };
    let change_grounds = if kind == ProcedureKind::Change { reader.change_grounds() } else { Vec::new() };
    let transfer = if kind == ProcedureKind::TransferIn { reader.transfer() } else { None };
    let applicant = reader.applicant();
    let arrival = reader.arrival();
    let child = reader.child();
    let insurance = reader.insurance();
    let household = reader.household();
    let opinions = reader.opinions();
    let severity = reader.severity();
    let wishes = reader.wishes();
    reader.check_order(
        today,
        applicant.as_ref().map(|(date, ..)| *date),
        child.as_ref().map(|(child, _)| child.birth_date),
        &opinions,
    );
    reader.check_arrival(today, applicant.as_ref().map(|(date, ..)| *date), arrival);
    problems.append(&mut reader.problems);
    match (applicant, child, insurance) {
        (Some((application_date, applicant, applicant_my_number)), Some((child, child_my_number)), Some(insurance))
            if problems.is_empty() =>
        {
            Ok(Reading {
                application_date,
                arrival,
                form: ApplicationForm {
                    applicant,
                    child,
                    insurance,
                    household,
                    opinions,
                    severity,
                    wishes,
                    earlier: None,
                    change_grounds,
                    transfer,
                },
                child_my_number,
                applicant_my_number,
            })
        }
        _ => Err(problems),
    }
}
