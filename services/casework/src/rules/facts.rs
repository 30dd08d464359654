//! The facts of one application, as far as they are known. Names of fields are those that pending lists use.

use events::vocabulary::{
    DiseaseId, InsuranceKind, LateReason, MunicipalityCode, ProcedureKind, Relation, Severity, ValidityPeriod, Yen,
};
use jiff::civil::Date;
use serde::Serialize;

use super::input::Input;
use super::masters::Masters;

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
    /// 申請者の年収等, yen a year.
    pub guardian_income: Input<Yen>,
    /// 生活保護・支援給付.
    pub public_assistance: Input<bool>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Input<Severity>,
    /// Validity of the award that is renewed or changed.
    pub previous: Input<ValidityPeriod>,
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
