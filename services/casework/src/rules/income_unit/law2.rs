//! From 2022-04-01 on a patient of 18 or older applies in person and is judged on the own income, whatever the insurance. Whether that
//! holds for the tax as well as for the income compared is a row of the masters (`adult.own_unit`).

use events::vocabulary::{InsuranceKind, Relation};
use jiff::civil::{Date, date};

use super::law1::{by_insurance, explain as explain_insurance, of};
use super::{RULE, Unit, UnitFacts, UnitFn};
use crate::rules::asked::Asked;
use crate::rules::caution::Caution;
use crate::rules::eligibility;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

/// The age of majority became 18.
const IN_FORCE: Date = date(2022, 4, 1);

pub(super) static LAW2: Version<UnitFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 2,
        rev: 1,
        cite: "児童福祉法第6条の2第2項、児童福祉法施行令第22条（令和4年4月1日から成年患者は本人）",
        title: "所得をみる人",
        result: |v| v.persons(),
        explain,
    },
    applies: |d| d.applied >= IN_FORCE,
    from: IN_FORCE,
    run,
};

fn run(facts: UnitFacts<'_>, asked: &Asked<'_>, t: &mut Trace) -> Result<Unit, Stop> {
    t.step(&LAW2.meta, |t| {
        let kind = t.read("insurance", facts.insurance);
        // Without insurance there is public assistance, and nobody's income counts at any age.
        if kind == Ok(InsuranceKind::None) {
            return by_insurance(InsuranceKind::None, facts, t);
        }
        let on = t.take("date", "validity.basis", facts.date)?;
        // Both are read before it stops, so that all that is missing is named.
        let adult = eligibility::adult_on(asked, facts.birth_date, on, t);
        let kind = kind?;
        if adult? && asked.program(t, "own_unit", "adult.own_unit", on)? == 1 {
            let Some(patient) = facts.members.iter().position(|member| member.relation == Relation::Oneself) else {
                return Err(Stop::Missing("patient".to_owned()));
            };
            t.caution(Caution::AdultOnOwnIncome);
            t.note("alone", true);
            return Ok(of(facts.members, vec![patient]));
        }
        by_insurance(kind, facts, t)
    })
}

fn explain(v: &View<'_>) -> String {
    if v.is("alone") {
        return format!("{}歳以上（成年患者）なので、本人の所得をみます: {}。", v.text("adult_age"), v.out());
    }
    explain_insurance(v)
}
