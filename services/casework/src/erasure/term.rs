//! How long records are kept (保存年数), and until when a backup could still hold a destroyed key.

use events::master::MasterStatus;
use events::vocabulary::FiscalYear;
use jiff::civil::Date;

use crate::rules::Masters;

/// How long records are kept, as the masters say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term {
    /// 保存年数, counted from the end of the fiscal year in which the last entitlement ended.
    pub years: u8,
    /// Days after which no backup of the keys holds a destroyed key.
    pub key_backup_days: u16,
    /// The prefecture has confirmed the years.
    pub confirmed: bool,
}

impl Term {
    /// The term that counts on a day. Until the masters name one: five years, thirty-five days.
    pub fn on(masters: &Masters, day: Date) -> Self {
        let years = masters.program.at("retention.years", day);
        let days = masters.program.at("erasure.key_backup_days", day);
        Self {
            years: years.and_then(|row| u8::try_from(row.value.value).ok()).unwrap_or(5),
            key_backup_days: days.and_then(|row| u16::try_from(row.value.value).ok()).unwrap_or(35),
            confirmed: years.is_some_and(|row| row.status == MasterStatus::Confirmed),
        }
    }

    /// Records whose last entitlement ended before this day need not be kept today; none beyond the calendar.
    pub fn over_before(self, today: Date) -> Option<Date> {
        Date::new(FiscalYear::containing(today).year().checked_sub(i16::from(self.years))?, 4, 1).ok()
    }

    /// The day on which the last backup of a key destroyed today is past.
    pub fn key_backups_until(self, today: Date) -> Date {
        today.saturating_add(jiff::Span::new().days(i32::from(self.key_backup_days)))
    }
}

/// The last day on which records must be kept: `years` after the fiscal year of `last_ended_on`; none beyond the calendar.
pub fn kept_until(last_ended_on: Date, years: u8) -> Option<Date> {
    let year = FiscalYear::containing(last_ended_on).year().checked_add(1)?.checked_add(i16::from(years))?;
    Date::new(year, 3, 31).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_years_begin_after_the_fiscal_year() {
        assert_eq!(kept_until(date(2028, 3, 31), 5), Some(date(2033, 3, 31)));
        assert_eq!(kept_until(date(2028, 4, 1), 5), Some(date(2034, 3, 31)));
    }

    #[test]
    fn the_list_and_the_guard_agree_on_the_day() {
        let term = Term { years: 5, key_backup_days: 35, confirmed: false };
        for ended in [date(2027, 3, 31), date(2027, 4, 1), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 1)] {
            for today in [date(2032, 3, 31), date(2032, 4, 1), date(2033, 3, 31), date(2033, 4, 1), date(2034, 4, 1)] {
                let listed = term.over_before(today).is_some_and(|day| ended < day);
                let permitted = kept_until(ended, term.years).is_some_and(|last| today > last);
                assert_eq!(listed, permitted, "{ended} {today}");
            }
        }
        assert_eq!(term.key_backups_until(date(2033, 4, 1)), date(2033, 5, 6));
    }
}
