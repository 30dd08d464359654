//! Values of statistics in words, and the tabs between its pages.

use casework::rules::Masters;
use events::vocabulary::{ProcedureKind, Severity, Sex, Tier};
use jiff::civil::Date;
use projections::case_history::Words as _;
use projections::statistics::{AGES, Dimension, UNKNOWN};
use serde::Serialize;

use crate::screens::cases::names::Names;

/// A value in words.
pub(super) fn word(dimension: Dimension, value: &str, names: &Names, on: Date) -> String {
    let plain = || value.to_owned();
    if value == UNKNOWN {
        return if dimension == Dimension::Tier { "判定なし" } else { "不明（消去済みを含む）" }.to_owned();
    }
    match dimension {
        Dimension::Group => group_name(names.masters(), value, on),
        Dimension::Office => value.parse().map_or_else(|_| plain(), |office| names.office_short(office)),
        Dimension::Municipality => value.parse().map_or_else(|_| plain(), |code| names.municipality(code)),
        Dimension::Disease => value.parse().map_or_else(|_| plain(), |id| names.disease_with_code(id)),
        Dimension::Tier => Tier::parse(value).map_or_else(|_| plain(), |tier| Tier::in_words(Some(tier))),
        Dimension::Severity => Severity::parse(value).map_or_else(|_| plain(), |one| one.label().to_owned()),
        Dimension::Kind => ProcedureKind::parse(value).map_or_else(|_| plain(), |one| one.label().to_owned()),
        Dimension::Sex => Sex::parse(value).map_or_else(|_| plain(), |one| one.label().to_owned()),
        Dimension::Age => AGES.iter().find(|(code, ..)| *code == value).map_or_else(plain, |(_, word, _)| (*word).to_owned()),
        Dimension::Month => plain(),
    }
}

/// 「01 悪性新生物」.
pub(crate) fn group_name(masters: &Masters, value: &str, on: Date) -> String {
    let number: Option<u8> = value.parse().ok();
    let row = masters.diseases.on(on).find(|row| Some(row.value.group) == number);
    row.map_or_else(|| value.to_owned(), |row| format!("{value} {}", row.value.group_name))
}

/// A tab; the count is there for the macro, and there is none.
#[derive(Clone, Serialize)]
pub(super) struct Tab {
    href: &'static str,
    label: &'static str,
    current: bool,
    count: Option<usize>,
}

/// The pages of statistics.
pub(super) fn tabs(current: &str) -> Vec<Tab> {
    let all = [
        ("/statistics", "支給認定"),
        ("/statistics/times", "処理期間"),
        ("/statistics/payments", "支払"),
        ("/statistics/extract", "条件で抽出"),
    ];
    all.into_iter().map(|(href, label)| Tab { href, label, current: href == current, count: None }).collect()
}

/// What may be chosen.
#[derive(Clone, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

impl Choice {
    pub(super) fn of(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}
