//! A day between, the same day twice, and every day of random awards counted one by one.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn period(start: Date, end: Date) -> ValidityPeriod {
    ValidityPeriod::new(start, end).unwrap()
}

#[test]
fn the_day_after_is_no_gap() {
    let first = period(date(2025, 10, 1), date(2026, 9, 30));
    assert_eq!(follows_on(first.end()), Some(date(2026, 10, 1)));
    assert!(findings(&[first, period(date(2026, 10, 1), date(2027, 9, 30))]).is_empty());
    let late = [first, period(date(2026, 10, 2), date(2027, 9, 30))];
    assert_eq!(findings(&late), [Finding::Gap(period(date(2026, 10, 1), date(2026, 10, 1)))]);
    let early = [period(date(2026, 9, 30), date(2027, 9, 30)), first];
    assert_eq!(findings(&early), [Finding::Overlap(period(date(2026, 9, 30), date(2026, 9, 30)))]);
}

proptest! {
    #[test]
    fn against_days_counted_one_by_one(awards in prop::collection::vec((0_i32..400, 0_i32..120), 1..6)) {
        let day = |offset: i32| date(2025, 1, 1) + jiff::Span::new().days(offset);
        let periods: Vec<ValidityPeriod> = awards.iter().map(|(from, days)| period(day(*from), day(from + days))).collect();
        let found = findings(&periods);
        let first = awards.iter().map(|(from, _)| *from).min().unwrap();
        let last = awards.iter().map(|(from, days)| from + days).max().unwrap();
        for offset in first..=last {
            let covered = awards.iter().filter(|(from, days)| (*from..=from + days).contains(&offset)).count();
            let gap = found.iter().any(|f| matches!(f, Finding::Gap(p) if p.contains(day(offset))));
            let overlap = found.iter().any(|f| matches!(f, Finding::Overlap(p) if p.contains(day(offset))));
            prop_assert_eq!((gap, overlap), (covered == 0, covered > 1), "{}", day(offset));
        }
    }
}
