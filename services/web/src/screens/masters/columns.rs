//! How the values of each table are typed on a form, and how what was typed becomes the values of a row.

use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{DiseaseId, FreeText, OfficeCode, PrefectureNumber, Yen};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization as _;

use super::rows::{column_title, word};
use crate::forms::{FieldErrors, Posted};
use crate::screens::applications::view::{FieldView, Offered};
use crate::screens::notices::{may, must};

/// How one value is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Typed {
    Text,
    MaybeText,
    LongText,
    Yen,
    Whole,
    YesNo,
    Day,
    Office,
    Disease,
    Prefecture,
    /// Words separated by spaces.
    Words,
    Choice(&'static [&'static str]),
    /// A line an edition: 告示の適用日 番号 確認済・推定.
    Notifications,
}

use Typed::{Choice, Day, Disease, LongText, MaybeText, Notifications, Office, Text, Whole, Words, YesNo};

/// The values of a table, in the order of the form.
pub(super) const fn columns(table: &str) -> &'static [(&'static str, Typed)] {
    match table.as_bytes() {
        b"caps" => &[
            ("general_yen", Typed::Yen),
            ("severe_yen", Typed::Yen),
            ("ventilator_yen", Typed::Yen),
            ("hospital_meal_share", Text),
        ],
        b"low_income_thresholds" => &[("threshold_yen", Typed::Yen)],
        b"levy_bounds" => &[("from_yen", Typed::Yen)],
        b"municipalities" => &[("name", Text), ("kana", Text), ("county", MaybeText), ("office", Office)],
        b"offices" => &[("name", Text), ("short_name", Text), ("phone", Text), ("counter", YesNo)],
        b"authorities" => &[("name", Text), ("signatory", Text), ("division", Text), ("prefecture_number", Typed::Prefecture)],
        b"payer_numbers" => &[("number", Text), ("category", Choice(&["general", "continuing", "special"])), ("label", Text)],
        b"program" => &[("value", Whole), ("unit", Text), ("label", Text)],
        b"diseases" => &[
            ("name", Text),
            ("kana", MaybeText),
            ("group", Whole),
            ("group_name", Text),
            ("subgroup", MaybeText),
            ("notifications", Notifications),
            ("nando", MaybeText),
            ("haemophilia", YesNo),
        ],
        b"disease_successions" => &[("old", Disease), ("new", Disease), ("change", Choice(&["renamed", "moved", "split"]))],
        b"holidays" => &[("day", Day), ("name", Text)],
        b"document_kinds" => &[
            ("title", Text),
            ("when", Words),
            ("per", Choice(&["application", "disease", "income_person"])),
            ("because", Text),
            ("waiver", Choice(&["never", "with_reason"])),
            ("order", Whole),
        ],
        b"severe_states" => &[("part", Text), ("state", Text), ("groups", Words), ("lasting_months", Whole)],
        b"envelopes" => &[
            ("name", Text),
            ("left_mm", Whole),
            ("top_mm", Whole),
            ("width_mm", Whole),
            ("height_mm", Whole),
            ("fold_mm", Whole),
            ("tolerance_mm", Whole),
        ],
        b"recipient_file_layouts" | b"payment_file_layouts" => &[
            ("name", Text),
            ("form", Choice(&["csv", "fixed"])),
            ("encoding", Choice(&["cp932", "utf8"])),
            ("heading", YesNo),
            ("columns", Words),
        ],
        b"review_bodies" => &[("label", Text), ("body", Choice(&["federation", "fund"]))],
        b"phrases" => &[
            ("purpose", Choice(&["correction", "refusal", "waiver", "send_back", "letter", "appeal", "route"])),
            ("text", LongText),
            ("order", Whole),
        ],
        b"letter_texts" => &[("text", LongText)],
        _ => &[],
    }
}

