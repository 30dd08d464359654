//! The table by tier and severity; 血友病等 has a row of its own, whatever the income.

use events::vocabulary::{Severity, Yen};
use jiff::civil::date;

use super::{CapFacts, CapFn, RULE};
use crate::rules::input::Stop;
use crate::rules::masters::Masters;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<CapFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第22条第1項",
        title: "月額上限",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &CapFacts, masters: &Masters, t: &mut Trace) -> Result<Yen, Stop> {
    t.step(&LAW1.meta, |t| {
        let on = t.take("date", "validity.basis", &facts.date)?;
        if t.take("haemophilia", "disease.haemophilia", &facts.haemophilia)? {
            let row = masters.caps.at("haemophilia", on);
            return t.param("cap", ("caps", "haemophilia"), row, |row| row.of(Severity::General));
        }
        // Both are read before it stops, so that all that is missing is named.
        let severity = t.read("severity", &facts.severity);
        let tier = t.take("tier", super::super::tier::RULE, &facts.tier)?;
        let severity = severity?;
        let row = masters.caps.at(tier.code(), on);
        t.param("cap", ("caps", tier.code()), row, |row| row.of(severity))
    })
}

fn explain(v: &View<'_>) -> String {
    if v.is("haemophilia") {
        "血友病等は所得にかかわらず自己負担がありません。".to_owned()
    } else {
        format!("階層{}・{}の上限月額です。", v.text("tier"), v.text("severity"))
    }
}
