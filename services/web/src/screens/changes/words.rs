//! Changes in words: the subjects and contents of the read model are codes.

use casework::rules::masters::TABLES;
use documents::Document as _;
use events::vocabulary::{Yen, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::case_history::title;
use projections::changes::{Act, Basis, Change, Kind};
use serde::{Deserialize as _, Serialize};
use serde_json::Value;

use super::codes;

/// 2026-04-01.
const ISO_DATE: usize = 10;
/// Fields that hold yen.
const MONEY: [&str; 3] = ["monthly_cap", "cap", "amount"];

/// One field of a thing, before and after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Side {
    /// Its name; empty where the thing is one value.
    pub(crate) name: String,
    /// What it was.
    pub(crate) before: String,
    /// What it is.
    pub(crate) after: String,
}

/// 「マスタの行を採用した」, 「支給認定した、受給者として登録した」.
pub(crate) fn what(act: &Act) -> String {
    act.event_types.iter().map(|event_type| title(event_type)).collect::<Vec<_>>().join("、")
}

/// What was changed, as far as it fits into a line: 「自己負担上限月額 IV」, 「自己負担上限月額 IV ほか6件」.
pub(crate) fn about(act: &Act) -> String {
    let first = subject(act.kind, &act.subject);
    match act.things {
        1 => first,
        things => format!("{first} ほか{}件", things - 1),
    }
}

/// The name of a thing.
pub(crate) fn subject(kind: Kind, subject: &str) -> String {
    let (area, name) = subject.split_once('/').unwrap_or((subject, ""));
    match (kind, area) {
        (Kind::Master, table) => {
            let title = TABLES.iter().find(|(known, _)| *known == table).map_or(table, |(_, title)| *title);
            format!("{title} {name}")
        }
        (Kind::Form, _) => match name {
            documents::Certificate::NAME => documents::Certificate::TITLE,
            documents::CapSheet::NAME => documents::CapSheet::TITLE,
            documents::CalculationSheet::NAME => documents::CalculationSheet::TITLE,
            documents::ChangeReport::NAME => documents::ChangeReport::TITLE,
            documents::ErasureCertificate::NAME => documents::ErasureCertificate::TITLE,
            other => other,
        }
        .to_owned(),
        (Kind::Account, "permission") => {
            let known = Permission::ALL.iter().find(|permission| format!("{permission:?}") == name);
            format!("権限「{}」", known.map_or(name, |permission| permission.label()))
        }
        (Kind::Account, _) => format!("アカウント {}", short(name)),
        (Kind::Entitlement, "recipient") => format!("受給者 {}", short(name)),
        (Kind::Entitlement, "award") => format!("支給認定 {}", short(name)),
        (Kind::Entitlement, "certificate") => format!("受給者証（認定 {}）", short(name)),
        (Kind::Entitlement, "reimbursement") => format!("療養費の請求 {}", short(name)),
        (Kind::Entitlement, "household") => format!("世帯 {}", short(name)),
        (Kind::Entitlement, "proxy") => format!("代理人（受給者 {}）", short(name)),
        (Kind::Entitlement, "registrant") => format!("登録者証（受給者 {}）", short(name)),
        (Kind::Rule, "rules") => "規則集".to_owned(),
        (Kind::Rule, _) => format!("規則 {name}"),
        (Kind::Schema, "schema") => "データベースの定義の版".to_owned(),
        (Kind::Schema, _) => format!("更新 {name}"),
        (Kind::Release, "program") => "実行ファイル".to_owned(),
        (Kind::Release, "installation") => "台帳の開設".to_owned(),
        (Kind::ReadModel, _) => crate::screens::operations::read_model_title(name).to_owned(),
        (Kind::Guard, "log casework") => "業務の記録".to_owned(),
        (Kind::Guard, "log access") => "閲覧の記録".to_owned(),
        (Kind::Erasure, _) => format!("消去の手続 {}", short(name)),
        _ => subject.to_owned(),
    }
}

/// Ids by their end: those made in the same moment begin alike.
pub(crate) fn short(text: &str) -> String {
    match text.len().checked_sub(8).and_then(|at| text.get(at..)) {
        Some(end) => format!("…{end}"),
        None => text.to_owned(),
    }
}

/// 「C-2026-0014」, 「申請」, 「所定の手続」, 「番号なし」.
pub(crate) fn authority(basis: Basis, request: Option<&events::vocabulary::ChangeNumber>) -> String {
    match (basis, request) {
        (Basis::Request, Some(request)) => request.to_string(),
        (basis, _) => basis.label().to_owned(),
    }
}

/// What differs, field by field; all fields where the thing is new or gone.
pub(crate) fn sides(change: &Change) -> Vec<Side> {
    let mut sides = in_codes(change);
    for side in &mut sides {
        for text in [&mut side.before, &mut side.after] {
            *text = codes::in_words(change.kind, text);
        }
    }
    sides
}

