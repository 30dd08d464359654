//! Reading what is typed into the bar: a day, and a moment or a position.

use events::vocabulary::wareki::{self, EraPolicy};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization as _;

use crate::clock::JAPAN;

/// Up to which record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    /// Everything recorded up to this moment.
    Moment(Timestamp),
    /// Everything up to this position of the casework log.
    Position(i64),
}

/// Why a text is no moment; told beside the field.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum AskedError {
    /// The day cannot be read.
    #[error("{0}")]
    Day(#[from] wareki::WarekiError),
    /// The time cannot be read.
    #[error("時刻として読めません。17:30 のように入力してください。日付だけなら、その日の終わりまでです。")]
    Time,
    /// The position cannot be read.
    #[error("位置として読めません。#48211 のように入力してください。")]
    Position,
    /// It has not come yet.
    #[error("まだ来ていない日時です。いまより前の日時を入力してください。")]
    Future,
}

/// 業務日; none where nothing was typed. It may lie ahead: what is valid next month is known today.
pub(super) fn day(text: &str) -> Result<Option<Date>, AskedError> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { Ok(Some(wareki::parse(text, EraPolicy::Refuse)?)) }
}

/// 記録日時; none where nothing was typed.
pub(super) fn known(text: &str, now: Timestamp) -> Result<Option<Known>, AskedError> {
    let text: String = text.nfkc().collect();
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(digits) = text.strip_prefix('#').or_else(|| text.strip_prefix("位置")) {
        let position = digits.trim().replace(',', "").parse::<i64>().ok().filter(|position| *position > 0);
        return Ok(Some(Known::Position(position.ok_or(AskedError::Position)?)));
    }
    let (day, clock) = text.rsplit_once(['T', ' ']).filter(|(_, clock)| clock.contains([':', '時'])).unwrap_or((text, ""));
    let day = wareki::parse(day, EraPolicy::Refuse)?;
    let moment = match clock {
        // The whole day: up to, but without, the first moment of the next.
        "" => at(day.tomorrow().map_err(|_| AskedError::Time)?, Time::midnight())? - jiff::SignedDuration::from_micros(1),
        clock => at(day, time(clock)?)?,
    };
    let begun = at(day, Time::midnight())?;
    if begun > now || (!clock.is_empty() && moment > now) {
        Err(AskedError::Future)
    } else {
        Ok(Some(Known::Moment(moment.min(now))))
    }
}

fn at(day: Date, time: Time) -> Result<Timestamp, AskedError> {
    let moment = day.to_datetime(time).to_zoned(TimeZone::fixed(JAPAN));
    moment.map(|moment| moment.timestamp()).map_err(|_| AskedError::Time)
}

/// `17:30`, `17:30:05`, `17時30分`.
fn time(text: &str) -> Result<Time, AskedError> {
    let mut parts = text.trim_end_matches(['分', '秒']).split([':', '時', '分']).filter(|part| !part.is_empty());
    let mut next = || parts.next().map(|part| part.trim().parse::<i8>().map_err(|_| AskedError::Time));
    let hour = next().ok_or(AskedError::Time)??;
    let (minute, second) = (next().transpose()?.unwrap_or(0), next().transpose()?.unwrap_or(0));
    if next().is_some() {
        return Err(AskedError::Time);
    }
    Time::new(hour, minute, second, 0).map_err(|_| AskedError::Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-24T00:00:00Z".parse().expect("moment")
    }

    fn read(text: &str) -> Result<Option<Known>, AskedError> {
        known(text, now())
    }

    #[test]
    fn moments_are_read_as_clerks_write_them() {
        let evening = Known::Moment("2026-04-10T08:30:00Z".parse().expect("moment"));
        for text in
            ["R8.4.10 17:30", "令和8年4月10日 17時30分", "2026-04-10T17:30", "Ｒ８．４．１０　１７：３０", "20260410 17:30:00"]
        {
            assert_eq!(read(text), Ok(Some(evening)), "{text}");
        }
        assert_eq!(read(""), Ok(None));
        assert_eq!(read(" "), Ok(None));
        let end = "2026-04-10T14:59:59.999999Z".parse().map(Known::Moment).ok();
        assert_eq!(read("R8.4.10"), Ok(end), "a day counts to its end");
        assert_eq!(read("R8.11.24"), Ok(Some(Known::Moment(now()))), "today counts up to now");
    }

    #[test]
    fn a_position_may_be_given() {
        for text in ["#48211", "＃48,211", "位置 48211"] {
            assert_eq!(read(text), Ok(Some(Known::Position(48_211))), "{text}");
        }
        assert_eq!(read("#0"), Err(AskedError::Position));
        assert_eq!(read("#見本"), Err(AskedError::Position));
    }

    #[test]
    fn what_has_not_come_or_is_no_moment_is_refused() {
        assert_eq!(read("R8.11.25"), Err(AskedError::Future));
        assert_eq!(read("R8.11.24 9:01"), Err(AskedError::Future));
        assert_eq!(read("R8.4.10 25:00"), Err(AskedError::Time));
        assert_eq!(read("R8.4.10 17:30:00:00"), Err(AskedError::Time));
        assert!(matches!(read("R8.2.30"), Err(AskedError::Day(_))));
        assert!(matches!(read("きのう"), Err(AskedError::Day(_))));
        assert!(day("R8.3.31").is_ok_and(|day| day.is_some()) && day("").is_ok_and(|day| day.is_none()));
        assert!(day("R8.13.1").is_err());
    }
}
