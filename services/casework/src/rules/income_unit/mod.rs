//! 支給認定基準世帯員: whose income counts. The unit is that of the insurance, not that of the resident register.

mod law1;

use events::vocabulary::InsuranceKind;

use super::RuleSet;
use super::facts::Member;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "income.unit";

/// What the rule asks.
#[derive(Clone, Copy, Debug)]
pub struct UnitFacts<'f> {
    /// 保険の種類.
    pub insurance: &'f Input<InsuranceKind>,
    /// 生活保護・支援給付.
    pub public_assistance: &'f Input<bool>,
    /// 児童本人が被保険者である.
    pub insured_is_child: &'f Input<bool>,
    /// 世帯員.
    pub members: &'f [Member],
}

/// The persons: their places in the list of members, and their names for the calculation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Places in `Facts::members`.
    pub members: Vec<usize>,
    /// Names.
    pub titles: Vec<String>,
}

impl From<Unit> for Val {
    fn from(unit: Unit) -> Self {
        Self::List(unit.titles)
    }
}

/// The rule.
pub type UnitFn = for<'f> fn(UnitFacts<'f>, &mut Trace) -> Result<Unit, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<UnitFn>] = &[&law1::LAW1];

/// The persons whose income counts.
pub fn unit(set: &RuleSet, dates: &Dates, facts: UnitFacts<'_>, t: &mut Trace) -> Result<Unit, Stop> {
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(facts, t)
}

#[cfg(test)]
mod tests;
