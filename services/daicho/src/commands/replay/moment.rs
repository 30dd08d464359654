//! A point of the log as it is said on the command line: a position, a moment, or a day.

use std::str::FromStr;

use events::Log;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use sqlx::PgPool;

use crate::commands::visit::unreadable;

/// Where to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// After this event.
    Position(i64),
    /// After what had been recorded then.
    Time(Timestamp),
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(position) = text.parse::<i64>()
            && position >= 0
        {
            return Ok(Self::Position(position));
        }
        if let Ok(time) = text.parse() {
            return Ok(Self::Time(time));
        }
        text.parse::<Date>()
            .ok()
            .and_then(|day| last_of(day).ok())
            .map(Self::Time)
            .ok_or_else(|| "番号(412)、日付(2026-04-10)、時刻(2026-04-10T17:00:00+09:00)のどれかで指定してください".to_owned())
    }
}

/// The last microsecond of a day in Japan.
fn last_of(day: Date) -> Result<Timestamp, jiff::Error> {
    let next = day.checked_add(1.day())?.to_zoned(TimeZone::get("Asia/Tokyo")?)?;
    next.timestamp().checked_sub(1.microsecond())
}

impl Moment {
    /// The last position of the log then.
    pub async fn position(self, pool: &PgPool, log: Log) -> anyhow::Result<i64> {
        match self {
            Self::Position(position) => Ok(position),
            Self::Time(time) => store::position_at(pool, log, time).await.map_err(unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_meant_to_its_end_in_japan() {
        let end: Timestamp = "2026-04-10T23:59:59.999999+09:00".parse().unwrap();
        assert_eq!("2026-04-10".parse(), Ok(Moment::Time(end)));
        assert_eq!("2026-04-10T23:59:59.999999+09:00".parse(), Ok(Moment::Time(end)));
        assert_eq!("412".parse(), Ok(Moment::Position(412)));
        for wrong in ["-1", "2026-02-30", "きのう", ""] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }
}
