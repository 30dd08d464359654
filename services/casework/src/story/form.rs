//! What a story says of a family: only what rules read. Names, addresses and papers' details are filled in, as nothing is decided by them.

use events::application::{
    Applicant, ApplicationForm, Child, Household, HouseholdMember, IncomeEvidence, InsuranceDetails, LevyParts, MedicalOpinion,
    Transfer, Wishes,
};
use events::vocabulary::{
    Address, ChangeGround, DiseaseId, FreeText, InsuranceKind, Kana, LateReason, MunicipalityCode, PersonName, Relation,
    Severity, ShortText, Tier, ValidityPeriod, Yen,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

/// Part of a form. What is not told stays as it was; in the first form it is unknown.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FormPart {
    /// 児童の生年月日.
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<Date>,
    /// 住所地の市町; 412015 in the first form where it is not told.
    pub municipality: Option<MunicipalityCode>,
    /// 申請者の続柄; the father in the first form where it is not told.
    pub applicant: Option<Relation>,
    /// 保険の種類; 被用者保険 in the first form where it is not told.
    pub insurance: Option<InsuranceKind>,
    /// 児童本人が被保険者である.
    pub insured_is_child: Option<bool>,
    /// 生活保護・支援給付; unknown in the first form where it is not told.
    pub public_assistance: Option<bool>,
    /// 世帯員; the whole list.
    pub members: Option<Vec<MemberPart>>,
    /// 申請者の年収等, yen a year.
    pub guardian_income_yen: Option<Yen>,
    /// 申請者の年収等の内訳. Where it is told, the sum is reckoned from it.
    pub income: Option<IncomePart>,
    /// 境界層: the tier that the welfare office certifies.
    pub hardship_tier: Option<Tier>,
    /// 医療意見書; the whole list.
    pub diseases: Option<Vec<DiseasePart>>,
    /// 申請が遅れたやむを得ない理由.
    pub late_reason: Option<LateReason>,
    /// 登録者証も希望する.
    pub registrant_certificate: Option<bool>,
    /// 変更の理由.
    pub grounds: Option<Vec<ChangeGround>>,
    /// 転入前の支給認定.
    pub transfer: Option<TransferPart>,
}

/// 申請者の年収等の内訳, yen a year. 収入 and 所得 stand apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IncomePart {
    /// 合計所得金額.
    pub total_income_yen: Option<Yen>,
    /// 給与収入.
    pub salary_receipts_yen: Option<Yen>,
    /// 給与所得.
    pub salary_income_yen: Option<Yen>,
    /// 公的年金等の収入.
    pub pension_receipts_yen: Option<Yen>,
    /// 公的年金等の所得.
    pub pension_income_yen: Option<Yen>,
    /// 手当.
    pub allowances_yen: Option<Yen>,
}

/// 世帯員.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberPart {
    /// 受診者との続柄.
    pub relation: Relation,
    /// 被保険者である.
    #[serde(default)]
    pub insured: bool,
    /// 受診者と同じ医療保険に入っている.
    #[serde(default = "yes")]
    pub same_insurance: bool,
    /// 市町村民税が課税されている; unknown where it is not told.
    pub taxed: Option<bool>,
    /// 市町村民税所得割額, yen a year; unknown where it is not told.
    pub levy_yen: Option<Yen>,
    /// 指定都市の課税である; with one of these three, the levy is that of the certificate and is converted.
    pub designated_city: Option<bool>,
    /// 住宅借入金等特別税額控除, yen.
    pub housing_loan_credit_yen: Option<Yen>,
    /// 寄附金税額控除, yen.
    pub donation_credit_yen: Option<Yen>,
}

const fn yes() -> bool {
    true
}

/// 医療意見書.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiseasePart {
    /// 疾病コード.
    pub id: DiseaseId,
    /// 診断年月日.
    #[schemars(with = "String")]
    pub diagnosed: Date,
    /// 一般・重症・人工呼吸器等.
    pub severity: Option<Severity>,
}

/// 転入前の支給認定.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferPart {
    /// 有効期間の開始日.
    #[schemars(with = "String")]
    pub from: Date,
    /// 有効期間の終了日.
    #[schemars(with = "String")]
    pub to: Date,
    /// 資格喪失日.
    #[schemars(with = "Option<String>")]
    pub lost_on: Option<Date>,
}

/// What makes a part no form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoForm(pub(super) String);