/// The fields of the form.
pub(super) fn fields(table: &str, offices: &[Offered]) -> Vec<FieldView> {
    let field = |(name, typed): &(&'static str, Typed)| {
        let label = column_title(name);
        let mut field = match typed {
            MaybeText => may(name, label, "text"),
            Notifications => may(name, label, "long_text"),
            LongText => must(name, label, "long_text"),
            Typed::Yen | Text | Whole | Words | Disease | Typed::Prefecture => must(name, label, "text"),
            Day => must(name, label, "date"),
            YesNo | Choice(_) => must(name, label, "radio"),
            Office => must(name, label, "select"),
        };
        field.hint = match typed {
            Typed::Yen => "例 5,000円",
            Words => "語を空白で区切ります。いまの行にならってください。",
            Notifications => "告示の適用日、告示番号、確認済か推定かを1行ずつ。例 R3.11.1 80 確認済",
            Disease => "例 01_01_001",
            Typed::Prefecture => "1から47まで。公費負担者番号の3・4桁目と同じ番号です。",
            Text | MaybeText | LongText | Whole | YesNo | Day | Office | Choice(_) => "",
        };
        field.options = match typed {
            YesNo => vec![offered("true", "はい"), offered("false", "いいえ")],
            Choice(codes) => codes.iter().map(|code| offered(code, word(code))).collect(),
            Office => offices.to_vec(),
            _ => Vec::new(),
        };
        field
    };
    columns(table).iter().map(field).collect()
}

fn offered(value: &str, label: &str) -> Offered {
    Offered { value: value.to_owned(), label: label.to_owned() }
}

