//! Credits are added back, then the rate of a designated city is brought to the standard rate, yen cut off. Without みなし寡婦(夫)控除: until
//! 2018-08-31, and again from the tax of 2021 on, which knows ひとり親控除.

use events::vocabulary::Yen;
use jiff::civil::{Date, date};

use super::{Levied, LevyFacts, LevyFn, RULE};
use crate::rules::asked::Asked;
use crate::rules::input::{Input, Stop};
use crate::rules::tier::levy_of_taxed;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

/// From then on the tax of fiscal year 2021 is used.
const SINGLE_PARENT_DEDUCTION: Date = date(2021, 7, 1);
const OUT_OF_RANGE: &str = "所得割額が計算できる範囲を超えています。金額を確かめてください。";

pub(super) static LAW1: Version<LevyFn> = Version {
    meta: meta(1, "児童福祉法施行令第22条、施行規則（指定都市・税額控除の扱いは要確認）"),
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, on, asked, t| t.step(&LAW1.meta, |t| converted(facts, on, asked, t)),
};

pub(super) static LAW3: Version<LevyFn> = Version {
    meta: meta(3, "児童福祉法施行令第22条、施行規則（令和3年度からはひとり親控除）"),
    applies: |d| d.applied >= SINGLE_PARENT_DEDUCTION,
    from: SINGLE_PARENT_DEDUCTION,
    run: |facts, on, asked, t| t.step(&LAW3.meta, |t| converted(facts, on, asked, t)),
};

pub(super) const fn meta(law: u16, cite: &'static str) -> Meta {
    Meta { rule: RULE, law, rev: 1, cite, title: "算定に使う所得割額", result: |v| v.out(), explain }
}

pub(super) fn converted(facts: &LevyFacts<'_>, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Levied, Stop> {
    let Some(levy) = levy_of_taxed(facts.at, &facts.taxed, &facts.income_levy, t)? else { return Ok(Levied(None)) };
    let credits = added_back(facts, on, asked, t);
    let city = t.read(format!("members[{}].designated_city", facts.at), &facts.as_taxed.designated_city);
    let whole = levy.amount().saturating_add(credits?);
    let amount = if city? {
        let standard = asked.program(t, "standard_rate", "levy.standard_rate", on)?;
        let rate = asked.program(t, "city_rate", "levy.designated_city_rate", on)?;
        whole.checked_mul(standard).and_then(|product| product.checked_div(rate))
    } else {
        Some(whole)
    };
    amount
        .and_then(|amount| Yen::new(amount).ok())
        .map(|levy| Levied(Some(levy)))
        .ok_or_else(|| Stop::conflict(format!("members[{}].income_levy_yen", facts.at), OUT_OF_RANGE))
}

/// The credits that the masters say are added back; the others are not asked for.
fn added_back(facts: &LevyFacts<'_>, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<i64, Stop> {
    let taxed = facts.as_taxed;
    let credits: [(&str, &str, &Input<Yen>); 3] = [
        ("housing_loan_credit_yen", "levy.add_back.housing_loan", &taxed.housing_loan_credit),
        ("donation_credit_yen", "levy.add_back.donation", &taxed.donation_credit),
        ("dividend_credit_yen", "levy.add_back.dividend", &taxed.dividend_credit),
    ];
    let mut sum = Ok(0_i64);
    for (name, key, credit) in credits {
        let counted = asked.program(t, "added_back", key, on).and_then(|counts| {
            if counts == 1 { t.read(format!("members[{}].{name}", facts.at), credit).map(Yen::amount) } else { Ok(0) }
        });
        sum = sum.and_then(|sum| Ok(sum.saturating_add(counted?)));
    }
    let sum = sum?;
    Ok(t.note("credits", sum))
}

pub(super) fn explain(v: &View<'_>) -> String {
    if v.get("taxed").is_some_and(|taxed| taxed == &false.into()) {
        return "市町村民税は課税されていません。".to_owned();
    }
    let credits = match v.text("credits").as_str() {
        "0" => String::new(),
        sum => format!("税額控除 {sum}円を足し戻し、"),
    };
    let city = if v.is("designated_city") {
        format!("指定都市の税率{}％を標準の{}％に直し、", v.text("city_rate"), v.text("standard_rate"))
    } else {
        String::new()
    };
    let widow = match v.get("deemed_widow") {
        Some(kind) => format!("みなし{}控除を適用し、", kind.text()),
        None => String::new(),
    };
    format!("課税証明書の所得割額 {}。{credits}{city}{widow}算定には {} を使います。", v.text("income_levy_yen"), v.out())
}