fn in_codes(change: &Change) -> Vec<Side> {
    let parsed = |text: &Option<String>| text.as_deref().map(|text| serde_json::from_str::<Value>(text).ok());
    match (parsed(&change.before), parsed(&change.after)) {
        (Some(Some(Value::Object(before))), Some(Some(Value::Object(after)))) => {
            // An event of an entitlement tells what it changes and no more; everything else is told whole.
            let gone = before.keys().filter(|_| change.kind != Kind::Entitlement);
            let names: std::collections::BTreeSet<&String> = after.keys().chain(gone).collect();
            let differing = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
            differing.flat_map(|name| fields(name, before.get(name), after.get(name))).collect()
        }
        (None, Some(Some(Value::Object(after)))) => {
            after.iter().flat_map(|(name, value)| fields(name, None, Some(value))).collect()
        }
        (before, after) => {
            let told = |text: &Option<String>, parsed: Option<Option<Value>>| match (text, parsed.flatten()) {
                (_, Some(Value::Object(fields))) => {
                    let field = |(name, value): (&String, &Value)| {
                        format!("{} {}", label(name), codes::in_words(change.kind, &shown(Some(value))))
                    };
                    fields.iter().map(field).collect::<Vec<_>>().join("、")
                }
                (Some(text), _) => plain(text),
                (None, _) => "なし".to_owned(),
            };
            vec![Side { name: String::new(), before: told(&change.before, before), after: told(&change.after, after) }]
        }
    }
}

fn fields(name: &str, before: Option<&Value>, after: Option<&Value>) -> Vec<Side> {
    match (before, after) {
        (None | Some(Value::Object(_)), Some(Value::Object(now))) if name == "values" || name == "conclusion" => {
            let was = before.and_then(Value::as_object);
            let names = now.iter().filter(|(name, value)| was.and_then(|was| was.get(*name)) != Some(*value));
            names.flat_map(|(name, value)| fields(name, was.and_then(|was| was.get(name)), Some(value))).collect()
        }
        _ => {
            let told = |value| if MONEY.contains(&name) { money(value) } else { shown(value) };
            vec![Side { name: label(name).to_owned(), before: told(before), after: told(after) }]
        }
    }
}

fn money(value: Option<&Value>) -> String {
    value.and_then(|value| Yen::deserialize(value).ok()).map_or_else(|| shown(value), |yen| yen.to_string())
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "なし".to_owned(),
        Some(Value::String(text)) if text.len() == ISO_DATE => text.parse::<Date>().map_or_else(|_| plain(text), wareki::long),
        Some(Value::String(text)) => plain(text),
        Some(Value::Array(values)) => values.iter().map(|value| shown(Some(value))).collect::<Vec<_>>().join("、"),
        Some(Value::Object(fields)) => {
            fields.iter().map(|(name, value)| format!("{} {}", label(name), shown(Some(value)))).collect::<Vec<_>>().join("、")
        }
        Some(Value::Bool(yes)) => if *yes { "はい" } else { "いいえ" }.to_owned(),
        Some(other) => other.to_string(),
    }
}

/// Long digests by their beginning, everything else as it is.
fn plain(text: &str) -> String {
    let digest = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if digest { format!("{}…", &text[..16]) } else { text.trim_matches('"').to_owned() }
}

fn label(field: &str) -> &str {
    match field {
        "valid_from" => "適用開始",
        "valid_to" => "適用終了",
        "status" => "確からしさ",
        "source" => "出典",
        "kind" => "申請の種類",
        "diseases" => "疾病",
        "decided_on" => "決定日",
        "registrant_certificate" => "登録者証",
        "rule_set" => "規則集",
        "validity" => "有効期間",
        "tier" => "階層区分",
        "severity" => "重症度",
        "haemophilia" => "血友病等",
        "monthly_cap" => "自己負担上限月額",
        "payer_number" => "公費負担者番号",
        "responsible_office" => "管轄事務所",
        "known_up_to" => "知っていた位置",
        "digest" => "算定の要約値",
        "municipality" => "市町",
        "issued_on" => "交付日",
        "copy" => "枚数目",
        "sha256" => "SHA-256",
        "version" | "program_version" => "版",
        "commit" => "コミット",
        "simulated" => "模擬",
        "prefecture" => "都道府県",
        "task" => "操作",
        "outcome" => "結果",
        "detail" => "内訳",
        "kept" => "残った出来事（件）",
        "signed" => "署名されていた出来事（件）",
        "root" => "失われた木の根",
        "from" | "start" => "始",
        "until" | "to" | "end" | "last_day" => "終",
        "ground" => "理由",
        "award" => "替わった支給認定",
        "corrects" => "訂正した出来事",
        "revoked_from" => "取り消した日",
        "voided_on" => "無効にした日",
        "replaced" => "差し替え",
        "name_changed" => "氏名の変更",
        "address_changed" => "住所の変更",
        "guardian_changed" => "保護者の変更",
        "insurance_changed" => "医療保険の変更",
        "authority" => "代理の範囲",
        "on" => "登載した日",
        "member" => "世帯員",
        "part" | "as" => "立場",
        "since" => "世帯に入った日",
        "cap" => "上限月額",
        "amount" => "支給額",
        "paid" => "支給する",
        "before" => "延長前の末日",
        "extension" => "一括延長",
        other => crate::screens::masters::column_title(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_told_in_words() {
        for (kind, code, words) in [
            (Kind::Master, "caps/IV", "自己負担上限月額 IV"),
            (Kind::Form, "form/certificate", "小児慢性特定疾病医療受給者証"),
            (Kind::Account, "permission/RunOperations", "権限「投影を再開・再構築する」"),
            (Kind::Guard, "trigger es.events/refuse_change", "trigger es.events/refuse_change"),
            (Kind::Schema, "migration/0046 changes", "更新 0046 changes"),
        ] {
            let told = subject(kind, code);
            assert!(told.contains(words) || words.contains(&told), "{told}");
        }
    }
}
