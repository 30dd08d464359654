//! Moments of the past: office hours in Japan, never running backwards, all before today.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

/// How long ago the prefecture began, in days.
const HISTORY: i32 = 150;
/// Days, counted back from today, in which recipients in bulk were registered.
pub(super) const BULK: (i32, i32) = (140, 95);
/// Days, counted back from today, in which the cases were played.
pub(super) const CASES: i32 = 90;

/// A day before today.
pub(super) fn before(today: Date, days: i32) -> Date {
    today.checked_sub(Span::new().days(days)).unwrap_or(today)
}

/// The day of the founding.
pub(super) fn first_day(today: Date) -> Date {
    before(today, HISTORY)
}

/// A moment of a day in Japan, in minutes after an hour.
pub(super) fn at(day: Date, hour: i8, minutes: i64) -> Timestamp {
    let zone = TimeZone::fixed(Offset::constant(9));
    let start = day.at(hour, 0, 0, 0).to_zoned(zone).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
    start.checked_add(Span::new().minutes(minutes)).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn hours_are_those_of_japan() {
        assert_eq!(at(date(2026, 4, 1), 9, 30).to_string(), "2026-04-01T00:30:00Z");
        assert_eq!(before(date(2026, 3, 1), 1), date(2026, 2, 28));
    }
}
