//! Twelve months at a glance: a row a kind, a column a month, darker where more was changed, marked where something has no authority.

use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::changes::{Basis, Count, Kind};
use serde::Serialize;

use super::period::Selection;

/// The grid.
#[derive(Serialize)]
pub(crate) struct MonthGrid {
    months: Vec<Month>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Month {
    title: String,
    href: String,
    /// Whether the list below shows it.
    shown: bool,
}

#[derive(Serialize)]
struct Row {
    title: &'static str,
    cells: Vec<Cell>,
}

#[derive(Clone, Default, Serialize)]
struct Cell {
    acts: i64,
    unasked: i64,
    /// 0 to 4: how dark.
    shade: u8,
    href: String,
}

/// Of the twelve months that end with a selection.
pub(crate) fn of(selection: &Selection, counts: &[Count]) -> MonthGrid {
    let first = selection.first_month();
    let months: Vec<Date> = (0_i32..12).map(|n| first.checked_add(n.months()).unwrap_or(first)).collect();
    let rows = Kind::ALL
        .iter()
        .map(|kind| {
            let cells = months.iter().map(|month| cell(*kind, *month, counts)).collect();
            Row { title: kind.label(), cells }
        })
        .collect();
    let months = months
        .into_iter()
        .map(|month| Month {
            title: if month.month() == 1 || month == first {
                format!("{}.{}", events::vocabulary::wareki::short(month).split('.').next().unwrap_or_default(), month.month())
            } else {
                format!("{}月", month.month())
            },
            href: Selection::month(month).address("/changes"),
            shown: month >= selection.from.first_of_month() && month <= selection.to,
        })
        .collect();
    MonthGrid { months, rows }
}

fn cell(kind: Kind, month: Date, counts: &[Count]) -> Cell {
    let here = counts.iter().filter(|count| count.kind == kind && count.month == Some(month));
    let (mut acts, mut unasked) = (0, 0);
    for count in here {
        acts += count.acts;
        unasked += if count.basis == Basis::None { count.acts } else { 0 };
    }
    let shade = match acts {
        0 => 0,
        1..=3 => 1,
        4..=15 => 2,
        16..=60 => 3,
        _ => 4,
    };
    let selection = Selection { kind: Some(kind), ..Selection::month(month) };
    Cell { acts, unasked, shade, href: selection.address("/changes") }
}

/// A grid for samples.
pub(crate) fn sample(today: Date) -> MonthGrid {
    let count = |basis, acts| Count { month: Some(today.first_of_month()), kind: Kind::Master, basis, acts, things: acts };
    of(&Selection::month(today.first_of_month()), &[count(Basis::Request, 5), count(Basis::None, 1)])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_nobody_asked_for_is_counted_in_its_month() {
        let grid = sample(date(2026, 11, 20));
        let master = grid.rows.iter().find(|row| row.title == "マスタ").expect("a row a kind");
        let last = master.cells.last().expect("twelve cells");
        assert_eq!((master.cells.len(), last.acts, last.unasked, last.shade), (12, 6, 1, 2));
        assert_eq!(grid.months.iter().filter(|month| month.shown).count(), 1);
    }
}
