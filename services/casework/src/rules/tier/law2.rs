//! The levy and the income that counts come from rules of their own: adjusted levies, and from 2022-04-01 on the own income of patients of 18
//! and older. The tiers themselves are those of the first law.

use events::vocabulary::{Tier, Yen};
use jiff::civil::{Date, date};

use super::law1::{by_levy, explain as explain_levy, levy_sum_of};
use super::{RULE, TierFacts, TierFn, UnitMember, levy_of_taxed};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;
use crate::rules::{levy, low_income};

/// The age of majority became 18.
const IN_FORCE: Date = date(2022, 4, 1);

pub(super) static LAW1R2: Version<TierFn> = Version {
    meta: meta(1, 2, "児童福祉法施行令第22条第1項"),
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, asked, t| t.step(&LAW1R2.meta, |t| run(facts, asked, t)),
};

pub(super) static LAW2: Version<TierFn> = Version {
    meta: meta(2, 1, "児童福祉法施行令第22条第1項（令和4年4月1日から成年患者は本人）"),
    applies: |d| d.applied >= IN_FORCE,
    from: IN_FORCE,
    run: |facts, asked, t| t.step(&LAW2.meta, |t| run(facts, asked, t)),
};

const fn meta(law: u16, rev: u8, cite: &'static str) -> Meta {
    Meta { rule: RULE, law, rev, cite, title: "階層", result: |v| v.out(), explain }
}

fn run(facts: &TierFacts, asked: &Asked<'_>, t: &mut Trace) -> Result<Tier, Stop> {
    if t.read("public_assistance", &facts.public_assistance)? {
        return Ok(Tier::I);
    }
    let on = t.take("date", "validity.basis", &facts.date)?;
    let unit = facts.unit.clone()?;
    match levy_sum_of(&unit, t, |member, t| levy_that_counts(member, on, asked, t))? {
        None => low_income(facts, on, asked, t),
        Some(levy) => by_levy(levy, on, asked.masters, t),
    }
}

/// A levy that stands as the certificate shows it is converted first; any other is the amount that counts.
fn levy_that_counts(member: &UnitMember, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Option<Yen>, Stop> {
    let Some(as_taxed) = &member.as_taxed else {
        return levy_of_taxed(member.at, &member.taxed, &member.income_levy, t);
    };
    let facts = levy::LevyFacts { at: member.at, taxed: member.taxed, income_levy: member.income_levy, as_taxed };
    let levied = levy::levied(asked, &facts, on, t);
    t.take("counted", levy::RULE, &levied).map(|levied| levied.0)
}

fn low_income(facts: &TierFacts, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Tier, Stop> {
    let income = low_income::compared(asked, &facts.low, on, t);
    let income = t.take("compared", low_income::RULE, &income)?;
    let row = asked.masters.low_income_thresholds.at("low_income", on);
    let threshold = t.param("threshold", ("low_income_thresholds", "low_income"), row, |row| row.threshold_yen)?;
    Ok(if income <= threshold { Tier::II } else { Tier::III })
}

fn explain(v: &View<'_>) -> String {
    if v.get("threshold").is_some() {
        return format!(
            "市町村民税非課税世帯。年収等 {} を基準額 {} と比べます（以下なら低所得Ⅰ）。",
            v.text("compared"),
            v.text("threshold"),
        );
    }
    explain_levy(v)
}