/// A value as it is typed.
pub(super) fn typed(column: Typed, value: &Value) -> String {
    match (column, value) {
        (_, Value::Null) => String::new(),
        (Notifications, Value::Array(editions)) => editions.iter().map(edition_typed).collect::<Vec<_>>().join("\n"),
        (Words, Value::Array(words)) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        (Day, Value::String(day)) => day.parse::<Date>().map_or_else(|_| day.clone(), wareki::short),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

fn edition_typed(edition: &Value) -> String {
    let day = edition["edition"].as_str().and_then(|day| day.parse::<Date>().ok()).map(wareki::short).unwrap_or_default();
    let sure = if edition["confirmed"] == true { "確認済" } else { "推定" };
    format!("{day} {} {sure}", edition["number"])
}

/// What was typed, as the values of a row; what is wrong stands beside its field.
pub(super) fn values(table: &str, posted: &Posted, errors: &mut FieldErrors) -> Value {
    let mut values = Map::new();
    for (name, column) in columns(table) {
        let typed = posted.text(name).trim();
        if typed.is_empty() && !matches!(column, MaybeText | Notifications) {
            errors.add(name, format!("{}を入力してください。", column_title(name)));
            continue;
        }
        if let Some(value) = errors.take(name, read(*column, typed)) {
            values.insert((*name).to_owned(), value);
        }
    }
    Value::Object(values)
}

fn read(column: Typed, typed: &str) -> Result<Value, String> {
    let day = |text: &str| wareki::parse(text, EraPolicy::Assume(wareki::Era::Reiwa)).map_err(|error| error.to_string());
    Ok(match column {
        MaybeText if typed.is_empty() => Value::Null,
        Text | MaybeText => json!(one_line(typed)?),
        LongText => json!(FreeText::parse(typed).map_err(|error| error.to_string())?.as_str()),
        Typed::Yen => json!(Yen::parse_input(typed).map_err(|error| error.to_string())?.amount()),
        Whole => json!(whole(typed)?),
        YesNo => match typed {
            "true" => json!(true),
            "false" => json!(false),
            _ => return Err("「はい」か「いいえ」を選んでください。".to_owned()),
        },
        Day => json!(day(typed)?.to_string()),
        Office => json!(typed.parse::<OfficeCode>().map_err(|error| error.to_string())?.to_string()),
        Disease => json!(DiseaseId::parse(typed).map_err(|error| error.to_string())?.to_string()),
        Typed::Prefecture => {
            let number = u8::try_from(whole(typed)?).unwrap_or_default();
            json!(PrefectureNumber::try_from(number).map_err(|error| error.to_string())?)
        }
        Words => json!(one_line(typed)?.split_whitespace().collect::<Vec<_>>()),
        Choice(codes) => json!(codes.iter().find(|code| **code == typed).ok_or("一覧から選んでください。")?),
        Notifications => {
            Value::Array(typed.lines().filter(|line| !line.trim().is_empty()).map(edition).collect::<Result<_, _>>()?)
        }
    })
}

/// A line of at most 500 characters, such as a name or a source.
pub(super) fn one_line(typed: &str) -> Result<String, String> {
    let text = FreeText::parse(typed).map_err(|error| error.to_string())?;
    if text.as_str().contains('\n') || text.as_str().chars().count() > 500 {
        return Err("改行を入れずに、500文字までで入力してください。".to_owned());
    }
    Ok(text.as_str().to_owned())
}

fn whole(typed: &str) -> Result<i64, String> {
    let digits: String = typed.nfkc().filter(|letter| *letter != ',').collect();
    let number = digits.parse::<i64>().ok().filter(|number| (0..=10_000_000).contains(number));
    number.ok_or_else(|| "数字で入力してください。".to_owned())
}

fn edition(line: &str) -> Result<Value, String> {
    let wrong = || format!("「{line}」を読めません。告示の適用日、告示番号、確認済か推定かを空白で区切ってください。");
    let mut parts = line.split_whitespace();
    let (Some(day), Some(number), Some(sure), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(wrong());
    };
    let day = wareki::parse(day, EraPolicy::Assume(wareki::Era::Reiwa)).map_err(|error| error.to_string())?;
    let number: u16 = number.nfkc().collect::<String>().parse().map_err(|_| wrong())?;
    let confirmed = match sure {
        "確認済" => true,
        "推定" => false,
        _ => return Err(wrong()),
    };
    Ok(json!({ "number": number, "edition": day.to_string(), "confirmed": confirmed }))
}

#[cfg(test)]
mod tests {
    use casework::rules::masters::TABLES;

    use super::*;
    use crate::screens::cases::names::tests::names;

    #[test]
    fn every_row_can_be_typed_again_as_it_is() {
        let names = names();
        for (table, title) in TABLES {
            assert!(!columns(table).is_empty(), "{title} cannot be edited");
            for known in names.masters().rows_of(table).expect("table") {
                let pairs = columns(table)
                    .iter()
                    .map(|(name, column)| ((*name).to_owned(), typed(*column, &known.row.values[*name])))
                    .collect();
                let mut errors = FieldErrors::default();
                let again = values(table, &Posted::new(pairs), &mut errors);
                assert!(errors.is_empty(), "{table} {}: {:?}", known.row.key, errors.pairs());
                assert_eq!(again, known.row.values, "{table} {}", known.row.key);
            }
        }
    }

    #[test]
    fn what_is_typed_wrongly_is_told_beside_its_field() {
        let wrong = |table: &str, name: &str, text: &str| {
            let mut errors = FieldErrors::default();
            values(table, &Posted::new(vec![(name.to_owned(), text.to_owned())]), &mut errors);
            errors.pairs().iter().any(|(field, _)| field == name)
        };
        for (table, name, text) in [
            ("caps", "general_yen", "たくさん"),
            ("program", "value", "-1"),
            ("offices", "counter", "maybe"),
            ("holidays", "day", "R8.2.30"),
            ("municipalities", "office", "x"),
            ("diseases", "notifications", "R3.11.1 八十 確認済"),
            ("disease_successions", "change", "lost"),
            ("authorities", "prefecture_number", "48"),
            ("authorities", "prefecture_number", "300"),
            ("phrases", "text", " "),
        ] {
            assert!(wrong(table, name, text), "{table} {name} {text}");
        }
    }
}
