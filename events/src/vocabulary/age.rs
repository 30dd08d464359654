//! 年齢: full years and months on a day. Born on 29 February, the birthday of common years is 1 March.

use jiff::civil::{Date, date};

/// An age in full years and months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Age {
    years: u16,
    months: u8,
}

/// The day on which someone turns `years`; `None` only where the calendar ends.
pub fn birthday(birth: Date, years: u16) -> Option<Date> {
    let year = birth.year().checked_add(i16::try_from(years).ok()?)?;
    in_month(year, birth.month(), birth.day())
}

/// The last day before someone turns `years`: the last day on which a limit of that age is kept.
pub fn eve_of_birthday(birth: Date, years: u16) -> Option<Date> {
    birthday(birth, years)?.yesterday().ok()
}

/// The day of that number, or the first of the next month where the month is too short.
fn in_month(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().or_else(|| Date::new(year, month, 1).ok()?.last_of_month().tomorrow().ok())
}

impl Age {
    /// The age on a day; `None` before birth.
    pub fn on(birth: Date, day: Date) -> Option<Self> {
        if day < birth {
            return None;
        }
        let mut years = u16::try_from(day.year() - birth.year()).ok()?;
        if day < birthday(birth, years)? {
            years -= 1;
        }
        // Months since the last birthday, each counted from the same day of the month.
        let months = (0..12)
            .take_while(|passed| {
                let zero_based = i32::from(birth.month()) - 1 + passed + 1;
                let year = birth.year() + i16::try_from(years).unwrap_or(0) + i16::try_from(zero_based / 12).unwrap_or(0);
                let month = i8::try_from(zero_based % 12 + 1).unwrap_or(1);
                in_month(year, month, birth.day()).is_some_and(|mark| mark <= day)
            })
            .count();
        Some(Self { years, months: u8::try_from(months).ok()? })
    }

    /// Full years.
    pub const fn years(self) -> u16 {
        self.years
    }

    /// Full months since the last birthday, 0 to 11.
    pub const fn months(self) -> u8 {
        self.months
    }
}

impl std::fmt::Display for Age {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.months == 0 { write!(f, "{}歳", self.years) } else { write!(f, "{}歳{}か月", self.years, self.months) }
    }
}

/// Earliest birth that a form accepts as that of a living person.
pub const EARLIEST_BIRTH: Date = date(1900, 1, 1);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn years_and_months() {
        let shown = |birth, day| Age::on(birth, day).map(|a| a.to_string());
        assert_eq!(shown(date(2020, 3, 15), date(2026, 11, 20)).as_deref(), Some("6歳8か月"));
        assert_eq!(shown(date(2020, 3, 15), date(2026, 3, 14)).as_deref(), Some("5歳11か月"));
        assert_eq!(shown(date(2020, 3, 15), date(2026, 3, 15)).as_deref(), Some("6歳"));
        assert_eq!(shown(date(2020, 3, 15), date(2020, 3, 14)), None);
        assert_eq!(shown(date(2020, 12, 31), date(2021, 2, 28)).as_deref(), Some("0歳1か月"));
    }

    #[test]
    fn born_on_the_leap_day() {
        let birth = date(2008, 2, 29);
        assert_eq!(birthday(birth, 18), Some(date(2026, 3, 1)));
        assert_eq!(eve_of_birthday(birth, 18), Some(date(2026, 2, 28)));
        assert_eq!(birthday(birth, 20), Some(date(2028, 2, 29)));
        assert_eq!(eve_of_birthday(birth, 20), Some(date(2028, 2, 28)));
        assert_eq!(Age::on(birth, date(2026, 2, 28)).map(Age::years), Some(17));
        assert_eq!(Age::on(birth, date(2026, 3, 1)).map(Age::years), Some(18));
    }

    proptest! {
        #[test]
        fn age_grows_exactly_on_birthdays(offset in 0_i32..40_000, years in 1_u16..100) {
            let birth = date(1930, 1, 1) + jiff::Span::new().days(offset);
            let (Some(day), Some(eve)) = (birthday(birth, years), eve_of_birthday(birth, years)) else {
                return Err(TestCaseError::fail("calendar"));
            };
            prop_assert_eq!(Age::on(birth, day).map(|a| (a.years(), a.months())), Some((years, 0)));
            prop_assert_eq!(Age::on(birth, eve).map(|a| (a.years(), a.months())), Some((years - 1, 11)));
        }
    }
}
