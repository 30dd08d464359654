//! Reading of the input by the declared fields: what is not declared is refused, what is null or absent is unknown.

use std::collections::BTreeMap;

use events::vocabulary::{
    InsuranceKind, LateReason, MunicipalityCode, PayerNumber, ProcedureKind, Relation, Severity, Tier, Yen,
};
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::command::{Field, FieldKind, Refused};
use crate::rules::input::Input;

/// Most entries of a list that are read.
const MOST_ENTRIES: usize = 50;

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
    Insurance(InsuranceKind),
    Relation(Relation),
    Yens(Vec<Yen>),
    Texts(Vec<String>),
    Object(Box<Fields>),
    List(Vec<Fields>),
}

/// The fields of one input.
#[derive(Clone, Debug)]
pub(super) struct Fields(BTreeMap<&'static str, Given>);

/// Reads an input, or says which field is wrong.
pub(super) fn read(declared: &'static [Field], object: &Map<String, Value>) -> Result<Fields, Refused> {
    read_at("", declared, object)
}

fn read_at(place: &str, declared: &'static [Field], object: &Map<String, Value>) -> Result<Fields, Refused> {
    if let Some(unknown) = object.keys().find(|name| !declared.iter().any(|field| field.name == name.as_str())) {
        let names: Vec<&str> = declared.iter().map(|field| field.name).collect();
        let field = format!("{place}{unknown}");
        return Err(Refused::new(&field, format!("この項目はありません。使える項目: {}", names.join("、"))));
    }
    let mut fields = BTreeMap::new();
    for field in declared {
        match object.get(field.name) {
            None | Some(Value::Null) => {}
            Some(value) => {
                fields.insert(field.name, given(&format!("{place}{}", field.name), field.kind, value)?);
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
        FieldKind::Month => Given::Date(iso_date(&format!("{}-01", text()?)).map_err(|_| refuse(MONTH.to_owned()))?),
        FieldKind::Text => Given::Text(short(text()?).map_err(refuse)?),
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
        FieldKind::Insurance => Given::Insurance(InsuranceKind::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::Relation => Given::Relation(Relation::parse(text()?).map_err(|e| refuse(e.to_string()))?),
        FieldKind::Code(codes) => {
            let code = text()?;
            if !codes.contains(&code) {
                return Err(refuse(format!("{} のいずれかで入力してください。", codes.join("、"))));
            }
            Given::Text(code.to_owned())
        }
        FieldKind::Yens => Given::Yens(each(name, value, |at, value| yen(value).map_err(|e| Refused::new(at, e)))?),
        FieldKind::Texts => Given::Texts(each(name, value, |at, value| {
            let text = value.as_str().ok_or_else(|| "文字列で入力してください。".to_owned());
            text.and_then(short).map_err(|message| Refused::new(at, message))
        })?),
        FieldKind::Object(fields) => {
            let object = value.as_object().ok_or_else(|| refuse("オブジェクトで入力してください。".to_owned()))?;
            Given::Object(Box::new(read_at(&format!("{name}."), fields, object)?))
        }
        FieldKind::List(fields) => Given::List(each(name, value, |at, value| {
            let object = value.as_object().ok_or_else(|| Refused::new(at, "オブジェクトで入力してください。"))?;
            read_at(&format!("{at}."), fields, object)
        })?),
    })
}

const MONTH: &str = "月は 2026-04 の形で入力してください。";

fn short(text: &str) -> Result<String, String> {
    if text.chars().count() > 100 { Err("100文字以内で入力してください。".to_owned()) } else { Ok(text.to_owned()) }
}

fn each<T>(name: &str, value: &Value, one: impl Fn(&str, &Value) -> Result<T, Refused>) -> Result<Vec<T>, Refused> {
    let list = value.as_array().ok_or_else(|| Refused::new(name, "配列で入力してください。"))?;
    if list.len() > MOST_ENTRIES {
        return Err(Refused::new(name, format!("{MOST_ENTRIES}件以内で入力してください。")));
    }
    list.iter().enumerate().map(|(at, value)| one(&format!("{name}[{at}]"), value)).collect()
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
    insurance: InsuranceKind = Insurance;
    relation: Relation = Relation;
    yens: Vec<Yen> = Yens;
    texts: Vec<String> = Texts;
    list: Vec<Fields> = List;
}

impl Fields {
    /// The fields of an object, if it is given.
    pub(super) fn object(&self, name: &str) -> Option<&Fields> {
        match self.0.get(name) {
            Some(Given::Object(fields)) => Some(fields),
            _ => None,
        }
    }

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
