//! Serial to number, and a number that is kept.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;

use super::*;
use crate::rules::Masters;

fn ask(last_serial: u32, held: Option<&str>) -> (Result<String, Stop>, Trace) {
    let facts = RecipientFacts {
        payer: PayerNumber::parse("52416013").unwrap(),
        last_serial,
        held: held.map(|number| RecipientNumber::parse(number).unwrap()),
    };
    let mut t = Trace::default();
    let dates = Dates { kind: ProcedureKind::New, applied: date(2026, 4, 1) };
    let result = recipient(&RuleSet::current(&Masters::default()), &dates, facts, &mut t);
    (result.map(|number| number.to_string()), t)
}

#[test]
fn the_next_of_the_register() {
    assert_eq!(ask(0, None).0.as_deref(), Ok("0000018"));
    assert_eq!(ask(123_455, None).0.as_deref(), Ok("1234566"));
    assert_eq!(ask(999_998, None).0.as_deref(), Ok("9999996"));
    assert!(matches!(ask(999_999, None).0, Err(Stop::Conflict { .. })), "the register is full");
}

#[test]
fn a_number_that_is_held_is_kept() {
    let (number, t) = ask(5, Some("1234566"));
    assert_eq!(number.as_deref(), Ok("1234566"));
    assert!(t.stored()[0].text.contains("1234566"));
}
