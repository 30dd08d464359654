//! Days and moments as staff read them: near ones by month and day, today as today, all in the time of Japan.

use events::vocabulary::wareki;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// Japan knows no summer time; the offset is its time zone.
const JAPAN: Offset = Offset::constant(9);

/// A moment as the clocks of Japan show it.
pub fn in_japan(at: Timestamp) -> DateTime {
    at.to_zoned(TimeZone::fixed(JAPAN)).datetime()
}

/// 「きょう 9:12」, 「11月9日 9:12」 within the year, else 「R7.11.9 9:12」.
pub fn near(at: Timestamp, today: Date) -> String {
    let at = in_japan(at);
    format!("{} {}:{:02}", near_day(at.date(), today), at.hour(), at.minute())
}

/// 「きょう」, 「11月9日」 within the year, else 「R7.11.9」.
pub fn near_day(day: Date, today: Date) -> String {
    if day == today {
        "きょう".to_owned()
    } else if day.year() == today.year() {
        format!("{}月{}日", day.month(), day.day())
    } else {
        wareki::short(day)
    }
}

/// 「令和8年11月9日 9:12:05」.
pub fn exact(at: Timestamp) -> String {
    let at = in_japan(at);
    format!("{} {}:{:02}:{:02}", wareki::long(at.date()), at.hour(), at.minute(), at.second())
}

/// How many days from `from` until `to`; negative where `to` lies before.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn at(text: &str) -> Timestamp {
        text.parse().expect("test moment")
    }

    #[test]
    fn moments_are_told_in_japan() {
        assert_eq!(near(at("2026-11-24T00:12:00Z"), TODAY), "きょう 9:12");
        assert_eq!(near(at("2026-11-23T15:30:00Z"), TODAY), "きょう 0:30", "the day turns in Japan");
        assert_eq!(near(at("2026-11-09T06:05:00Z"), TODAY), "11月9日 15:05");
        assert_eq!(near(at("2025-11-09T06:05:00Z"), TODAY), "R7.11.9 15:05");
        assert_eq!(exact(at("2026-11-09T06:05:09Z")), "令和8年11月9日 15:05:09");
    }

    #[test]
    fn days_are_counted() {
        assert_eq!(days_between(TODAY, date(2026, 12, 1)), 7);
        assert_eq!(days_between(TODAY, date(2025, 11, 24)), -365);
    }
}
