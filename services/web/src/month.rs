//! A month as it is typed or as a file has it: R8.10, 令和8年10月, 2026-10, 202610.

use events::vocabulary::wareki::{self, Era, EraPolicy};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

/// Not a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("月として読めません。R8.10 や 202610 のように入力してください。")]
pub(crate) struct MonthError;

/// A year of four digits and a month.
fn western(text: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i16>().ok()).flatten();
    let (year, rest) = text.split_at_checked(4)?;
    let month = rest.trim_start_matches(['-', '/', '.', '年']).trim_end_matches('月');
    if month.is_empty() || month.len() > 2 || (rest.len() == month.len() && month.len() < 2) {
        return None;
    }
    Date::new(digits(year)?, digits(month)?.try_into().ok()?, 1).ok()
}

/// The first day of a month; without an era it is the present one.
///
/// # Errors
/// [`MonthError`].
pub(crate) fn read(text: &str) -> Result<Date, MonthError> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        return western(&text).ok_or(MonthError);
    }
    let day = if text.ends_with('月') { format!("{text}1日") } else { format!("{text}.1") };
    wareki::parse(&day, EraPolicy::Assume(Era::Reiwa)).ok().filter(|day| day.day() == 1).ok_or(MonthError)
}

/// 「令和8年10月」.
pub(crate) fn long(month: Date) -> String {
    let day = wareki::long(month);
    day.find('月').map_or(day.clone(), |at| day[..at + '月'.len_utf8()].to_owned())
}

/// 「R8.10」.
pub(crate) fn short(month: Date) -> String {
    let day = wareki::short(month);
    day.rsplit_once('.').map_or(day.clone(), |(month, _)| month.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_read_in_every_notation_and_told_in_one() {
        for text in ["R8.10", "令和8年10月", "8.10", "2026-10", "2026/10", "2026年10月", "202610", "２０２６１０", " Ｒ８．１０ "]
        {
            assert_eq!(read(text), Ok(date(2026, 10, 1)), "{text}");
        }
        for text in ["", "8", "R8.13", "R8.10.5", "202613", "先月", "20261"] {
            assert_eq!(read(text), Err(MonthError), "{text}");
        }
        assert_eq!((long(date(2026, 10, 1)).as_str(), short(date(2026, 10, 1)).as_str()), ("令和8年10月", "R8.10"));
    }
}
