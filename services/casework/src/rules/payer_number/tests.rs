//! Which candidate is chosen, and that it is shown as 要確認.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;

use super::*;
use crate::rules::samples;

fn ask(tier: Tier, haemophilia: bool) -> (Result<String, Stop>, Trace) {
    let masters = samples::masters();
    let day = date(2026, 4, 1);
    let facts = PayerFacts { date: Ok(day), tier: Ok(tier), haemophilia: Ok(haemophilia) };
    let mut t = Trace::default();
    let dates = Dates { kind: ProcedureKind::New, applied: day };
    let result = payer(&RuleSet::current(&masters), &dates, &facts, &masters, &mut t);
    (result.map(|number| number.to_string()), t)
}

#[test]
fn general_and_special() {
    assert_eq!(ask(Tier::IV, false).0.as_deref(), Ok("52416013"));
    assert_eq!(ask(Tier::I, false).0.as_deref(), Ok("52418019"));
    assert_eq!(ask(Tier::VI, true).0.as_deref(), Ok("52418019"));
}

#[test]
fn it_is_shown_as_unconfirmed() {
    let (_, t) = ask(Tier::IV, false);
    assert!(t.stored()[0].unconfirmed);
    assert_eq!(t.unconfirmed().len(), 1);
    assert_eq!(t.unconfirmed()[0].table, "payer_numbers");
}
