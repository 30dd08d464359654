//! 和暦: dates as they stand on Japanese forms, read from everything that is commonly typed and written back one way.
//!
//! The day on which an era changed belongs to both eras where the law of the time made it so (1912-07-30, 1926-12-25).
//! Years before 明治6年 (1873) followed another calendar and are refused.

mod eras;
mod grammar;

use jiff::civil::{Date, date};

pub use eras::Era;
pub use grammar::parse;

/// What a date without an era means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraPolicy {
    /// The field knows its era (an application date is 令和).
    Assume(Era),
    /// The era must be written.
    Refuse,
}

/// Why a text is not taken as a date. The texts are shown beside the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WarekiError {
    /// Nothing was typed.
    #[error("日付を入力してください。例：R8.4.1")]
    Empty,
    /// The text follows none of the accepted forms.
    #[error("日付として読めません。R8.4.1、令和8年4月1日、20260401 のように入力してください。")]
    Unreadable,
    /// The year has no era and the field does not assume one.
    #[error("元号がありません。R8.4.1 のように元号を付けて入力してください。")]
    NoEra,
    /// The era had ended, or had not begun, on that day; the date meant is most likely `suggestion`.
    #[error("{said}という日付はありません。{}ではありませんか。", long(*.suggestion))]
    BeyondEra {
        /// The date as it was understood, in long form.
        said: String,
        /// The same day under the era that was in force.
        suggestion: Date,
    },
    /// The calendar has no such day.
    #[error("{said}という日付はありません。月と日を確かめてください。")]
    NoSuchDay {
        /// The date as it was understood.
        said: String,
    },
    /// Before 1873 (old calendar) or after 2117.
    #[error("この日付は扱えません。明治6年から西暦2117年までの日付を入力してください。")]
    OutOfRange,
}

impl WarekiError {
    /// The date to offer for confirmation, if there is one.
    pub const fn suggestion(&self) -> Option<Date> {
        match self {
            Self::BeyondEra { suggestion, .. } => Some(*suggestion),
            _ => None,
        }
    }
}

/// The year of the era: `("令和", 8)`; the Gregorian year before 1873.
fn era_year(day: Date) -> Option<(&'static eras::EraRow, i16)> {
    let row = eras::in_force(day)?;
    Some((row, day.year() - row.first.year() + 1))
}

/// `令和8年4月1日`, first years as `令和元年`.
pub fn long(day: Date) -> String {
    let (month, dom) = (day.month(), day.day());
    match era_year(day) {
        Some((row, 1)) => format!("{}元年{month}月{dom}日", row.name),
        Some((row, year)) => format!("{}{year}年{month}月{dom}日", row.name),
        None => format!("西暦{}年{month}月{dom}日", day.year()),
    }
}

/// 令和8年11月.
pub fn year_month(day: Date) -> String {
    let text = long(day);
    match text.split_once('月') {
        Some((month, _)) => format!("{month}月"),
        None => text,
    }
}

/// `R8.4.1`, for dense tables.
pub fn short(day: Date) -> String {
    let (month, dom) = (day.month(), day.day());
    match era_year(day) {
        Some((row, year)) => format!("{}{year}.{month}.{dom}", row.letter),
        None => format!("{}.{month}.{dom}", day.year()),
    }
}

/// Day of the week, one character: 月 to 日.
pub fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        jiff::civil::Weekday::Monday => "月",
        jiff::civil::Weekday::Tuesday => "火",
        jiff::civil::Weekday::Wednesday => "水",
        jiff::civil::Weekday::Thursday => "木",
        jiff::civil::Weekday::Friday => "金",
        jiff::civil::Weekday::Saturday => "土",
        jiff::civil::Weekday::Sunday => "日",
    }
}

/// What is shown beside a field after it was read: `令和8年4月1日（2026-04-01・水）`.
pub fn echo(day: Date) -> String {
    format!("{}（{day}・{}）", long(day), weekday(day))
}

/// `令和8年度`. A year in which the era changed takes the era of its July, as the offices do (2019 is 令和元年度).
pub fn year_label(fiscal_year: i16) -> String {
    match era_year(date(fiscal_year, 7, 1)) {
        Some((row, 1)) => format!("{}元年度", row.name),
        Some((row, year)) => format!("{}{year}年度", row.name),
        None => format!("西暦{fiscal_year}年度"),
    }
}

#[cfg(test)]
mod tests;
