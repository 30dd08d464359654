//! 対象者: age on the day of application and residence in the prefecture (児童福祉法第6条の2, 第19条の3, 施行令第1条).

mod adult;
mod age_law1;
mod continuity_law1;
mod disease_law1;
mod residence_law1;

use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

pub(super) use adult::adult_on;

use super::RuleSet;
use super::asked::Asked;
use super::input::{Input, Stop};
use super::masters::Masters;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule on age.
pub const AGE_RULE: &str = "eligibility.age";
/// Name of the rule on residence.
pub const RESIDENCE_RULE: &str = "eligibility.residence";

/// Name of the rule on a disease that is added or changed.
pub const DISEASE_RULE: &str = "eligibility.disease";
/// Name of the rule on adults who move in.
pub const CONTINUITY_RULE: &str = "eligibility.continuity";

/// What the rule on age asks.
#[derive(Clone, Debug)]
pub struct AgeFacts {
    /// 申請の種類.
    pub kind: Input<ProcedureKind>,
    /// 申請日.
    pub application_date: Input<Date>,
    /// 生年月日.
    pub birth_date: Input<Date>,
}

/// The rule on age: eligible or not.
pub type AgeFn = fn(&AgeFacts, &Masters, &mut Trace) -> Result<bool, Stop>;
/// The rule on residence: eligible or not.
pub type ResidenceFn = fn(&Input<events::vocabulary::MunicipalityCode>, Date, &Masters, &mut Trace) -> Result<bool, Stop>;

/// Versions of the rule on age.
pub static AGE: &[&Version<AgeFn>] = &[&age_law1::LAW1];
/// Versions of the rule on residence.
pub static RESIDENCE: &[&Version<ResidenceFn>] = &[&residence_law1::LAW1];

/// The rule on a disease that is added or changed: application and birth to yes or no.
pub type DiseaseFn = fn(&Input<Date>, &Input<Date>, &Asked<'_>, &mut Trace) -> Result<bool, Stop>;
/// The rule on adults who move in: application, birth, last day of the award elsewhere.
pub type ContinuityFn = fn(&Input<Date>, &Input<Date>, &Input<Date>, &Asked<'_>, &mut Trace) -> Result<bool, Stop>;
/// Versions of the rule on a disease that is added or changed.
pub static DISEASE: &[&Version<DiseaseFn>] = &[&disease_law1::LAW1];
/// Versions of the rule on adults who move in.
pub static CONTINUITY: &[&Version<ContinuityFn>] = &[&continuity_law1::LAW1];

/// Whether a disease may be added to an award or changed (疾病の追加・変更).
pub fn disease(asked: &Asked<'_>, applied: &Input<Date>, birth: &Input<Date>, t: &mut Trace) -> Result<bool, Stop> {
    (asked.pick(DISEASE_RULE, DISEASE)?.run)(applied, birth, asked, t)
}

/// Whether a patient who moves in has been entitled without a break, which is needed from 18 on.
pub fn continuity(
    asked: &Asked<'_>,
    applied: &Input<Date>,
    birth: &Input<Date>,
    previous_end: &Input<Date>,
    t: &mut Trace,
) -> Result<bool, Stop> {
    (asked.pick(CONTINUITY_RULE, CONTINUITY)?.run)(applied, birth, previous_end, asked, t)
}

/// Whether the child's age allows the application.
pub fn age(set: &RuleSet, dates: &Dates, facts: &AgeFacts, masters: &Masters, t: &mut Trace) -> Result<bool, Stop> {
    let version = set.pick(AGE_RULE, AGE, dates).ok_or_else(|| Stop::Missing(format!("rules.{AGE_RULE}")))?;
    (version.run)(facts, masters, t)
}

/// Whether the child lives where this prefecture is responsible.
pub fn residence(
    set: &RuleSet,
    dates: &Dates,
    municipality: &Input<events::vocabulary::MunicipalityCode>,
    masters: &Masters,
    t: &mut Trace,
) -> Result<bool, Stop> {
    let version = set.pick(RESIDENCE_RULE, RESIDENCE, dates).ok_or_else(|| Stop::Missing(format!("rules.{RESIDENCE_RULE}")))?;
    (version.run)(municipality, dates.applied, masters, t)
}

#[cfg(test)]
mod tests;
