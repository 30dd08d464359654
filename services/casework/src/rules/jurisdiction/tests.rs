//! The office of the municipality; none outside the prefecture.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;

use super::*;
use crate::rules::samples;

#[test]
fn the_office_is_that_of_the_municipality() {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::New, applied: date(2026, 4, 1) };
    let ask =
        |code: &str, t: &mut Trace| office(&set, &dates, &Input::Known(MunicipalityCode::parse(code).unwrap()), &masters, t);
    let mut t = Trace::default();
    assert_eq!(ask("412023", &mut t), Ok(OfficeCode::parse("03").unwrap()));
    let step = &t.stored()[0];
    assert_eq!(step.text, "例題市は例題事務所の管轄です。");
    assert!(step.unconfirmed, "the assignment is inferred");
    assert!(matches!(ask("131016", &mut t), Err(Stop::NotApplicable(_))));
}
