//! 対象者: age on the day of application and residence in the prefecture (児童福祉法第6条の2, 第19条の3, 施行令第1条).

mod age_law1;
mod residence_law1;

use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

use super::RuleSet;
use super::input::{Input, Stop};
use super::masters::Masters;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule on age.
pub const AGE_RULE: &str = "eligibility.age";
/// Name of the rule on residence.
pub const RESIDENCE_RULE: &str = "eligibility.residence";

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
