//! What the family and the doctor told: the content of the application form (支給認定申請書) and its enclosures.
//!
//! Everything that may still be unknown at the counter is an `Option`; unknown is never read as no.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{
    Address, ChangeGround, DiseaseId, DoctorNumber, FreeText, InstitutionCode, InsuranceKind, InsurerClass, LateReason,
    LifeSupport, MunicipalityCode, PersonName, Phone, Relation, Severity, Sex, ShortText, Tier, ValidityPeriod, Yen,
};

/// The whole form, as entered. Sealed as one in events.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ApplicationForm {
    /// 申請者.
    pub applicant: Applicant,
    /// 受診者（児童）.
    pub child: Child,
    /// 医療保険.
    pub insurance: InsuranceDetails,
    /// 世帯と所得.
    pub household: Household,
    /// 医療意見書, one a disease; at least one.
    pub opinions: Vec<MedicalOpinion>,
    /// 重症・人工呼吸器の区分の根拠, where it was entered; then the class is worked out and the papers are not taken at their word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<SeverityBasis>,
    /// 希望・同意.
    pub wishes: Wishes,
    /// The award that is renewed or changed, or that ran out before, as it stood when the application was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<EarlierAward>,
    /// 変更の理由, where a change is applied for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub change_grounds: Vec<ChangeGround>,
    /// 転入前の支給認定, where the family moved in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
}

/// An earlier award (前の支給認定) of the same child, from which the application starts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EarlierAward {
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 階層区分; none where it was not judged.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Severity,
    /// 自己負担上限月額.
    pub monthly_cap: Yen,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
}

/// An award of another prefecture or city (転入前の支給認定), by its certificate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Transfer {
    /// 実施機関.
    pub authority: FreeText,
    /// 受給者証の有効期間.
    pub validity: ValidityPeriod,
    /// 資格喪失日, where it is known.
    pub lost_on: Option<Date>,
}

/// Who applies (申請者): the guardian (保護者), from 18 the patient (児童福祉法第19条の3第1項).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Applicant {
    /// 氏名・フリガナ.
    pub name: PersonName,
    /// 受診者との続柄.
    pub relation: Relation,
    /// 住所.
    pub address: Address,
    /// 電話.
    pub phone: Option<Phone>,
}

/// The child (受診者).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Child {
    /// 氏名・フリガナ.
    pub name: PersonName,
    /// 生年月日.
    pub birth_date: Date,
    /// 性別; not printed on the certificate.
    pub sex: Option<Sex>,
    /// 住所.
    pub address: Address,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
}

/// Health insurance (医療保険) of the child.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InsuranceDetails {
    /// 保険種別.
    pub kind: InsuranceKind,
    /// 保険者名.
    pub insurer_name: Option<FreeText>,
    /// 保険者番号.
    pub insurer_number: Option<FreeText>,
    /// 記号.
    pub symbol: Option<FreeText>,
    /// 番号.
    pub number: Option<FreeText>,
    /// 被保険者氏名.
    pub insured_name: Option<FreeText>,
    /// The child is the insured person (本人) and no dependant.
    pub insured_is_child: bool,
    /// 高額療養費の適用区分, where the insurer told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<InsurerClass>,
}

/// Household and income (世帯と所得).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Household {
    /// 生活保護・支援給付.
    pub public_assistance: Option<bool>,
    /// The child's household on the resident register, the child included where it has an income of its own.
    pub members: Vec<HouseholdMember>,
    /// 申請者の年収等（低所得の判定, 児童福祉法施行令第22条）, yen a year.
    pub guardian_income: Option<Yen>,
    /// 成年患者本人の年収等, yen a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_income: Option<Yen>,
    /// 境界層: the tier that the welfare office certifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardship_tier: Option<Tier>,
    /// 年収等の内訳, of the applicant; where it is told, the sum is reckoned from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income_evidence: Option<IncomeEvidence>,
}

