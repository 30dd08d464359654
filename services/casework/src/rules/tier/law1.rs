//! 生活保護等 is Ⅰ. A household without municipal tax is Ⅱ or Ⅲ by the guardian's income. All others go by the sum of the
//! 所得割, a household that pays only 均等割 with 0 yen.

use events::vocabulary::{Tier, Yen};
use jiff::civil::{Date, date};

use super::{RULE, TierFacts, TierFn, UnitMember, levy_of_taxed};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::masters::Masters;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<TierFn> = Version {
    meta: Meta {
        rule: RULE, law: 1, rev: 1, cite: "児童福祉法施行令第22条第1項", title: "階層", result: |v| v.out(), explain
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &TierFacts, asked: &Asked<'_>, t: &mut Trace) -> Result<Tier, Stop> {
    t.step(&LAW1.meta, |t| {
        if t.read("public_assistance", &facts.public_assistance)? {
            return Ok(Tier::I);
        }
        let on = t.take("date", "validity.basis", &facts.date)?;
        let unit = facts.unit.clone()?;
        match levy_sum_of(&unit, t, |member, t| levy_of_taxed(member.at, &member.taxed, &member.income_levy, t))? {
            None => low_income(facts, on, asked.masters, t),
            Some(levy) => by_levy(levy, on, asked.masters, t),
        }
    })
}

/// The sum of the levies, or none where nobody is taxed. Everyone is read before it stops, so all that is missing is named.
pub(super) fn levy_sum_of(
    unit: &[UnitMember],
    t: &mut Trace,
    levy_of: impl Fn(&UnitMember, &mut Trace) -> Result<Option<Yen>, Stop>,
) -> Result<Option<Yen>, Stop> {
    if unit.is_empty() {
        return Err(Stop::Missing("members".to_owned()));
    }
    let mut sum = None;
    let mut stop = None;
    for member in unit {
        match levy_of(member, t) {
            Ok(Some(levy)) => match sum.unwrap_or(Yen::ZERO).plus(levy) {
                Ok(total) => sum = Some(total),
                Err(_) => stop = Some(Stop::conflict("members", "所得割額の合計が大きすぎます。金額を確かめてください。")),
            },
            Ok(None) => {}
            // What contradicts must be corrected first; what is missing can wait.
            Err(found) => {
                if !matches!(stop, Some(Stop::Conflict { .. })) {
                    stop = Some(found);
                }
            }
        }
    }
    match (stop, sum) {
        (Some(stop), _) => Err(stop),
        (None, Some(levy)) => Ok(Some(t.note("levy", levy))),
        (None, None) => Ok(None),
    }
}

fn low_income(facts: &TierFacts, on: Date, masters: &Masters, t: &mut Trace) -> Result<Tier, Stop> {
    let income = t.read("guardian_income_yen", &facts.low.guardian_income)?;
    let row = masters.low_income_thresholds.at("low_income", on);
    let threshold = t.param("threshold", ("low_income_thresholds", "low_income"), row, |row| row.threshold_yen)?;
    Ok(if income <= threshold { Tier::II } else { Tier::III })
}

pub(super) fn by_levy(levy: Yen, on: Date, masters: &Masters, t: &mut Trace) -> Result<Tier, Stop> {
    let fifth = t.param("bound_v", ("levy_bounds", "V"), masters.levy_bounds.at("V", on), |row| row.from_yen)?;
    let sixth = t.param("bound_vi", ("levy_bounds", "VI"), masters.levy_bounds.at("VI", on), |row| row.from_yen)?;
    Ok(if levy >= sixth {
        Tier::VI
    } else if levy >= fifth {
        Tier::V
    } else {
        Tier::IV
    })
}

pub(super) fn explain(v: &View<'_>) -> String {
    if v.is("public_assistance") {
        return "生活保護等を受けている世帯です。".to_owned();
    }
    if v.get("threshold").is_some() {
        return format!(
            "市町村民税非課税世帯。申請者の年収等 {} を基準額 {} と比べます（以下なら低所得Ⅰ）。",
            v.text("guardian_income_yen"),
            v.text("threshold"),
        );
    }
    let levies = v.texts("income_levy_yen");
    let each = if levies.len() > 1 { format!("（{}）", levies.join("、")) } else { String::new() };
    format!(
        "課税世帯。所得割の合計 {}{each}。{}未満はⅣ、{}未満はⅤ、それ以上はⅥです。",
        v.text("levy"),
        v.text("bound_v"),
        v.text("bound_vi"),
    )
}
