//! 標準処理期間の停止: when the clock of the standard processing period stands, and by when to decide. The only place that counts it; the rule
//! and the work list both ask here.

use jiff::Span;
use jiff::civil::Date;

/// A time in which the clock stands: of the days after `from` none counts, up to and with `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standstill {
    /// The day on which it stops.
    pub from: Date,
    /// The day after which it goes on; none while nobody knows.
    pub until: Option<Date>,
}

/// Where the clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The day by which to decide, as far as the standstills are over.
    pub due: Date,
    /// Days that did not count.
    pub stood: i64,
    /// Days that are left, where it stands and nobody knows until when.
    pub left: Option<i64>,
}

/// Standstills in their order, those that meet as one: no day is taken off twice.
fn joined(standstills: &[Standstill]) -> Vec<Standstill> {
    let mut sorted = standstills.to_vec();
    sorted.sort_unstable_by_key(|one| one.from);
    let mut joined: Vec<Standstill> = Vec::with_capacity(sorted.len());
    for one in sorted {
        match joined.pop() {
            None => joined.push(one),
            Some(last) => match last.until {
                None => joined.push(last),
                Some(until) if one.from <= until => {
                    joined.push(Standstill { from: last.from, until: one.until.map(|end| end.max(until)) });
                }
                Some(_) => joined.extend([last, one]),
            },
        }
    }
    joined
}

/// Days of standstills that are over, each once.
pub fn days_stood(standstills: &[Standstill]) -> i64 {
    let over = joined(standstills).into_iter().filter_map(|one| one.until.map(|until| between(one.from, until)));
    over.sum()
}

/// The clock that began on a day and has so many days. What stops it when they are over stops nothing any more. None where a day leaves the
/// calendar.
pub fn clock(begun: Date, days: i64, standstills: &[Standstill]) -> Option<Clock> {
    let mut clock = Clock { due: later(begun, days)?, stood: 0, left: None };
    for Standstill { from, until } in joined(standstills) {
        let from = from.max(begun);
        if from >= clock.due {
            break;
        }
        let Some(until) = until else {
            clock.left = Some(between(from, clock.due));
            break;
        };
        let stood = between(from, until);
        clock.stood += stood;
        clock.due = later(clock.due, stood)?;
    }
    Some(clock)
}

fn later(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// Days from one to the other; none where the other comes first.
fn between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days()).max(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const BEGUN: Date = date(2026, 4, 1);

    fn day(offset: i32) -> Date {
        BEGUN + Span::new().days(offset)
    }

    fn still(from: i32, until: Option<i32>) -> Standstill {
        Standstill { from: day(from), until: until.map(day) }
    }

    #[test]
    fn a_day_is_taken_off_once_whatever_stops_the_clock_and_in_whatever_order_it_is_told() {
        let overlapping = [still(15, Some(30)), still(10, Some(20))];
        assert_eq!(clock(BEGUN, 60, &overlapping), Some(Clock { due: day(80), stood: 20, left: None }));
        let within = [still(10, Some(30)), still(12, Some(14))];
        assert_eq!(clock(BEGUN, 60, &within).unwrap().due, day(80));
        let apart = [still(10, Some(20)), still(25, Some(30))];
        assert_eq!((clock(BEGUN, 60, &apart).unwrap().due, days_stood(&apart)), (day(75), 15));
        assert_eq!(clock(BEGUN, 60, &[still(-5, Some(5))]).unwrap().due, day(65), "nothing before it began");
    }

    #[test]
    fn it_stands_while_one_thing_is_waited_for() {
        let open = [still(10, Some(20)), still(15, None), still(30, Some(40))];
        assert_eq!(clock(BEGUN, 60, &open), Some(Clock { due: day(60), stood: 0, left: Some(50) }));
        assert_eq!(days_stood(&open[..1]), 10);
    }

    #[test]
    fn what_comes_too_late_stops_nothing() {
        assert_eq!(clock(BEGUN, 60, &[still(60, None)]), Some(Clock { due: day(60), stood: 0, left: None }));
        assert_eq!(clock(BEGUN, 60, &[still(59, Some(70)), still(70, Some(75))]).unwrap().due, day(76));
        assert_eq!(clock(BEGUN, i64::MAX, &[]), None);
    }
}
