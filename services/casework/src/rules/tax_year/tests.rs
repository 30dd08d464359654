//! Every day of four years against the table of the forms.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;

use super::*;
use crate::rules::Masters;

fn year_of(day: Date) -> (Result<FiscalYear, Stop>, Trace) {
    let mut t = Trace::default();
    let dates = Dates { kind: ProcedureKind::New, applied: day };
    let result = tax_year(&RuleSet::current(&Masters::default()), &dates, &Ok(day), &mut t);
    (result, t)
}

#[test]
fn every_day_of_four_years() {
    // Year and month to fiscal year, written out: the tax of a fiscal year is used from its July to the June after.
    let mut day = date(2024, 1, 1);
    while day < date(2028, 1, 1) {
        let expected = match (day.year(), day.month()) {
            (2024, 1..=6) => 2023,
            (2024, _) | (2025, 1..=6) => 2024,
            (2025, _) | (2026, 1..=6) => 2025,
            (2026, _) | (2027, 1..=6) => 2026,
            _ => 2027,
        };
        assert_eq!(year_of(day).0.unwrap().year(), expected, "{day}");
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn the_sentence_names_the_year() {
    let (_, t) = year_of(date(2026, 11, 6));
    assert_eq!(t.stored()[0].text, "基準日は令和8年11月6日。7月以後なので、その年の年度（令和8年度）の市町村民税をみます。");
}