/// What the tax certificate and the notices of pension and allowances say, yen a year. Receipts (収入) and income (所得) stand apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct IncomeEvidence {
    /// 合計所得金額.
    pub total_income: Option<Yen>,
    /// 給与収入.
    pub salary_receipts: Option<Yen>,
    /// 給与所得, a part of the total.
    pub salary_income: Option<Yen>,
    /// 公的年金等の収入.
    pub pension_receipts: Option<Yen>,
    /// 公的年金等の所得, a part of the total.
    pub pension_income: Option<Yen>,
    /// 手当.
    pub allowances: Option<Yen>,
}

impl IncomeEvidence {
    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One person of the household (世帯員).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HouseholdMember {
    /// 氏名.
    pub name: FreeText,
    /// 受診者との続柄.
    pub relation: Relation,
    /// 受診者と同じ医療保険に入っている.
    pub same_insurance: bool,
    /// 被保険者である.
    pub insured: bool,
    /// 市町村民税が課税されている; none where not yet known.
    pub taxed: Option<bool>,
    /// 市町村民税所得割額, yen a year; none where not yet known.
    pub income_levy: Option<Yen>,
    /// What converts the levy into the one that counts; none where it was converted already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levy_parts: Option<LevyParts>,
}

/// What a tax certificate says beside the levy (所得割額の換算).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LevyParts {
    /// 指定都市で課税された.
    pub designated_city: Option<bool>,
    /// 住宅借入金等特別税額控除, yen.
    pub housing_loan_credit: Option<Yen>,
    /// 寄附金税額控除, yen.
    pub donation_credit: Option<Yen>,
    /// 配当控除, yen.
    pub dividend_credit: Option<Yen>,
}

/// A designated physician's statement (医療意見書) on one disease.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MedicalOpinion {
    /// 疾病.
    pub disease: DiseaseId,
    /// 診断年月日: the day on which the physician judged that the criteria are met.
    pub diagnosis_date: Date,
    /// 記載年月日.
    pub written_on: Option<Date>,
    /// 指定医.
    pub physician: Option<FreeText>,
    /// 指定医番号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub physician_number: Option<DoctorNumber>,
    /// 医療機関.
    pub institution: Option<FreeText>,
    /// 医療機関コード.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_code: Option<InstitutionCode>,
    /// 重症・人工呼吸器の区分, as the papers show.
    pub severity: Severity,
}

/// What the class of severity is worked out from (重症患者認定・人工呼吸器等装着者の申請). An answer that is none is not known; it is never read as no.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SeverityBasis {
    /// 装着している機器.
    pub device: Option<LifeSupport>,
    /// 一日中施行している.
    pub all_day: Option<bool>,
    /// 離脱の見込みがない.
    pub no_weaning: Option<bool>,
    /// 生活状況のすべての項目が部分介助または全介助.
    pub needs_help: Option<bool>,
    /// 高額治療継続を申請する.
    pub high_cost: Option<bool>,
    /// First day of entitlement; months before it do not count.
    pub entitled_from: Option<Date>,
    /// Months of the cap sheet (自己負担上限額管理票) as far as they are known, each month once.
    pub months: Vec<MonthCost>,
    /// 一覧にある重症の状態に当たる.
    pub burden: Option<bool>,
    /// Keys of the listed states that the physician names.
    pub states: Vec<ShortText>,
    /// How long the states last, months.
    pub lasting_months: Option<u16>,
}

/// Total cost of care (医療費総額, 10割) in one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthCost {
    /// First day of the month.
    pub month: Date,
    /// Yen.
    pub total_cost: Yen,
}

/// Wishes, consents and reasons given on the form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wishes {
    /// 申請が遅れたやむを得ない理由.
    pub late_reason: Option<LateReason>,
    /// 理由の説明.
    pub late_reason_note: Option<FreeText>,
    /// 主となる指定医療機関.
    pub main_institution: Option<FreeText>,
    /// 登録者証を希望する.
    pub registrant_certificate: bool,
    /// 研究利用に同意する; none where the form leaves it open.
    pub research_consent: Option<bool>,
    /// 連絡事項.
    pub note: Option<FreeText>,
}
