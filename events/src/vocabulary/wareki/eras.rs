//! The eras as data: first and last day, the signs they are written with, the digit of 区分コード.

use jiff::civil::{Date, date};

/// An era (元号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// 明治
    Meiji,
    /// 大正
    Taisho,
    /// 昭和
    Showa,
    /// 平成
    Heisei,
    /// 令和
    Reiwa,
}

/// One row of the table of eras.
#[derive(Debug)]
pub(super) struct EraRow {
    pub(super) code: char,
    pub(super) letter: char,
    pub(super) name: &'static str,
    pub(super) first: Date,
    pub(super) last: Date,
}

/// In order of time. The last day of the present era is open: a new row ends it.
pub(super) static ERAS: [EraRow; 5] = [
    EraRow { code: '1', letter: 'M', name: "明治", first: date(1868, 1, 25), last: date(1912, 7, 30) },
    EraRow { code: '2', letter: 'T', name: "大正", first: date(1912, 7, 30), last: date(1926, 12, 25) },
    EraRow { code: '3', letter: 'S', name: "昭和", first: date(1926, 12, 25), last: date(1989, 1, 7) },
    EraRow { code: '4', letter: 'H', name: "平成", first: date(1989, 1, 8), last: date(2019, 4, 30) },
    EraRow { code: '5', letter: 'R', name: "令和", first: date(2019, 5, 1), last: Date::MAX },
];

/// First day of the calendar in use today (明治6年1月1日).
pub(super) const GREGORIAN_FROM: Date = date(1873, 1, 1);
/// 令和99年: the last year that two digits can name; anything later is a slip of the finger.
pub(super) const LATEST: Date = date(2117, 12, 31);

/// The later era wins on a day that belongs to two.
pub(super) fn in_force(day: Date) -> Option<&'static EraRow> {
    ERAS.iter().rev().find(|row| day >= GREGORIAN_FROM && row.first <= day && day <= row.last)
}

/// The row of an era.
pub(super) fn row(era: Era) -> &'static EraRow {
    match era {
        Era::Meiji => &ERAS[0],
        Era::Taisho => &ERAS[1],
        Era::Showa => &ERAS[2],
        Era::Heisei => &ERAS[3],
        Era::Reiwa => &ERAS[4],
    }
}

/// The era a text begins with, and the rest of the text.
pub(super) fn strip(text: &str) -> Option<(&'static EraRow, &str)> {
    ERAS.iter().find_map(|row| {
        let kanji = row.name.chars().next()?;
        text.strip_prefix(row.name)
            .or_else(|| text.strip_prefix(row.letter))
            .or_else(|| text.strip_prefix(kanji))
            .map(|rest| (row, rest))
    })
}
