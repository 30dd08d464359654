//! 指定の有効期間: a doctor counts from the day of the application, an institution from the first of the month after it; how many years,
//! and when renewals are asked for, are rows of the masters.

use events::vocabulary::{DesignationKind, ValidityPeriod};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::Refusal;
use crate::rules::Masters;

const fn years_key(kind: DesignationKind) -> &'static str {
    match kind {
        DesignationKind::Doctor => "designation.doctor_years",
        DesignationKind::Institution => "designation.institution_years",
    }
}

fn row(masters: &Masters, key: &str, on: Date) -> Result<i64, Refusal> {
    let row = masters.program.at(key, on).map(|row| row.value.value);
    row.ok_or_else(|| Refusal::MasterRow(format!("「制度の定め」に {on} に効く「{key}」の行がありません。")))
}

fn beyond(key: &str) -> Refusal {
    Refusal::MasterRow(format!("「{key}」では有効期間が暦の範囲を超えます。"))
}

fn term(kind: DesignationKind, start: Date, on: Date, masters: &Masters) -> Result<ValidityPeriod, Refusal> {
    let key = years_key(kind);
    let end = start.checked_add(row(masters, key, on)?.years()).and_then(Date::yesterday).map_err(|_| beyond(key))?;
    ValidityPeriod::new(start, end).map_err(|_| beyond(key))
}

/// The term of a designation that is applied for.
///
/// # Errors
/// [`Refusal::MasterRow`] naming the row that is missing.
pub fn first_term(kind: DesignationKind, applied_on: Date, masters: &Masters) -> Result<ValidityPeriod, Refusal> {
    let start = match kind {
        DesignationKind::Doctor => applied_on,
        DesignationKind::Institution => applied_on.last_of_month().tomorrow().map_err(|_| beyond(years_key(kind)))?,
    };
    term(kind, start, applied_on, masters)
}

/// The term after one that ends; where it ended before the application, as one that is applied for anew.
///
/// # Errors
/// As [`first_term`].
pub fn next_term(kind: DesignationKind, last: Date, applied_on: Date, masters: &Masters) -> Result<ValidityPeriod, Refusal> {
    let fresh = first_term(kind, applied_on, masters)?;
    let follows = last.tomorrow().map_err(|_| beyond(years_key(kind)))?;
    if fresh.start() > follows { Ok(fresh) } else { term(kind, follows, applied_on, masters) }
}

/// The last days that the season of renewals running on a day is about: from the first of its month on, those of so many months.
///
/// # Errors
/// As [`first_term`].
pub fn renewal_season(on: Date, masters: &Masters) -> Result<(Date, Date), Refusal> {
    const MONTH: &str = "designation.notice_month";
    let month = i8::try_from(row(masters, MONTH, on)?).map_err(|_| beyond(MONTH))?;
    let months = row(masters, "designation.notice_months", on)?;
    let year = if on.month() >= month { on.year() } else { on.year() - 1 };
    let opens = Date::new(year, month, 1).map_err(|_| beyond(MONTH))?;
    let closes = opens.checked_add(months.months()).and_then(Date::yesterday).map_err(|_| beyond(MONTH))?;
    Ok((opens, closes))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::samples;

    #[test]
    fn doctors_count_at_once_and_institutions_from_the_next_first() {
        let masters = samples::masters();
        let of = |kind, day| first_term(kind, day, &masters).map(|term| (term.start(), term.end()));
        assert_eq!(of(DesignationKind::Doctor, date(2026, 11, 24)), Ok((date(2026, 11, 24), date(2031, 11, 23))));
        assert_eq!(of(DesignationKind::Doctor, date(2024, 2, 29)), Ok((date(2024, 2, 29), date(2029, 2, 27))));
        assert_eq!(of(DesignationKind::Institution, date(2026, 11, 24)), Ok((date(2026, 12, 1), date(2032, 11, 30))));
        assert_eq!(of(DesignationKind::Institution, date(2026, 12, 1)), Ok((date(2027, 1, 1), date(2032, 12, 31))));
    }

    #[test]
    fn the_next_term_follows_unless_the_last_was_over() {
        let masters = samples::masters();
        let next = |last, applied| next_term(DesignationKind::Doctor, last, applied, &masters).map(ValidityPeriod::start);
        assert_eq!(next(date(2027, 3, 31), date(2027, 2, 1)), Ok(date(2027, 4, 1)));
        assert_eq!(next(date(2027, 3, 31), date(2027, 5, 10)), Ok(date(2027, 5, 10)));
        assert!(next_term(DesignationKind::Doctor, date(2027, 3, 31), date(2027, 5, 10), &Masters::default()).is_err());
    }

    #[test]
    fn the_season_opens_in_october() {
        let masters = samples::masters();
        let season = Ok((date(2026, 10, 1), date(2027, 9, 30)));
        assert_eq!(renewal_season(date(2026, 10, 1), &masters), season);
        assert_eq!(renewal_season(date(2027, 9, 30), &masters), season);
        assert_eq!(renewal_season(date(2027, 10, 1), &masters), Ok((date(2027, 10, 1), date(2028, 9, 30))));
    }
}
