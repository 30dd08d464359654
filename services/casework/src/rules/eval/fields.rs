//! Reading of the input by the declared fields: what is not declared is refused, what is null or absent is unknown.

use std::collections::BTreeMap;

use events::vocabulary::{LateReason, MunicipalityCode, PayerNumber, ProcedureKind, Severity, Tier, Yen};
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::command::{Field, FieldKind, Refused};
use crate::rules::input::Input;
use crate::rules::tier::UnitMember;

/// Most members of a household that are read.
const MOST_MEMBERS: usize = 50;

/// One value that was read.
#[derive(Clone, Debug)]
pub(super) enum Given {
    Date(Date),
    Text(String),
    Bool(bool),
    Yen(Yen),
    Count(u32),
    Kind(ProcedureKind),
    LateReason(LateReason),
    Tier(Tier),
    Severity(Severity),
    Municipality(MunicipalityCode),
    Payer(PayerNumber),
    Members(Vec<UnitMember>),
}

/// The fields of one input.
#[derive(Debug)]
pub(super) struct Fields(BTreeMap<&'static str, Given>);

/// Reads an input, or says which field is wrong.
pub(super) fn read(declared: &'static [Field], object: &Map<String, Value>) -> Result<Fields, Refused> {
    if let Some(unknown) = object.keys().find(|name| !declared.iter().any(|field| field.name == name.as_str())) {
        let names: Vec<&str> = declared.iter().map(|field| field.name).collect();
        return Err(Refused::new(unknown, format!("この項目はありません。使える項目: {}", names.join("、"))));
    }
    let mut fields = BTreeMap::new();
    for field in declared {
        match object.get(field.name) {
            None | Some(Value::Null) => {}
            Some(value) => {
                fields.insert(field.name, given(field.name, field.kind, value)?);
            }
        }
    }
    Ok(Fields(fields))
}

fn given(name: &str, kind: FieldKind, value: &Value) -> Result<Given, Refused> {
    let refuse = |message: String| Refused::new(name, message);
    let text = || value.as_str().ok_or_else(|| refuse("文字列で入力してください。".to_owned()));
    Ok(match kind {
        FieldKind::Date => Given::Date(iso_date(text()?).map_err(refuse)?),
        FieldKind::Text => {
            let text = text()?;
            if text.chars().count() > 100 {
                return Err(refuse("100文字以内で入力してください。".to_owned()));
            }
            Given::Text(text.to_owned())
        }
        FieldKind::Bool => {
            Given::Bool(value.as_bool().ok_or_else(|| refuse("true または false で入力してください。".to_owned()))?)
        }
        FieldKind::Yen => Given::Yen(yen(value).map_err(refuse)?),
        FieldKind::Count => Given::Count(
            value
                .as_u64()
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(|| refuse("0以上の整数で入力してください。".to_owned()))?,
        ),
        FieldKind::Kind => Given::Kind(ProcedureKind::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::LateReason => Given::LateReason(LateReason::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::Tier => Given::Tier(Tier::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::Severity => Given::Severity(Severity::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::Municipality => Given::Municipality(MunicipalityCode::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::Payer => Given::Payer(PayerNumber::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::Members => Given::Members(members(name, value)?),
    })
}

/// `yyyy-mm-dd` and nothing else, of the years 1900 to 2117.
fn iso_date(text: &str) -> Result<Date, String> {
    let form = || "日付は 2026-04-01 の形で入力してください。".to_owned();
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return Err(form());
    }
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<i16>().ok()).ok_or_else(form);
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let date = i8::try_from(month)
        .ok()
        .zip(i8::try_from(day).ok())
        .and_then(|(month, day)| Date::new(year, month, day).ok())
        .ok_or_else(|| format!("{text} という日付はありません。月と日を確かめてください。"))?;
    if (1900..=2117).contains(&year) {
        Ok(date)
    } else {
        Err("1900年から2117年までの日付を入力してください。".to_owned())
    }
}

fn yen(value: &Value) -> Result<Yen, String> {
    match value {
        Value::Number(number) => {
            let amount = number.as_i64().ok_or_else(|| "金額は整数の円で入力してください。".to_owned())?;
            Yen::new(amount).map_err(|e| e.to_string())
        }
        Value::String(text) => Yen::parse_input(text).map_err(|e| e.to_string()),
        _ => Err("金額は整数の円で入力してください。".to_owned()),
    }
}

fn members(name: &str, value: &Value) -> Result<Vec<UnitMember>, Refused> {
    let list = value.as_array().ok_or_else(|| Refused::new(name, "配列で入力してください。"))?;
    if list.len() > MOST_MEMBERS {
        return Err(Refused::new(name, format!("{MOST_MEMBERS}人以内で入力してください。")));
    }
    list.iter().enumerate().map(|(at, member)| one_member(&format!("{name}[{at}]"), at, member)).collect()
}

fn one_member(name: &str, at: usize, value: &Value) -> Result<UnitMember, Refused> {
    let object = value.as_object().ok_or_else(|| Refused::new(name, "オブジェクトで入力してください。"))?;
    if let Some(unknown) = object.keys().find(|key| !matches!(key.as_str(), "taxed" | "income_levy_yen")) {
        let field = format!("{name}.{unknown}");
        return Err(Refused::new(&field, "この項目はありません。使える項目: taxed、income_levy_yen"));
    }
    let part = |key: &str| object.get(key).filter(|value| !value.is_null());
    let taxed = match part("taxed") {
        None => Input::Unknown,
        Some(answer) => Input::Known(
            answer.as_bool().ok_or_else(|| Refused::new(&format!("{name}.taxed"), "true または false で入力してください。"))?,
        ),
    };
    let income_levy = match part("income_levy_yen") {
        None => Input::Unknown,
        Some(amount) => Input::Known(yen(amount).map_err(|message| Refused::new(&format!("{name}.income_levy_yen"), message))?),
    };
    Ok(UnitMember { at, taxed, income_levy })
}

macro_rules! getters {
    ($($name:ident: $type:ty = $variant:ident;)+) => {
        impl Fields {
            $(pub(super) fn $name(&self, name: &str) -> Input<$type> {
                match self.0.get(name) {
                    Some(Given::$variant(value)) => Input::Known(value.clone()),
                    _ => Input::Unknown,
                }
            })+
        }
    };
}

getters! {
    date: Date = Date;
    text: String = Text;
    flag: bool = Bool;
    yen: Yen = Yen;
    count: u32 = Count;
    kind: ProcedureKind = Kind;
    late_reason: LateReason = LateReason;
    tier: Tier = Tier;
    severity: Severity = Severity;
    municipality: MunicipalityCode = Municipality;
    payer: PayerNumber = Payer;
    members: Vec<UnitMember> = Members;
}

impl Fields {
    /// Refuses as pending if one of the fields is unknown.
    pub(super) fn need(&self, names: &[&'static str]) -> Result<(), Refused> {
        let missing: Vec<String> =
            names.iter().filter(|name| !self.0.contains_key(*name)).map(|name| (*name).to_owned()).collect();
        if missing.is_empty() { Ok(()) } else { Err(Refused::Pending(missing)) }
    }
}

/// The value of a field that [`Fields::need`] has found.
pub(super) fn known<T: Clone>(name: &str, input: &Input<T>) -> Result<T, Refused> {
    input.known().cloned().ok_or_else(|| Refused::Pending(vec![name.to_owned()]))
}
