//! Months back and forth in the calendar: the same day of the month, or its last day where it has none.

use jiff::Span;
use jiff::civil::Date;

use crate::rules::input::Stop;

/// The day some months before; `None` only where the calendar ends. 31 March less one month is the last of February.
pub fn months_back(day: Date, months: i64) -> Option<Date> {
    day.checked_sub(Span::new().try_months(months).ok()?).ok()
}

/// [`months_back`] as a step of a rule.
pub(super) fn back(day: Date, months: i64) -> Result<Date, Stop> {
    months_back(day, months).ok_or_else(out_of_calendar)
}

/// The day after, as a step of a rule.
pub(super) fn day_after(day: Date) -> Result<Date, Stop> {
    day.tomorrow().map_err(|_| out_of_calendar())
}

fn out_of_calendar() -> Stop {
    Stop::conflict("application_date", "日付が暦の範囲を超えます。日付を確かめてください。")
}
