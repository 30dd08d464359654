//! The period and the selection that stand in the address.

use events::vocabulary::wareki::{self, Era, EraPolicy};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, ToSpan as _};
use projections::changes::{Basis, Filter, Kind};

use crate::cx::Cx;

/// Japan knows no summer time.
const JAPAN: Offset = Offset::constant(9);

/// From one day to another, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Selection {
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) kind: Option<Kind>,
    pub(crate) basis: Option<Basis>,
}

fn midnight(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::fixed(JAPAN)).map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp())
}

fn after(day: Date, span: Span) -> Date {
    day.checked_add(span).unwrap_or(day)
}

impl Selection {
    /// What the address asks for; without dates the running month.
    pub(crate) fn asked(cx: &Cx) -> Self {
        let day = |name| {
            wareki::parse(&cx.decoded(name), EraPolicy::Assume(Era::Reiwa)).ok().filter(|day| (1900..=2999).contains(&day.year()))
        };
        let to = day("to").unwrap_or(cx.today);
        let from = day("from").unwrap_or_else(|| to.first_of_month()).min(to);
        let code = |name| cx.parameter(name).unwrap_or_default();
        Self { from, to, kind: code("kind").parse().ok(), basis: code("basis").parse().ok() }
    }

    /// The same for the read model.
    pub(crate) fn filter(&self) -> Filter {
        Filter { from: midnight(self.from), until: midnight(after(self.to, 1.day())), kind: self.kind, basis: self.basis }
    }

    /// The twelve months that end with this period.
    pub(crate) fn year(&self) -> Filter {
        Filter { from: midnight(self.first_month()), kind: None, basis: None, ..self.filter() }
    }

    /// First day of the first of the twelve months.
    pub(crate) fn first_month(&self) -> Date {
        after(self.to.first_of_month(), (-11).months())
    }

    /// The address of the same with something else asked for.
    pub(crate) fn address(&self, path: &str) -> String {
        let kind = self.kind.map_or_else(String::new, |kind| format!("&kind={}", kind.code()));
        let basis = self.basis.map_or_else(String::new, |basis| format!("&basis={}", basis.code()));
        format!("{path}?from={}&to={}{kind}{basis}", self.from, self.to)
    }

    /// One month.
    pub(crate) fn month(first: Date) -> Self {
        Self { from: first, to: first.last_of_month(), kind: None, basis: None }
    }

    /// 年度 (April to March) of a day, up to that day.
    pub(crate) fn fiscal_year(today: Date) -> Self {
        let year = if today.month() >= 4 { today.year() } else { today.year() - 1 };
        Self { from: Date::new(year, 4, 1).unwrap_or(today), to: today, kind: None, basis: None }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_days_of_japan_and_both_ends_count() {
        let selection = Selection { from: date(2026, 11, 1), to: date(2026, 11, 30), kind: Some(Kind::Master), basis: None };
        let filter = selection.filter();
        assert_eq!(
            (filter.from.to_string(), filter.until.to_string()),
            ("2026-10-31T15:00:00Z".to_owned(), "2026-11-30T15:00:00Z".to_owned())
        );
        assert_eq!(selection.address("/changes"), "/changes?from=2026-11-01&to=2026-11-30&kind=master");
        assert_eq!(selection.first_month(), date(2025, 12, 1));
        assert_eq!(Selection::fiscal_year(date(2027, 2, 3)).from, date(2026, 4, 1));
    }
}
