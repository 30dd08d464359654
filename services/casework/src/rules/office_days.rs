//! 営業日: Monday to Friday without public holidays (from the masters) and without 29 December to 3 January.

use jiff::civil::{Date, Weekday};

use super::Masters;

/// Longer spans are told as this many days.
const LONGEST: i64 = 366;

/// Whether the offices are open on a day.
pub fn is_open(masters: &Masters, day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let year_end = matches!((day.month(), day.day()), (12, 29..=31) | (1, 1..=3));
    !weekend && !year_end && masters.holidays.at(&day.to_string(), day).is_none()
}

/// Office days after `from` up to and with `to`; 0 where `to` is not later.
pub fn between(masters: &Masters, from: Date, to: Date) -> i64 {
    let mut days = 0;
    let mut day = from;
    while day < to && days < LONGEST {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        days += i64::from(is_open(masters, day));
    }
    days
}

/// The office day that many office days after `from`.
pub fn after(masters: &Masters, from: Date, days: i64) -> Date {
    let (mut day, mut left) = (from, days.clamp(0, LONGEST));
    while left > 0 {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        left -= i64::from(is_open(masters, day));
    }
    day
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weekends_and_the_turn_of_the_year_do_not_count() {
        let masters = Masters::default();
        assert_eq!(between(&masters, date(2026, 11, 20), date(2026, 11, 24)), 2);
        assert_eq!(between(&masters, date(2026, 12, 28), date(2027, 1, 4)), 1);
        assert_eq!(between(&masters, date(2026, 11, 24), date(2026, 11, 20)), 0);
        assert_eq!(between(&masters, date(2020, 1, 1), date(2026, 1, 1)), LONGEST);
        assert_eq!(after(&masters, date(2026, 12, 25), 2), date(2027, 1, 4));
        assert_eq!(after(&masters, date(2026, 11, 24), 0), date(2026, 11, 24));
    }
}
