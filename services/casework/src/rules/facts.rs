//! The facts of one application, as far as they are known. Names of fields are those that pending lists use.

use events::application::Sharing;
use events::vocabulary::{
    DiseaseId, InsuranceKind, LateReason, MunicipalityCode, ProcedureKind, Relation, Severity, Tier, ValidityPeriod, Yen,
};
use jiff::civil::Date;
use serde::Serialize;

use super::by_hand::Overrides;
use super::input::Input;
use super::masters::Masters;
use super::severity::SeverityFacts;

/// Everything the rules may ask about an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 申請日.
    pub application_date: Date,
    /// 児童の生年月日.
    pub birth_date: Input<Date>,
    /// 住所地の市町.
    pub municipality: Input<MunicipalityCode>,
    /// 申請する疾病; at least one.
    pub diseases: Vec<DiseaseFacts>,
    /// 申請が遅れたやむを得ない理由; none is an answer.
    pub late_reason: Option<LateReason>,
    /// 保険の種類.
    pub insurance: Input<InsuranceKind>,
    /// 児童本人が被保険者である.
    pub insured_is_child: Input<bool>,
    /// 世帯員, the child included where it has an income or is insured itself.
    pub members: Vec<Member>,
    /// 申請者（保護者）の年収等, yen a year.
    pub guardian_income: Input<Yen>,
    /// 成年患者本人の年収等, yen a year.
    pub patient_income: Input<Yen>,
    /// Parts of the income that is compared, where they were entered one by one.
    pub income_parts: Option<IncomeParts>,
    /// 境界層: the tier that the welfare office certifies.
    pub hardship_tier: Option<Tier>,
    /// 生活保護・支援給付.
    pub public_assistance: Input<bool>,
    /// 一般・重症・人工呼吸器等; what the papers show, unless `severity_basis` is given.
    pub severity: Input<Severity>,
    /// What the class of severity is worked out from, where it was entered.
    pub severity_basis: Option<SeverityFacts>,
    /// Validity of the award that is renewed or changed.
    pub previous: Input<ValidityPeriod>,
    /// Everybody else who is entitled in the child's household; none where it belongs to no household.
    pub sharing: Option<Sharing>,
    /// What was set by hand instead of what the rules propose.
    pub overrides: Overrides,
}

/// One disease applied for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DiseaseFacts {
    /// 疾病.
    pub id: DiseaseId,
    /// 診断年月日.
    pub diagnosis_date: Input<Date>,
    /// 血友病等.
    pub haemophilia: Input<bool>,
}

impl DiseaseFacts {
    /// Whether it is 血友病等 stands in the master of diseases; unknown where the disease does not.
    pub fn from_master(id: DiseaseId, diagnosis_date: Input<Date>, masters: &Masters, on: Date) -> Self {
        let haemophilia = masters.diseases.at(&id.to_string(), on).map(|row| row.value.haemophilia);
        Self { id, diagnosis_date, haemophilia: Input::from_option(haemophilia) }
    }
}

/// One person of the household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    /// As the calculation names the person: the name.
    pub label: String,
    /// 受診者との続柄.
    pub relation: Relation,
    /// 受診者と同じ医療保険に入っている.
    pub same_insurance: Input<bool>,
    /// 被保険者である.
    pub insured: bool,
    /// 市町村民税が課税されている.
    pub taxed: Input<bool>,
    /// 市町村民税所得割額, yen a year.
    pub income_levy: Input<Yen>,
    /// What converts the levy of the certificate; none where the amount is the one that counts.
    pub as_taxed: Option<AsTaxed>,
}

/// 課税証明書のままの所得割額: what is needed to convert it into the amount that tiers go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AsTaxed {
    /// Taxed by a 指定都市, at its higher rate.
    pub designated_city: Input<bool>,
    /// 住宅借入金等特別税額控除, yen.
    pub housing_loan_credit: Input<Yen>,
    /// 寄附金税額控除 (ふるさと納税 included), yen.
    pub donation_credit: Input<Yen>,
    /// 配当控除, yen.
    pub dividend_credit: Input<Yen>,
    /// みなし寡婦(夫)控除 is applied for; counts from 2018-09-01 to 2021-06-30.
    pub deemed_widow: Option<DeemedWidow>,
    /// 合計所得金額 of that person, yen; for みなし寡婦(夫)控除.
    pub total_income: Input<Yen>,
}

/// Kind of みなし寡婦(夫)控除.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeemedWidow {
    /// 寡婦(夫)控除.
    Ordinary,
    /// 特別寡婦控除.
    Special,
}

impl DeemedWidow {
    /// Name shown to staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ordinary => "寡婦（夫）",
            Self::Special => "特別寡婦",
        }
    }
}

