//! Credits added back, the rate of a designated city, みなし寡婦(夫)控除 in its years only, and what is unknown.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::facts::DeemedWidow;
use crate::rules::samples::{self, yen};
use crate::rules::{Masters, RuleSet};

fn none() -> AsTaxed {
    AsTaxed {
        designated_city: Input::Known(false),
        housing_loan_credit: Input::Known(yen(0)),
        donation_credit: Input::Known(yen(0)),
        dividend_credit: Input::Unknown,
        deemed_widow: None,
        total_income: Input::Unknown,
    }
}

fn ask_with(masters: &Masters, on: Date, levy: Option<i64>, as_taxed: &AsTaxed) -> (Result<Levied, Stop>, Trace) {
    let set = RuleSet::current(masters);
    let dates = Dates { kind: ProcedureKind::New, applied: on };
    let facts = LevyFacts { at: 0, taxed: Input::Known(true), income_levy: levy.map(yen).into(), as_taxed };
    let mut t = Trace::default();
    (levied(&Asked { set: &set, dates, masters }, &facts, on, &mut t), t)
}

fn ask(on: Date, levy: i64, as_taxed: &AsTaxed) -> Result<Option<i64>, Stop> {
    ask_with(&samples::masters(), on, Some(levy), as_taxed).0.map(|levied| levied.0.map(Yen::amount))
}

const DAY: Date = date(2026, 4, 1);

#[test]
fn credits_are_added_back() {
    let credits =
        AsTaxed { housing_loan_credit: Input::Known(yen(20_000)), donation_credit: Input::Known(yen(11_000)), ..none() };
    assert_eq!(ask(DAY, 40_000, &none()), Ok(Some(40_000)));
    assert_eq!(ask(DAY, 40_000, &credits), Ok(Some(71_000)), "from tier IV to V");
    let (_, t) = ask_with(&samples::masters(), DAY, Some(40_000), &credits);
    assert_eq!(t.stored()[0].text, "課税証明書の所得割額 40,000円。税額控除 31000円を足し戻し、算定には 71,000円 を使います。");
}

#[test]
fn a_designated_citys_rate_is_brought_to_the_standard_rate() {
    let city = AsTaxed { designated_city: Input::Known(true), ..none() };
    assert_eq!(ask(DAY, 94_666, &city), Ok(Some(70_999)), "six eighths, yen cut off");
    assert_eq!(ask(DAY, 94_667, &city), Ok(Some(71_000)));
    let both = AsTaxed { housing_loan_credit: Input::Known(yen(4000)), ..city };
    assert_eq!(ask(DAY, 100_000, &both), Ok(Some(78_000)), "credits first");
}

#[test]
fn another_credit_is_asked_for_once_its_row_says_so() {
    let mut masters = samples::masters();
    let row = serde_json::json!({ "value": 1, "unit": "有無", "label": "配当控除" });
    masters.adopt(2, &samples::row("program", "levy.add_back.dividend", row)).unwrap();
    let (result, t) = ask_with(&masters, DAY, Some(1000), &none());
    assert!(result.is_err());
    assert_eq!(t.missing(), ["members[0].dividend_credit_yen"]);
}

#[test]
fn deemed_widow_counts_in_its_years_only() {
    let widow = |kind, income| AsTaxed { deemed_widow: Some(kind), total_income: Input::Known(yen(income)), ..none() };
    let ordinary = widow(DeemedWidow::Ordinary, 2_000_000);
    assert_eq!(ask(date(2018, 8, 31), 80_000, &ordinary), Ok(Some(80_000)));
    assert_eq!(ask(date(2018, 9, 1), 80_000, &ordinary), Ok(Some(64_400)));
    assert_eq!(ask(date(2020, 1, 1), 80_000, &widow(DeemedWidow::Special, 2_000_000)), Ok(Some(62_000)));
    assert_eq!(ask(date(2020, 1, 1), 80_000, &widow(DeemedWidow::Ordinary, 1_250_000)), Ok(None), "not taxed");
    assert_eq!(ask(date(2021, 6, 30), 80_000, &ordinary), Ok(Some(64_400)));
    assert_eq!(ask(date(2021, 7, 1), 80_000, &ordinary), Ok(Some(80_000)));
    let unknown = AsTaxed { total_income: Input::Unknown, ..ordinary };
    assert_eq!(ask(date(2020, 1, 1), 80_000, &unknown), Err(Stop::Missing("members[0].total_income_yen".to_owned())));
}

#[test]
fn all_that_is_missing_is_named() {
    let unknown = AsTaxed {
        designated_city: Input::Unknown,
        housing_loan_credit: Input::Unknown,
        donation_credit: Input::Unknown,
        ..none()
    };
    let (result, t) = ask_with(&samples::masters(), DAY, Some(1000), &unknown);
    assert!(result.is_err());
    assert_eq!(
        t.missing(),
        ["members[0].housing_loan_credit_yen", "members[0].donation_credit_yen", "members[0].designated_city"]
    );
}

proptest! {
    #[test]
    fn more_tax_never_becomes_less(a in 0_i64..400_000, b in 0_i64..400_000, city: bool) {
        let as_taxed = AsTaxed { designated_city: Input::Known(city), ..none() };
        prop_assert!(ask(DAY, a.min(b), &as_taxed).unwrap() <= ask(DAY, a.max(b), &as_taxed).unwrap());
    }
}
