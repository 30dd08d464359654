//! Accesses by hour and day as a table that is shaded as well: every cell says its number, the shade only repeats it.

use casework::rules::{Masters, office_days};
use events::vocabulary::wareki;
use jiff::civil::{Date, date};
use projections::access::Cell;
use serde::Serialize;

use super::month::Month;
use super::terms::Terms;

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Day {
    number: i8,
    weekday: &'static str,
    closed: bool,
}

/// A cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Shade {
    accesses: i64,
    /// 0 to 5.
    level: i64,
    /// Outside of the office day.
    off: bool,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Hour {
    hour: i32,
    cells: Vec<Shade>,
}

/// The map.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Heat {
    days: Vec<Day>,
    hours: Vec<Hour>,
    all: i64,
    off: i64,
}

impl Heat {
    pub(super) fn of(cells: &[Cell], month: Month, masters: &Masters, terms: Terms) -> Self {
        let days: Vec<Date> =
            (1..=month.0.days_in_month()).filter_map(|day| Date::new(month.0.year(), month.0.month(), day).ok()).collect();
        let (opens, closes) = (i32::from(terms.thresholds.opens) / 60, (i32::from(terms.thresholds.closes) + 59) / 60);
        let first = cells.iter().map(|cell| cell.hour).fold(opens - 1, i32::min).max(0);
        let last = cells.iter().map(|cell| cell.hour).fold(closes, i32::max).min(23);
        let most = cells.iter().map(|cell| cell.accesses).max().unwrap_or(0).max(1);
        let is_off = |day: Date, hour: i32| !office_days::is_open(masters, day) || hour < opens || hour >= closes;
        let shade = |day: Date, hour: i32| {
            let accesses = cells.iter().find(|cell| cell.day == day && cell.hour == hour).map_or(0, |cell| cell.accesses);
            Shade { accesses, level: (accesses * 5 + most - 1) / most, off: is_off(day, hour) }
        };
        let hours = (first..=last).map(|hour| Hour { hour, cells: days.iter().map(|day| shade(*day, hour)).collect() }).collect();
        Self {
            days: days
                .iter()
                .map(|day| Day {
                    number: day.day(),
                    weekday: wareki::weekday(*day),
                    closed: !office_days::is_open(masters, *day),
                })
                .collect(),
            hours,
            all: cells.iter().map(|cell| cell.accesses).sum(),
            off: cells.iter().filter(|cell| is_off(cell.day, cell.hour)).map(|cell| cell.accesses).sum(),
        }
    }

    /// A map for the tests of templates.
    pub(super) fn sample() -> Self {
        let cells =
            [Cell { day: date(2026, 11, 24), hour: 9, accesses: 12 }, Cell { day: date(2026, 11, 22), hour: 22, accesses: 2 }];
        let masters = Masters::default();
        Self::of(&cells, Month(date(2026, 11, 1)), &masters, Terms::on(&masters, date(2026, 11, 24)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_that_was_worked_is_a_row_and_the_rest_of_the_day_is_not() {
        let heat = Heat::sample();
        assert_eq!((heat.days.len(), heat.all, heat.off), (30, 14, 2));
        assert_eq!((heat.hours.first().map(|hour| hour.hour), heat.hours.last().map(|hour| hour.hour)), (Some(7), Some(22)));
        let nine = heat.hours.iter().find(|hour| hour.hour == 9).expect("nine");
        assert_eq!((nine.cells[23].level, nine.cells[23].off, nine.cells[22].off), (5, false, false));
        assert!(heat.days[21].closed, "a Sunday");
    }
}
