//! A month in an address, `2026-11`, and its bounds in the time of Japan.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::JAPAN;
use crate::problem::Problem;

/// A month, by its first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Month(pub(super) Date);

impl Month {
    /// The month of a day.
    pub(super) fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// As an address writes it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|year| (2000..2200).contains(year))?;
        Date::new(year, month.parse().ok()?, 1).ok().map(Self)
    }

    pub(super) fn code(self) -> String {
        format!("{:04}-{:02}", self.0.year(), self.0.month())
    }

    pub(super) fn words(self) -> String {
        let day = events::vocabulary::wareki::long(self.0);
        day.split_once('月').map_or(day.clone(), |(month, _)| format!("{month}月"))
    }

    pub(super) fn before(self) -> Self {
        Self(self.0.saturating_sub(jiff::Span::new().months(1)))
    }

    pub(super) fn after(self) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().months(1)))
    }

    /// From its first moment to the first moment after it.
    pub(super) fn bounds(self) -> Result<(Timestamp, Timestamp), Problem> {
        let start =
            |day: Date| day.to_zoned(TimeZone::fixed(JAPAN)).map(|moment| moment.timestamp()).map_err(|_| Problem::NotFound);
        Ok((start(self.0)?, start(self.after().0)?))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_goes_into_an_address_and_back() {
        let month = Month::of(date(2026, 11, 24));
        assert_eq!((month.code().as_str(), month.words().as_str()), ("2026-11", "令和8年11月"));
        assert_eq!(Month::parse("2026-11"), Some(month));
        assert_eq!(
            (month.before().code(), Month::parse("2026-12").map(|m| m.after().code())),
            ("2026-10".into(), Some("2027-01".into()))
        );
        for wrong in ["", "2026", "2026-13", "26-11", "2026-1", "9999-01", "2026-11-01", "見本-11"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
        let (from, until) = month.bounds().expect("a month");
        assert_eq!((from.to_string(), until.to_string()), ("2026-10-31T15:00:00Z".into(), "2026-11-30T15:00:00Z".into()));
    }
}
