//! Now, and today in Japan: given from outside, so that a test or a simulated installation has its own day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// Japan has had no summer time since 1951, so its zone is an offset.
pub const JAPAN: Offset = jiff::tz::offset(9);

/// Tells the time.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Timestamp;

    /// The day in Japan.
    fn today(&self) -> Date {
        day_in_japan(self.now())
    }
}

/// The day in Japan on which a moment lies.
pub fn day_in_japan(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::fixed(JAPAN)).date()
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the injected clock of an installation")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        let day = |text: &str| text.parse::<Timestamp>().map(day_in_japan).map(|day| day.to_string());
        assert_eq!(day("2026-03-31T14:59:59Z").ok().as_deref(), Some("2026-03-31"));
        assert_eq!(day("2026-03-31T15:00:00Z").ok().as_deref(), Some("2026-04-01"));
    }
}
