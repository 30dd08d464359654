//! The parts of the income, and two public failures: receipts entered for income (Chiba 2016), the guardian's income for an adult (Miyazaki 2025).

use events::vocabulary::{ProcedureKind, Relation};
use jiff::civil::date;

use super::*;
use crate::rules::RuleSet;
use crate::rules::samples::{self, yen};
use crate::rules::version::Dates;

const DAY: Date = date(2026, 4, 1);
const CHILD: Date = date(2015, 1, 1);
const ADULT: Date = date(2007, 4, 1);

fn parts(total: i64, salary: i64) -> IncomeParts {
    IncomeParts {
        of: Relation::Mother,
        pension_receipts: Input::Known(yen(0)),
        total_income: Input::Known(yen(total)),
        pension_income: Input::Known(yen(0)),
        salary_income: Input::Known(yen(salary)),
        salary_receipts: Input::Unknown,
        allowances: Input::Known(yen(0)),
    }
}

fn ask(birth: Date, guardian: Option<i64>, patient: Option<i64>, parts: Option<IncomeParts>) -> (Result<i64, Stop>, Trace) {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::Renewal, applied: DAY };
    let facts = LowFacts {
        whose: Whose::ByAge(Input::Known(birth)),
        guardian_income: guardian.map(yen).into(),
        patient_income: patient.map(yen).into(),
        parts,
    };
    let mut t = Trace::default();
    let result = compared(&Asked { set: &set, dates, masters: &masters }, &facts, DAY, &mut t);
    (result.map(Yen::amount), t)
}

#[test]
fn pensions_income_less_salary_deduction_and_allowances() {
    let whole = IncomeParts {
        pension_receipts: Input::Known(yen(300_000)),
        pension_income: Input::Known(yen(50_000)),
        allowances: Input::Known(yen(120_000)),
        ..parts(650_000, 400_000)
    };
    assert_eq!(ask(CHILD, None, None, Some(whole)).0, Ok(300_000 + 500_000 + 120_000));
    assert_eq!(ask(CHILD, None, None, Some(parts(60_000, 60_000))).0, Ok(0), "never below zero");
    let (result, t) = ask(CHILD, None, None, Some(IncomeParts { allowances: Input::Unknown, ..whole }));
    assert!(result.is_err());
    assert_eq!(t.missing(), ["income_parts.allowances_yen"]);
}

/// 千葉 2016: receipts of a salary were taken for the total income. Here both stand in fields of their own, and receipts in the field for income
/// are refused with the reason.
#[test]
fn chiba_2016_receipts_are_not_income() {
    let receipts = 1_450_000;
    let right = IncomeParts { salary_receipts: Input::Known(yen(receipts)), ..parts(900_000, 900_000) };
    assert_eq!(ask(CHILD, None, None, Some(right)).0, Ok(800_000), "low income");
    let mistaken = IncomeParts { salary_receipts: Input::Known(yen(receipts)), ..parts(receipts, receipts) };
    let (result, t) = ask(CHILD, None, None, Some(mistaken));
    assert!(matches!(result, Err(Stop::Conflict { .. })));
    assert_eq!(t.conflicts()[0].0, "income_parts.salary_income_yen");
    assert!(t.conflicts()[0].1.contains("給与所得控除後"));
    let more = parts(100_000, 200_000);
    assert!(matches!(ask(CHILD, None, None, Some(more)).0, Err(Stop::Conflict { .. })), "a part is no more than the whole");
}

/// 宮崎 2025: from 2022-04-01 on the patient's own income counts from 18; the guardian's was taken or added.
#[test]
fn miyazaki_2025_a_guardians_income_never_counts_for_an_adult() {
    assert_eq!(ask(ADULT, Some(1_500_000), Some(700_000), None).0, Ok(700_000));
    let (result, t) = ask(ADULT, Some(1_500_000), None, None);
    assert!(result.is_err(), "the guardian's is not taken instead");
    assert_eq!(t.missing(), ["patient_income_yen"]);
    let guardians = ask(ADULT, None, Some(700_000), Some(parts(900_000, 900_000)));
    assert!(matches!(guardians.0, Err(Stop::Conflict { .. })));
    assert!(guardians.1.conflicts()[0].1.contains("保護者の収入額は使えません"));
    let own = IncomeParts { of: Relation::Oneself, ..parts(800_000, 800_000) };
    assert_eq!(ask(ADULT, None, None, Some(own)).0, Ok(700_000));
    assert_eq!(ask(CHILD, Some(1_500_000), Some(700_000), None).0, Ok(1_500_000), "a child goes by the guardian");
}