/// Parts of the income that is compared with the low-income threshold, yen a year. Receipts (収入) and income (所得) are different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct IncomeParts {
    /// Whose income it is, as relation to the patient.
    pub of: Relation,
    /// 公的年金等の収入額.
    pub pension_receipts: Input<Yen>,
    /// 合計所得金額.
    pub total_income: Input<Yen>,
    /// 公的年金等の所得, a part of the total.
    pub pension_income: Input<Yen>,
    /// 給与所得, a part of the total.
    pub salary_income: Input<Yen>,
    /// 給与収入; only to see whether it was taken for the income.
    pub salary_receipts: Input<Yen>,
    /// 特別児童扶養手当等.
    pub allowances: Input<Yen>,
}

impl Member {
    /// `見本 一郎（父）`.
    pub fn title(&self) -> String {
        format!("{}（{}）", self.label, self.relation.label())
    }
}

/// The Japanese name of a fact that is missing, for staff.
pub fn label(field: &str) -> String {
    if let Some(rest) = field.strip_prefix("members[")
        && let Some((index, part)) = rest.split_once("].")
        && let Ok(index) = index.parse::<usize>()
    {
        return format!("世帯員{}人目の{}", index + 1, label(part));
    }
    if let Some(rest) = field.strip_prefix("diseases[")
        && let Some((index, part)) = rest.split_once("].")
        && let Ok(index) = index.parse::<usize>()
    {
        return format!("疾病{}件目の{}", index + 1, label(part));
    }
    if let Some(part) = field.strip_prefix("income_parts.") {
        return label(part);
    }
    if let Some(month) = field.strip_prefix("months[").and_then(|rest| rest.strip_suffix("].total_cost_yen")) {
        return format!("{month}の医療費総額");
    }
    if let Some(row) = field.strip_prefix("masters.") {
        return format!("マスタの行（{row}）");
    }
    let name = match field {
        "application_date" => "申請日",
        "birth_date" => "生年月日",
        "municipality" => "住所地の市町",
        "diseases" => "申請する疾病",
        "diagnosis_date" => "診断年月日",
        "haemophilia" => "血友病等かどうか",
        "insurance" => "医療保険の種類",
        "insured_is_child" => "児童本人が被保険者かどうか",
        "insured_person" => "被保険者",
        "members" => "所得をみる世帯員",
        "same_insurance" => "同じ保険かどうか",
        "taxed" => "市町村民税が課税かどうか",
        "income_levy" | "income_levy_yen" => "市町村民税所得割額",
        "guardian_income" | "guardian_income_yen" => "申請者の年収等",
        "patient" => "本人（成年患者）の課税の内容",
        "patient_income_yen" => "成年患者本人の年収等",
        "designated_city" => "指定都市の課税かどうか",
        "housing_loan_credit_yen" => "住宅借入金等特別税額控除",
        "donation_credit_yen" => "寄附金税額控除",
        "dividend_credit_yen" => "配当控除",
        "pension_receipts_yen" => "公的年金等の収入額",
        "total_income_yen" => "合計所得金額",
        "pension_income_yen" => "公的年金等の所得",
        "salary_income_yen" => "給与所得",
        "allowances_yen" => "手当の額",
        "device" => "装着している機器",
        "all_day" => "一日中施行しているかどうか",
        "no_weaning" => "離脱の見込みがないかどうか",
        "needs_help" => "生活状況のすべての項目に介助が要るかどうか",
        "months" => "月ごとの医療費総額",
        "states" => "重症の状態",
        "lasting_months" => "状態が続く月数",
        "high_cost" => "高額治療継続の申請かどうか",
        "late_reason" => "遅れた理由の有無",
        "child_my_number" => "受診者の個人番号の有無",
        "applicant_my_number" => "申請者の個人番号の有無",
        "applicant" => "申請者の続柄",
        "register_number" => "指定医番号・医療機関コード",
        "first_day" => "記載年月日または有効期間の始まり",
        "last_day" => "有効期間の終わり",
        "untaxed" => "非課税世帯かどうか",
        "shared" => "同じ保険の受給者の有無",
        "persons" => "所得をみる人",
        "caps" => "個人の上限額",
        "corrections" => "補正の経過",
        "expires" => "いまの有効期間の終了日",
        "public_assistance" => "生活保護等かどうか",
        "severity" => "重症・人工呼吸器の区分",
        "tier" => "階層区分",
        "start" => "開始日",
        "date" => "基準日",
        "kind" => "申請の種類",
        "previous" | "previous_end" | "award_end" => "前の支給認定の有効期間",
        other => return other.to_owned(),
    };
    name.to_owned()
}
