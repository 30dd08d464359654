//! 血友病等 and 生活保護等 have a number of their own, all others the general one. The meaning of the numbers is inferred.

use events::vocabulary::{PayerNumber, Tier};
use jiff::civil::date;

use super::{PayerFacts, PayerFn, RULE};
use crate::rules::input::Stop;
use crate::rules::masters::{Masters, PayerCategory};
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<PayerFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "県の定め（実施機関番号、要確認）",
        title: "公費負担者番号",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &PayerFacts, masters: &Masters, t: &mut Trace) -> Result<PayerNumber, Stop> {
    t.step(&LAW1.meta, |t| {
        let on = t.take("date", "validity.basis", &facts.date)?;
        let special = t.take("haemophilia", "disease.haemophilia", &facts.haemophilia)?
            || t.take("tier", super::super::tier::RULE, &facts.tier)? == Tier::I;
        let category = if special { PayerCategory::Special } else { PayerCategory::General };
        let row = masters.payer_numbers.on(on).find(|row| row.value.category == category);
        let key = row.map_or(if special { "special" } else { "general" }, |row| row.key.as_str()).to_owned();
        t.param("label", ("payer_numbers", &key), row, |row| row.label.clone())?;
        t.param("number", ("payer_numbers", &key), row, |row| row.number)
    })
}

fn explain(v: &View<'_>) -> String {
    format!("{}の番号を使います。", v.text("label"))
}
