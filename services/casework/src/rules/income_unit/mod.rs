//! 支給認定基準世帯員: whose income counts. The unit is that of the insurance, not that of the resident register.

mod law1;
mod law2;

use events::vocabulary::InsuranceKind;
use jiff::civil::Date;

use super::asked::Asked;
use super::facts::Member;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::Version;

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
    /// 受診者の生年月日; counts from the day on which 成年患者 are judged on their own.
    pub birth_date: &'f Input<Date>,
    /// The day on which it is asked who counts.
    pub date: &'f Result<Date, Stop>,
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
pub type UnitFn = fn(UnitFacts<'_>, &Asked<'_>, &mut Trace) -> Result<Unit, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<UnitFn>] = &[&law1::LAW1, &law2::LAW2];

/// The persons whose income counts.
pub fn unit(asked: &Asked<'_>, facts: UnitFacts<'_>, t: &mut Trace) -> Result<Unit, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, asked, t)
}

#[cfg(test)]
mod tests;
