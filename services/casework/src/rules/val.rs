//! A value in a trace: typed, so that it can be shown as staff write it and stored as JSON.

use events::vocabulary::{
    FiscalYear, InsuranceKind, LateReason, OfficeCode, PayerNumber, ProcedureKind, Severity, Tier, Yen, wareki,
};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::input::Stop;

/// A value that a rule read or concluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Val {
    /// The step is not finished.
    Open,
    /// Yes or no.
    Bool(bool),
    /// A plain number: a count, an age, a month.
    Int(i64),
    /// An amount.
    Yen(Yen),
    /// A day.
    Date(Date),
    /// 年度.
    Year(FiscalYear),
    /// 階層区分.
    Tier(Tier),
    /// 一般・重症・人工呼吸器等.
    Severity(Severity),
    /// 申請の種類.
    Kind(ProcedureKind),
    /// 遅れた理由; none was given.
    LateReason(Option<LateReason>),
    /// 保険の種類.
    Insurance(InsuranceKind),
    /// 事務所.
    Office(OfficeCode),
    /// 公費負担者番号.
    Payer(PayerNumber),
    /// A name, code or text.
    Text(String),
    /// Several names.
    List(Vec<String>),
    /// Needed and unknown.
    Missing,
    /// Nothing to conclude, for the reason given.
    NotApplicable(&'static str),
    /// Contradictory facts.
    Conflict(&'static str),
}

impl Val {
    /// As staff read it.
    pub fn text(&self) -> String {
        match self {
            Self::Open | Self::Missing => "未確認".to_owned(),
            Self::Bool(true) => "はい".to_owned(),
            Self::Bool(false) => "いいえ".to_owned(),
            Self::Int(n) => n.to_string(),
            Self::Yen(yen) => yen.to_string(),
            Self::Date(day) => wareki::long(*day),
            Self::Year(year) => year.to_string(),
            Self::Tier(tier) => format!("{} {}", tier.symbol(), tier.label()),
            Self::Severity(severity) => severity.label().to_owned(),
            Self::Kind(kind) => kind.label().to_owned(),
            Self::LateReason(reason) => reason.map_or("なし", LateReason::label).to_owned(),
            Self::Insurance(kind) => kind.label().to_owned(),
            Self::Office(code) => code.to_string(),
            Self::Payer(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(names) => names.join("、"),
            Self::NotApplicable(reason) | Self::Conflict(reason) => (*reason).to_owned(),
        }
    }

    /// As stored and as the command line prints it; what is missing is null.
    pub fn json(&self) -> Value {
        match self {
            Self::Open | Self::Missing => Value::Null,
            Self::Bool(answer) => json!(answer),
            Self::Int(n) => json!(n),
            Self::Yen(yen) => json!(yen.amount()),
            Self::Date(day) => json!(day.to_string()),
            Self::Year(year) => json!(year.year()),
            Self::Tier(tier) => json!(tier.code()),
            Self::Severity(severity) => json!(severity.code()),
            Self::Kind(kind) => json!(kind.code()),
            Self::LateReason(reason) => json!(reason.map(LateReason::code)),
            Self::Insurance(kind) => json!(kind.code()),
            Self::Office(code) => json!(code.to_string()),
            Self::Payer(number) => json!(number.to_string()),
            Self::Text(text) => json!(text),
            Self::List(names) => json!(names),
            Self::NotApplicable(reason) => json!({ "not_applicable": reason }),
            Self::Conflict(message) => json!({ "conflict": message }),
        }
    }
}

impl From<Stop> for Val {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Missing(_) => Self::Missing,
            Stop::NotApplicable(reason) => Self::NotApplicable(reason),
            Stop::Conflict { message, .. } => Self::Conflict(message),
        }
    }
}

macro_rules! val_from {
    ($($from:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$from> for Val {
            fn from(value: $from) -> Self {
                Self::$variant(value)
            }
        })+
    };
}

val_from! {
    bool => Bool, i64 => Int, Yen => Yen, Date => Date, FiscalYear => Year, Tier => Tier, Severity => Severity,
    ProcedureKind => Kind, Option<LateReason> => LateReason, InsuranceKind => Insurance, OfficeCode => Office,
    PayerNumber => Payer, String => Text, Vec<String> => List,
}
