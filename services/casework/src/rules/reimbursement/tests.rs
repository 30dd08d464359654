//! Computed by hand from the published rule: two tenths, the cap less what the sheet shows, half of the meals.

use events::vocabulary::{ProcedureKind, Yen};
use jiff::civil::date;

use super::*;
use crate::rules::RuleSet;
use crate::rules::samples::masters;
use crate::rules::version::Dates;

fn yen(amount: i64) -> Input<Yen> {
    Input::Known(Yen::new(amount).unwrap())
}

/// 100,000 yen of care, 30,000 paid at the counter, cap 5,000, nothing else.
fn facts() -> ReimbursementFacts {
    ReimbursementFacts {
        month: Input::Known(date(2026, 10, 1)),
        total: yen(100_000),
        paid: yen(30_000),
        cap: yen(5_000),
        on_the_sheet: yen(0),
        other_public: yen(0),
        high_cost: yen(0),
        meals_paid: yen(0),
        meals_shared: Input::Known(true),
    }
}

fn ask(facts: &ReimbursementFacts) -> Result<i64, Stop> {
    let masters = masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::New, applied: date(2026, 10, 1) };
    let asked = Asked { set: &set, dates, masters: &masters };
    reimbursement(&asked, facts, &mut Trace::default()).map(Yen::amount)
}

#[test]
fn computed_by_hand() {
    // Three tenths were paid; the own share is min(20,000, 5,000) = 5,000.
    assert_eq!(ask(&facts()), Ok(25_000));
    // 3,000 stand on the sheet already: 2,000 are left of the cap.
    assert_eq!(ask(&ReimbursementFacts { on_the_sheet: yen(3_000), ..facts() }), Ok(28_000));
    // The sheet is full: nothing is the family's any more.
    assert_eq!(ask(&ReimbursementFacts { on_the_sheet: yen(5_000), ..facts() }), Ok(30_000));
    // 12,340 of care: 20 % = 2,468 → 2,470; three tenths were 3,700.
    let small = ReimbursementFacts { total: yen(12_340), paid: yen(3_700), ..facts() };
    assert_eq!(ask(&small), Ok(1_230));
    // 30 meals of 490 yen: half of 14,700 is the family's.
    assert_eq!(ask(&ReimbursementFacts { meals_paid: yen(14_700), ..facts() }), Ok(25_000 + 7_350));
    // Tier I pays neither share nor meals.
    let free = ReimbursementFacts { cap: yen(0), meals_paid: yen(14_700), meals_shared: Input::Known(false), ..facts() };
    assert_eq!(ask(&free), Ok(30_000 + 14_700));
    // A children's scheme bore 20,000, the insurer gives back 4,000.
    let borne = ReimbursementFacts { other_public: yen(20_000), high_cost: yen(4_000), ..facts() };
    assert_eq!(ask(&borne), Ok(1_000));
    // Never below nothing.
    assert_eq!(ask(&ReimbursementFacts { paid: yen(1_000), ..facts() }), Ok(0));
}

#[test]
fn what_is_not_known_is_asked_for() {
    let unknown = ReimbursementFacts { total: Input::Unknown, on_the_sheet: Input::Unknown, ..facts() };
    assert!(matches!(ask(&unknown), Err(Stop::Missing(_))));
}
