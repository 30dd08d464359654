//! The accepted forms: era or digit of 区分コード, packed digits or parts with separators, and Gregorian dates.

use jiff::civil::Date;

use super::eras::{self, EraRow};
use super::{EraPolicy, WarekiError};
use crate::vocabulary::normalise;

/// Longest text that is looked at; no accepted form is longer.
const LONGEST: usize = 24;

/// Reads a date from what a clerk types: `R8.4.1`, `r080401`, `令和8年4月1日`, `令和元.5.1`, `Ｒ８．４．１`, `5080401`,
/// `20260401`, `2026-04-01`, `2026/4/1`, and `8.4.1` if the policy names the era.
///
/// A day outside its era is refused with the date that was most likely meant ([`WarekiError::BeyondEra`]).
pub fn parse(text: &str, policy: EraPolicy) -> Result<Date, WarekiError> {
    let text = normalise::code_text(text).to_uppercase();
    if text.is_empty() {
        return Err(WarekiError::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(WarekiError::Unreadable);
    }
    if let Some((row, rest)) = eras::strip(&text) {
        let rest = rest.trim_start_matches([' ', '.', '-', '/']);
        let [year, month, day] = if is_packed(rest, 6) { packed(rest)? } else { parts(rest)? };
        return in_era(row, year, month, day);
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return match text.len() {
            8 => gregorian(number(&text[..4])?, number(&text[4..6])?, number(&text[6..])?),
            7 => {
                let row = row_of_code(&text[..1])?;
                let [year, month, day] = packed(&text[1..])?;
                in_era(row, year, month, day)
            }
            6 => {
                let [year, month, day] = packed(&text)?;
                assumed(policy, year, month, day)
            }
            _ => Err(WarekiError::Unreadable),
        };
    }
    let [year, month, day] = parts(&text)?;
    let written = text.chars().take_while(char::is_ascii_digit).count();
    match written {
        4 => gregorian(year, month, day),
        0..=2 => assumed(policy, year, month, day),
        _ => Err(WarekiError::Unreadable),
    }
}

fn is_packed(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())
}

fn row_of_code(code: &str) -> Result<&'static EraRow, WarekiError> {
    eras::ERAS.iter().find(|row| code.starts_with(row.code)).ok_or(WarekiError::Unreadable)
}

fn number(text: &str) -> Result<i16, WarekiError> {
    if text.is_empty() || text.len() > 4 {
        return Err(WarekiError::Unreadable);
    }
    text.parse().map_err(|_| WarekiError::Unreadable)
}

/// `yymmdd`.
fn packed(text: &str) -> Result<[i16; 3], WarekiError> {
    Ok([number(&text[..2])?, number(&text[2..4])?, number(&text[4..])?])
}

/// Year, month and day between separators; `元` is year 1; a closing 日 may follow.
fn parts(text: &str) -> Result<[i16; 3], WarekiError> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut found = Vec::with_capacity(3);
    // "8年 4月 1日": one space may follow a separator.
    for part in text.split(['年', '月', '.', '/', '-', ' ']) {
        if !part.is_empty() {
            found.push(part);
        }
    }
    let separators = text.chars().filter(|c| matches!(c, '年' | '月' | '.' | '/' | '-')).count();
    let &[year, month, day] = found.as_slice() else {
        return Err(WarekiError::Unreadable);
    };
    if separators > 2 || month.len() > 2 || day.len() > 2 {
        return Err(WarekiError::Unreadable);
    }
    let year = if year == "元" { 1 } else { number(year)? };
    Ok([year, number(month)?, number(day)?])
}

fn assumed(policy: EraPolicy, year: i16, month: i16, day: i16) -> Result<Date, WarekiError> {
    match policy {
        EraPolicy::Assume(era) => in_era(eras::row(era), year, month, day),
        EraPolicy::Refuse => Err(WarekiError::NoEra),
    }
}

fn in_era(row: &EraRow, year: i16, month: i16, day: i16) -> Result<Date, WarekiError> {
    if !(1..=99).contains(&year) {
        return Err(WarekiError::Unreadable);
    }
    let said = if year == 1 {
        format!("{}元年{month}月{day}日", row.name)
    } else {
        format!("{}{year}年{month}月{day}日", row.name)
    };
    let Some(date) = calendar(row.first.year() + year - 1, month, day) else {
        return Err(WarekiError::NoSuchDay { said });
    };
    let date = in_range(date)?;
    if date < row.first || date > row.last {
        return Err(WarekiError::BeyondEra { said, suggestion: date });
    }
    Ok(date)
}

fn gregorian(year: i16, month: i16, day: i16) -> Result<Date, WarekiError> {
    calendar(year, month, day)
        .ok_or_else(|| WarekiError::NoSuchDay { said: format!("{year}年{month}月{day}日") })
        .and_then(in_range)
}

fn calendar(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn in_range(date: Date) -> Result<Date, WarekiError> {
    if (eras::GREGORIAN_FROM..=eras::LATEST).contains(&date) { Ok(date) } else { Err(WarekiError::OutOfRange) }
}
