//! 見込み: whether the rest will be decided before the awards end, at the speed of the last weeks.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// What is to be expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forecast {
    /// Nothing is left.
    Done,
    /// The last one is decided on this day.
    By(Date),
    /// Nothing was decided lately, so nothing can be said.
    Unknown,
}

/// From how many are left, and how many were decided in the last days.
pub fn forecast(left: u32, decided: u32, in_days: u32, today: Date) -> Forecast {
    match (left, decided) {
        (0, _) => Forecast::Done,
        (_, 0) => Forecast::Unknown,
        _ => {
            let days = (u64::from(left) * u64::from(in_days)).div_ceil(u64::from(decided));
            let days = i64::try_from(days).ok().filter(|days| *days < 100_000);
            days.and_then(|days| today.checked_add(days.days()).ok()).map_or(Forecast::Unknown, Forecast::By)
        }
    }
}

/// How many more are decided by the last day at the speed of the last weeks; whoever stands behind them in the line loses days.
pub fn decidable(decided: u32, in_days: u32, today: Date, last_day: Date) -> u32 {
    let days = (last_day - today).get_days();
    match u64::try_from(days) {
        Ok(days) if in_days > 0 => u32::try_from(u64::from(decided) * days / u64::from(in_days)).unwrap_or(u32::MAX),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_speed_of_the_last_weeks_says_when_the_last_is_decided() {
        let today = date(2027, 9, 1);
        assert_eq!(forecast(0, 0, 28, today), Forecast::Done);
        assert_eq!(forecast(10, 0, 28, today), Forecast::Unknown);
        assert_eq!(forecast(280, 280, 28, today), Forecast::By(date(2027, 9, 29)));
        assert_eq!(forecast(281, 280, 28, today), Forecast::By(date(2027, 9, 30)), "a part of a day is a day");
        for (left, late) in [(280, false), (281, true)] {
            let last_day = date(2027, 9, 29);
            assert_eq!(left > decidable(280, 28, today, last_day), late, "{left}: the forecast and the line say the same");
        }
        assert_eq!(decidable(280, 28, date(2027, 10, 1), date(2027, 9, 30)), 0, "the day is over");
        assert_eq!(forecast(u32::MAX, 1, 28, today), Forecast::Unknown, "beyond any calendar");
    }
}