/// A name by which the story calls somebody.
pub(super) fn named(name: &str) -> Result<PersonName, NoForm> {
    filled(PersonName::new(name, filled(Kana::parse("ミホン"))?))
}

fn filled<T, E: std::fmt::Display>(value: Result<T, E>) -> Result<T, NoForm> {
    value.map_err(|error| NoForm(error.to_string()))
}

impl FormPart {
    /// The first form of a child.
    pub(super) fn first(&self, child: &str) -> Result<ApplicationForm, NoForm> {
        let birth_date = self.birth_date.ok_or_else(|| NoForm("児童の生年月日（birth_date）が要ります。".to_owned()))?;
        let name = named(child)?;
        let address = Address { postal_code: None, text: filled(ShortText::parse("佐賀県見本町1-1"))? };
        let form = ApplicationForm {
            applicant: Applicant { name: name.clone(), relation: Relation::Father, address: address.clone(), phone: None },
            child: Child { name, birth_date, sex: None, address, municipality: filled(MunicipalityCode::parse("412015"))? },
            insurance: InsuranceDetails {
                kind: InsuranceKind::Employee,
                insurer_name: None,
                insurer_number: None,
                symbol: None,
                number: None,
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
            opinions: Vec::new(),
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
        };
        self.on(form)
    }

    /// A form with what this part says.
    pub(super) fn on(&self, mut form: ApplicationForm) -> Result<ApplicationForm, NoForm> {
        form.child.birth_date = self.birth_date.unwrap_or(form.child.birth_date);
        form.child.municipality = self.municipality.unwrap_or(form.child.municipality);
        form.applicant.relation = self.applicant.unwrap_or(form.applicant.relation);
        form.insurance.kind = self.insurance.unwrap_or(form.insurance.kind);
        form.insurance.insured_is_child = self.insured_is_child.unwrap_or(form.insurance.insured_is_child);
        form.household.public_assistance = self.public_assistance.or(form.household.public_assistance);
        form.household.guardian_income = self.guardian_income_yen.or(form.household.guardian_income);
        if let Some(told) = self.income {
            form.household.income_evidence = Some(IncomeEvidence {
                total_income: told.total_income_yen,
                salary_receipts: told.salary_receipts_yen,
                salary_income: told.salary_income_yen,
                pension_receipts: told.pension_receipts_yen,
                pension_income: told.pension_income_yen,
                allowances: told.allowances_yen,
            });
        }
        form.household.hardship_tier = self.hardship_tier.or(form.household.hardship_tier);
        form.wishes.late_reason = self.late_reason.or(form.wishes.late_reason);
        form.wishes.registrant_certificate = self.registrant_certificate.unwrap_or(form.wishes.registrant_certificate);
        if let Some(members) = &self.members {
            form.household.members = members.iter().map(MemberPart::member).collect::<Result<_, _>>()?;
        }
        if let Some(diseases) = &self.diseases {
            form.opinions = diseases.iter().map(DiseasePart::opinion).collect();
        }
        if let Some(grounds) = &self.grounds {
            form.change_grounds.clone_from(grounds);
        }
        if let Some(transfer) = &self.transfer {
            form.transfer = Some(Transfer {
                authority: filled(FreeText::parse("見本県"))?,
                validity: filled(ValidityPeriod::new(transfer.from, transfer.to))?,
                lost_on: transfer.lost_on,
            });
        }
        Ok(form)
    }
}

impl MemberPart {
    fn member(&self) -> Result<HouseholdMember, NoForm> {
        let as_taxed = self.designated_city.is_some() || self.housing_loan_credit_yen.or(self.donation_credit_yen).is_some();
        Ok(HouseholdMember {
            name: filled(FreeText::parse(self.relation.label()))?,
            relation: self.relation,
            same_insurance: self.same_insurance,
            insured: self.insured,
            taxed: self.taxed,
            income_levy: self.levy_yen,
            levy_parts: as_taxed.then_some(LevyParts {
                designated_city: self.designated_city,
                housing_loan_credit: self.housing_loan_credit_yen,
                donation_credit: self.donation_credit_yen,
                dividend_credit: None,
            }),
        })
    }
}

impl DiseasePart {
    fn opinion(&self) -> MedicalOpinion {
        MedicalOpinion {
            disease: self.id,
            diagnosis_date: self.diagnosed,
            written_on: Some(self.diagnosed),
            physician: None,
            physician_number: None,
            institution: None,
            institution_code: None,
            severity: self.severity.unwrap_or(Severity::General),
        }
    }
}
