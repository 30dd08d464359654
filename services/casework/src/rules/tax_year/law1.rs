//! January to June: the tax of the year that began the April before last year's end; July to December: this year's.

use events::vocabulary::FiscalYear;
use jiff::civil::{Date, date};

use super::{RULE, TaxYearFn};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

/// First month of the tax year.
const JULY: i8 = 7;

pub(super) static LAW1: Version<TaxYearFn> = Version {
    meta: Meta {
        rule: RULE, law: 1, rev: 1, cite: "児童福祉法施行令第22条", title: "課税年度", result: |v| v.out(), explain
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(day: &Result<Date, Stop>, t: &mut Trace) -> Result<FiscalYear, Stop> {
    t.step(&LAW1.meta, |t| {
        let day = t.take("date", "validity.basis", day)?;
        let year = if t.note("from_july", day.month() >= JULY) { day.year() } else { day.year() - 1 };
        FiscalYear::new(year).map_err(|_| Stop::conflict("date", "日付が範囲の外です。日付を確かめてください。"))
    })
}

fn explain(v: &View<'_>) -> String {
    let half =
        if v.is("from_july") { "7月以後なので、その年の年度" } else { "6月以前なので、前の年の年度" };
    format!("基準日は{}。{half}（{}）の市町村民税をみます。", v.text("date"), v.out())
}
