//! Rows of any master table as texts: its columns in Japanese, its values as staff read them.

use casework::rules::Masters;
use casework::rules::masters::{KnownRow, TABLES};
use events::master::MasterStatus;
use events::vocabulary::{Yen, wareki};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

/// A row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Row {
    /// Key.
    pub(crate) key: String,
    /// Cells, one a column.
    pub(crate) cells: Vec<String>,
    /// 適用開始.
    pub(crate) from: String,
    /// 適用終了, empty where open.
    pub(crate) to: String,
    /// 「確認済」.
    pub(crate) status: &'static str,
    /// Tone of the status.
    pub(crate) tone: &'static str,
    /// 出典.
    pub(crate) source: String,
    /// Whether it counts today.
    pub(crate) in_force: bool,
    /// A later row took its place on all its days.
    pub(crate) replaced: bool,
    /// Where a change of it is proposed.
    pub(crate) edit: String,
    #[serde(skip)]
    confirmed: bool,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Column {
    /// Heading.
    pub(crate) title: String,
    /// Holds amounts.
    pub(crate) number: bool,
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sheet {
    /// Columns beside the key.
    pub(crate) columns: Vec<Column>,
    /// Rows, unconfirmed first.
    pub(crate) rows: Vec<Row>,
    /// How many rows are not confirmed.
    pub(crate) unconfirmed: usize,
}

const COLUMNS: &[(&str, &str)] = &[
    ("general_yen", "一般"),
    ("severe_yen", "重症"),
    ("ventilator_yen", "人工呼吸器等"),
    ("hospital_meal_share", "食事療養の負担"),
    ("threshold_yen", "基準額"),
    ("from_yen", "所得割の下限"),
    ("name", "名称"),
    ("signatory", "署名する職名"),
    ("division", "担当課"),
    ("prefecture_number", "都道府県番号"),
    ("kana", "かな"),
    ("county", "郡"),
    ("office", "管轄事務所"),
    ("short_name", "略称"),
    ("phone", "電話"),
    ("counter", "窓口"),
    ("number", "番号"),
    ("category", "区分"),
    ("label", "名称"),
    ("value", "値"),
    ("unit", "単位"),
    ("group", "疾患群"),
    ("group_name", "疾患群名"),
    ("subgroup", "区分"),
    ("notifications", "告示番号"),
    ("nando", "NANDO"),
    ("haemophilia", "血友病等"),
    ("day", "日"),
    ("title", "書類"),
    ("when", "要るとき"),
    ("per", "単位"),
    ("because", "要る理由"),
    ("waiver", "省略"),
    ("order", "順"),
    ("purpose", "用途"),
    ("text", "文"),
    ("part", "部位・疾患群"),
    ("state", "状態"),
    ("groups", "対象の疾患群"),
    ("lasting_months", "続く月数"),
    ("left_mm", "窓の左（mm）"),
    ("top_mm", "窓の上（mm）"),
    ("width_mm", "窓の幅（mm）"),
    ("height_mm", "窓の高さ（mm）"),
    ("fold_mm", "折り位置（mm）"),
    ("tolerance_mm", "ずれの余裕（mm）"),
    ("old", "前の疾病"),
    ("new", "後の疾病"),
    ("change", "移行"),
    ("body", "審査支払機関"),
    ("form", "形"),
    ("encoding", "文字コード"),
    ("heading", "1行目に列の名前"),
    ("columns", "列と幅"),
];

/// Words of the tables that staff read in Japanese.
const WORDS: &[(&str, &str)] = &[
    ("never", "不可"),
    ("with_reason", "理由があれば可"),
    ("general", "一般"),
    ("continuing", "継続・経過"),
    ("special", "血友病等・生活保護等"),
    ("application", "申請ごと"),
    ("disease", "疾病ごと"),
    ("income_person", "所得をみる人ごと"),
    ("correction", "補正"),
    ("refusal", "不認定"),
    ("waiver", "省略"),
    ("send_back", "点検に戻す"),
    ("letter", "文書番号"),
    ("appeal", "教示"),
    ("route", "決裁経路"),
    ("renamed", "名称の変更"),
    ("moved", "番号・疾患群の変更"),
    ("split", "細分（選び直す）"),
    ("federation", "国保連"),
    ("fund", "支払基金"),
    ("csv", "CSV"),
    ("fixed", "固定長"),
    ("cp932", "Shift_JIS（CP932）"),
    ("utf8", "UTF-8"),
];

fn translated<'a>(list: &'a [(&str, &'a str)], word: &'a str) -> &'a str {
    list.iter().find(|(code, _)| *code == word).map_or(word, |(_, text)| *text)
}

/// The heading of a column, or the name itself.
pub(crate) fn column_title(name: &str) -> &str {
    translated(COLUMNS, name)
}

/// A word of the tables as staff read it, or the word itself.
pub(super) fn word(code: &'static str) -> &'static str {
    translated(WORDS, code)
}

/// A value as staff read it.
pub(super) fn text(column: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "はい" } else { "いいえ" }.to_owned(),
        Value::Number(number) if column.ends_with("_yen") => {
            number.as_i64().and_then(|amount| Yen::new(amount).ok()).map_or_else(|| number.to_string(), |yen| yen.to_string())
        }
        Value::Number(number) => number.to_string(),
        Value::String(word) if column == "day" => word.parse::<Date>().map_or_else(|_| word.clone(), wareki::long),
        Value::String(word)
            if ["waiver", "category", "per", "purpose", "change", "body", "form", "encoding"].contains(&column) =>
        {
            translated(WORDS, word).to_owned()
        }
        Value::String(word) => word.clone(),
        Value::Array(items) => items.iter().map(|item| text(column, item)).collect::<Vec<_>>().join("、"),
        Value::Object(parts) if column == "notifications" => {
            let part = |name: &str| parts.get(name).map(|value| text(name, value)).unwrap_or_default();
            let year = part("edition").parse::<Date>().map_or_else(|_| part("edition"), wareki::short);
            format!("{}（{year}）", part("number"))
        }
        Value::Object(parts) => {
            parts.iter().map(|(name, value)| format!("{name} {}", text(name, value))).collect::<Vec<_>>().join("、")
        }
    }
}

