//! As of when is counted.

use events::Log;
use events::vocabulary::wareki::{self, EraPolicy};
use jiff::civil::{Date, date};
use projections::ledger::{self, AsOf};
use projections::statistics::{Right, rights};

use crate::cx::Cx;
use crate::problem::Problem;

/// Years back in which an end of a fiscal year with awards is looked for.
const YEARS: i16 = 5;

/// As of when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// Rights that count on this day.
    pub(super) on: Date,
    /// What was known when this position was the last.
    pub(super) known: i64,
}

/// How the day was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// The address names it.
    Asked,
    /// The address names something that is no day.
    Unreadable,
    /// The newest end of a fiscal year on which there is something to count.
    YearEnd,
    /// There is none: today.
    Today,
}

impl Found {
    /// What is said of it; nothing where it was asked for.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Asked | Self::Unreadable => "",
            Self::YearEnd => "時点の指定がないため、いちばん新しい年度末（3月31日）で数えています。",
            Self::Today => "時点の指定がなく、年度末（3月31日）に有効な支給認定もないため、今日の時点で数えています。",
        }
    }
}

impl Moment {
    /// What the address asks for; else the newest 31 March on which somebody is entitled, else today, as it is known now.
    pub(super) async fn asked(cx: &Cx, day: &str, known: &str) -> Result<(Self, Found), Problem> {
        let known = position(cx, known).await?;
        if let Ok(on) = wareki::parse(day, EraPolicy::Refuse) {
            return Ok((Self { on, known }, Found::Asked));
        }
        let found = if day.trim().is_empty() { Found::YearEnd } else { Found::Unreadable };
        for on in year_ends(cx.today) {
            let as_of = AsOf { known: Some(known), valid_on: Some(on) };
            if ledger::counts(cx.pool(), as_of, cx.office_scope()).await?.awards > 0 {
                return Ok((Self { on, known }, found));
            }
        }
        let found = if found == Found::YearEnd { Found::Today } else { found };
        Ok((Self { on: cx.today, known }, found))
    }

    /// For addresses.
    pub(super) fn query(self) -> String {
        format!("on={}&known={}", self.on, self.known)
    }

    /// The awards that count then, sealed.
    pub(super) async fn sealed(self, cx: &Cx) -> Result<Vec<Right>, Problem> {
        let as_of = AsOf { known: Some(self.known), valid_on: Some(self.on) };
        Ok(rights(cx.pool(), as_of, cx.office_scope()).await?)
    }

    /// The awards that count then, opened; with what the forms say where it is asked for.
    pub(super) async fn rights(self, cx: &Cx, with_sex: bool) -> Result<Vec<Right>, Problem> {
        let mut rights = self.sealed(cx).await?;
        open(cx, &mut rights, with_sex).await?;
        Ok(rights)
    }
}

/// Opens rights, and asks the forms for the sex where it is wanted.
pub(super) async fn open(cx: &Cx, rights: &mut [Right], with_sex: bool) -> Result<(), Problem> {
    projections::open(cx.pool(), cx.ring(), rights).await?;
    if with_sex {
        let applications: Vec<_> = rights.iter().map(|right| right.row.application).collect();
        let sexes = cx.acts().sexes(&applications).await?;
        for right in rights {
            right.sex = sexes.get(&right.row.application).copied();
        }
    }
    Ok(())
}

/// The position of the address, where the log has it; else the newest.
pub(super) async fn position(cx: &Cx, known: &str) -> Result<i64, Problem> {
    let head = store::head(cx.pool(), Log::Casework).await?.position;
    Ok(known.parse().ok().filter(|known| (1..=head).contains(known)).unwrap_or(head))
}

/// Ends of fiscal years that are not ahead, the newest first.
fn year_ends(today: Date) -> impl Iterator<Item = Date> {
    let this = date(today.year(), 3, 31);
    let newest = if this <= today { today.year() } else { today.year() - 1 };
    (0..YEARS).map(move |back| date(newest - back, 3, 31))
}

/// The fiscal year up to a day: its first day and the day.
pub(super) fn year_to_date(day: Date) -> (Date, Date) {
    let year = events::vocabulary::FiscalYear::containing(day).year();
    (date(year, 4, 1), day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_that_is_over_ends_on_the_last_day_of_march() {
        let cases = [
            (date(2026, 3, 30), date(2025, 3, 31)),
            (date(2026, 3, 31), date(2026, 3, 31)),
            (date(2026, 12, 1), date(2026, 3, 31)),
        ];
        for (today, expected) in cases {
            assert_eq!(year_ends(today).next(), Some(expected));
        }
        assert_eq!(year_ends(date(2026, 12, 1)).nth(1), Some(date(2025, 3, 31)));
        assert_eq!(year_to_date(date(2027, 1, 5)), (date(2026, 4, 1), date(2027, 1, 5)));
    }
}
