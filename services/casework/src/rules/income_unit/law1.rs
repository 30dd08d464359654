//! 国保・国保組合: everyone of the household in the same insurance. 被用者保険: the insured person; if that is the child and not taxed,
//! the guardians as well.

use events::vocabulary::{InsuranceKind, Relation};
use jiff::civil::date;

use super::{RULE, Unit, UnitFacts, UnitFn};
use crate::rules::asked::Asked;
use crate::rules::caution::Caution;
use crate::rules::facts::Member;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::val::Val;
use crate::rules::version::Version;

pub(super) static LAW1: Version<UnitFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第22条、施行規則",
        title: "所得をみる人",
        result: |v| v.persons(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: UnitFacts<'_>, _: &Asked<'_>, t: &mut Trace) -> Result<Unit, Stop> {
    t.step(&LAW1.meta, |t| {
        let kind = t.read("insurance", facts.insurance)?;
        by_insurance(kind, facts, t)
    })
}

pub(super) fn by_insurance(kind: InsuranceKind, facts: UnitFacts<'_>, t: &mut Trace) -> Result<Unit, Stop> {
    match kind {
        InsuranceKind::National | InsuranceKind::NationalUnion => same_insurance(facts.members, t),
        InsuranceKind::Employee => {
            if t.read("insured_is_child", facts.insured_is_child)? {
                child_insured(facts.members, t)
            } else {
                insured_person(facts.members)
            }
        }
        InsuranceKind::None => {
            if t.read("public_assistance", facts.public_assistance)? {
                Err(Stop::NotApplicable("生活保護等のため、所得はみません。"))
            } else {
                Err(Stop::conflict("insurance", "医療保険がないのは生活保護等のときだけです。保険の種類を確かめてください。"))
            }
        }
    }
}

fn same_insurance(members: &[Member], t: &mut Trace) -> Result<Unit, Stop> {
    let mut unit = Vec::new();
    let mut unknown = None;
    for (at, member) in members.iter().enumerate() {
        match t.read(format!("members[{at}].same_insurance"), &member.same_insurance) {
            Ok(true) => unit.push(at),
            Ok(false) | Err(Stop::NotApplicable(_)) => {}
            Err(stop) => unknown = Some(stop),
        }
    }
    match unknown {
        Some(stop) => Err(stop),
        None if unit.is_empty() => Err(Stop::Missing("members".to_owned())),
        None => Ok(of(members, unit)),
    }
}

fn insured_person(members: &[Member]) -> Result<Unit, Stop> {
    let insured: Vec<usize> = places(members, |member| member.insured);
    match insured.len() {
        0 => Err(Stop::Missing("insured_person".to_owned())),
        1 => Ok(of(members, insured)),
        _ => Err(Stop::conflict("members", "被保険者が2人以上選ばれています。1人だけ選んでください。")),
    }
}

fn child_insured(members: &[Member], t: &mut Trace) -> Result<Unit, Stop> {
    let Some(child) = members.iter().position(|member| member.relation == Relation::Oneself) else {
        return Err(Stop::Missing("insured_person".to_owned()));
    };
    let taxed = members.get(child).map(|member| member.taxed).ok_or_else(|| Stop::Missing("members".to_owned()))?;
    let mut unit = vec![child];
    if !t.read(format!("members[{child}].taxed"), &taxed)? {
        let guardians =
            places(members, |member| matches!(member.relation, Relation::Father | Relation::Mother | Relation::Guardian));
        if guardians.is_empty() {
            return Err(Stop::Missing("members".to_owned()));
        }
        unit.extend(guardians);
        t.caution(Caution::GuardiansJoined);
    }
    Ok(of(members, unit))
}

fn places(members: &[Member], wanted: impl Fn(&Member) -> bool) -> Vec<usize> {
    members.iter().enumerate().filter(|(_, member)| wanted(member)).map(|(at, _)| at).collect()
}

pub(super) fn of(members: &[Member], unit: Vec<usize>) -> Unit {
    let titles = unit.iter().filter_map(|at| members.get(*at)).map(Member::title).collect();
    Unit { members: unit, titles }
}

pub(super) fn explain(v: &View<'_>) -> String {
    let whom = match v.get("insurance") {
        Some(Val::Insurance(InsuranceKind::Employee)) => "被保険者をみます",
        _ => "同じ保険に入っている世帯員の全員をみます",
    };
    format!("{}なので、{whom}: {}。", v.text("insurance"), v.out())
}