pub(super) const fn tone(status: MasterStatus) -> &'static str {
    match status {
        MasterStatus::Confirmed => "ok",
        MasterStatus::Inferred => "warn",
        MasterStatus::Unknown => "alert",
    }
}

/// The rows of a table.
pub(crate) fn rows(masters: &Masters, table: &str, today: Date) -> Option<Sheet> {
    let known = masters.rows_of(table)?;
    // A field that repeats the key says nothing, and a column that is empty throughout neither.
    let mut names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    names.retain(|name| {
        known.iter().any(|known| {
            known.row.values.get(name).is_some_and(|cell| !text(name, cell).is_empty() && text(name, cell) != known.row.key)
        })
    });
    let mut rows: Vec<Row> = known
        .iter()
        .map(|KnownRow { row, counts, .. }| Row {
            key: row.key.clone(),
            cells: names.iter().map(|name| row.values.get(name).map(|cell| text(name, cell)).unwrap_or_default()).collect(),
            from: wareki::short(row.valid_from),
            to: row.valid_to.map(wareki::short).unwrap_or_default(),
            status: row.status.label(),
            tone: tone(row.status),
            source: row.source.clone(),
            in_force: row.valid_from <= today && row.valid_to.is_none_or(|last| today <= last),
            replaced: !counts,
            edit: format!("/masters/{table}/edit?key={}&from={}", escaped(&row.key), row.valid_from),
            confirmed: row.status == MasterStatus::Confirmed || !counts,
        })
        .collect();
    rows.sort_by_key(|row| (row.replaced, row.confirmed));
    let columns = names
        .iter()
        .map(|name| Column {
            title: translated(COLUMNS, name).to_owned(),
            number: name.ends_with("_yen") || ["value", "group", "order"].contains(name),
        })
        .collect();
    let unconfirmed = rows.iter().filter(|row| !row.confirmed).count();
    Some(Sheet { columns, rows, unconfirmed })
}

/// A key as it may stand in an address.
pub(super) fn escaped(key: &str) -> String {
    let letter = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    key.bytes().map(letter).collect()
}

/// The Japanese title of a table.
pub(crate) fn title(table: &str) -> Option<&'static str> {
    TABLES.iter().find(|(name, _)| *name == table).map(|(_, title)| *title)
}

impl Row {
    /// For the tests of templates.
    pub(crate) fn sample() -> Self {
        Self {
            key: "IV".to_owned(),
            cells: vec!["5,000円".to_owned(), "見本".to_owned()],
            from: "H27.1.1".to_owned(),
            to: String::new(),
            status: MasterStatus::Inferred.label(),
            tone: tone(MasterStatus::Inferred),
            source: "見本の出典".to_owned(),
            in_force: true,
            replaced: false,
            edit: "/masters/caps/edit?key=IV&from=2015-01-01".to_owned(),
            confirmed: false,
        }
    }
}

impl Sheet {
    /// Only what is not confirmed.
    pub(crate) fn keep_unconfirmed(&mut self) {
        self.rows.retain(|row| !row.confirmed);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;

    #[test]
    fn every_table_can_be_shown() {
        let names = names();
        for (table, title) in TABLES {
            let sheet =
                rows(names.masters(), table, date(2026, 11, 24)).unwrap_or_else(|| panic!("{table} {title} is not shown"));
            // What an edition of the notification does to diseases is written when it comes.
            assert!(!sheet.rows.is_empty() || *table == "disease_successions", "{table}");
            assert!(sheet.rows.iter().all(|row| row.cells.len() == sheet.columns.len()), "{table}");
        }
        assert_eq!(rows(names.masters(), "nothing", date(2026, 11, 24)), None);
    }

    #[test]
    fn unconfirmed_rows_come_first_and_can_stand_alone() {
        let mut sheet = rows(names().masters(), "payer_numbers", date(2026, 11, 24)).expect("table");
        assert!(sheet.unconfirmed > 0 && !sheet.rows[0].confirmed);
        sheet.keep_unconfirmed();
        assert_eq!(sheet.rows.len(), sheet.unconfirmed);
    }

    #[test]
    fn a_row_that_was_confirmed_by_another_leaves_the_list() {
        let mut masters = names().masters().clone();
        let day = date(2026, 11, 24);
        let before = rows(&masters, "payer_numbers", day).expect("table").unconfirmed;
        let mut row = masters.row("payer_numbers", "52416013", day).expect("row");
        (row.status, row.source) = (MasterStatus::Confirmed, "見本の回答".to_owned());
        masters.adopt(i64::MAX, &row).expect("adopted");
        let sheet = rows(&masters, "payer_numbers", day).expect("table");
        assert_eq!((sheet.unconfirmed, sheet.rows.last().map(|row| row.replaced)), (before - 1, Some(true)));
    }

    #[test]
    fn amounts_and_words_are_readable() {
        let sheet = rows(names().masters(), "caps", date(2026, 11, 24)).expect("table");
        let row = sheet.rows.iter().find(|row| row.key == "IV").expect("tier IV");
        assert!(row.cells.contains(&"5,000円".to_owned()), "{:?}", row.cells);
        assert_eq!(text("waiver", &Value::String("never".to_owned())), "不可");
    }
}
