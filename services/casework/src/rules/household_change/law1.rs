//! Under employees' insurance the insured person counts, under national insurance everybody of the household in it. So the household of
//! account is another one where the kind of insurance or the insured person changes, and under national insurance also where the family
//! moves to another municipality or has another guardian. An adult patient counts alone where the master says so.

use events::vocabulary::age;
use jiff::civil::date;

use super::{HouseholdChangeFacts, HouseholdChangeFn, RULE};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<HouseholdChangeFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の5、児童福祉法施行令第22条、施行規則第7条の3（国保の転居・保護者変更の扱いは要確認）",
        title: "支給認定基準世帯への影響",
        result: |v| if v.yes() { "変更申請が必要" } else { "変更申請は不要" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &HouseholdChangeFacts, asked: &Asked<'_>, t: &mut Trace) -> Result<bool, Stop> {
    t.step(&LAW1.meta, |t| {
        let day = t.read("changed_on", &facts.changed_on)?;
        let birth = t.read("birth_date", &facts.birth_date)?;
        let adult_age = asked.program(t, "adult_age", "adult.age", day)?;
        let adult = u16::try_from(adult_age).ok().and_then(|years| age::birthday(birth, years)).is_some_and(|from| from <= day);
        if t.note("adult", adult) && asked.program(t, "own_unit", "adult.own_unit", day).is_ok_and(|own| own == 1) {
            t.note("alone", true);
            return Ok(false);
        }
        let before = t.read("insurance_before", &facts.insurance_before)?;
        let after = t.read("insurance_after", &facts.insurance_after)?;
        if before != after {
            t.note("kind_changed", true);
            return Ok(true);
        }
        if t.read("insured_changed", &facts.insured_changed)? {
            return Ok(true);
        }
        if after.counts_household() {
            let moved = t.read("municipality_changed", &facts.municipality_changed)?;
            let guardian = t.read("guardian_changed", &facts.guardian_changed)?;
            return Ok(moved || guardian);
        }
        Ok(false)
    })
}

fn explain(v: &View<'_>) -> String {
    if v.is("alone") {
        return format!("{}歳以上の成年患者は本人だけの所得をみるので、世帯の変更による影響はありません。", v.text("adult_age"));
    }
    if v.is("kind_changed") {
        return format!(
            "医療保険が{}から{}に変わり、所得をみる人が変わります。",
            v.text("insurance_before"),
            v.text("insurance_after")
        );
    }
    if v.is("insured_changed") {
        return "被保険者が変わり、所得をみる人が変わります。".to_owned();
    }
    if v.is("municipality_changed") || v.is("guardian_changed") {
        return format!(
            "{}では同じ保険の世帯員全員の所得をみます。世帯が変わるため、世帯員を確かめて変更申請を受けます。",
            v.text("insurance_after")
        );
    }
    format!("医療保険（{}）も被保険者も変わらないので、所得をみる人は変わりません。", v.text("insurance_after"))
}
