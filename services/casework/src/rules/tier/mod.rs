//! 階層区分: the income tier of the unit (児童福祉法施行令第22条第1項).

mod law1;

use events::vocabulary::{Tier, Yen};
use jiff::civil::Date;

use super::RuleSet;
use super::input::{Input, Stop};
use super::masters::Masters;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "income.tier";

/// One person whose income counts.
#[derive(Clone, Copy, Debug)]
pub struct UnitMember {
    /// Place in the list the answer's names refer to.
    pub at: usize,
    /// 市町村民税が課税されている.
    pub taxed: Input<bool>,
    /// 市町村民税所得割額, yen a year.
    pub income_levy: Input<Yen>,
}

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct TierFacts {
    /// The day on which thresholds and bounds are read.
    pub date: Result<Date, Stop>,
    /// 生活保護・支援給付.
    pub public_assistance: Input<bool>,
    /// The persons whose income counts; the stop of the rule that finds them.
    pub unit: Result<Vec<UnitMember>, Stop>,
    /// 申請者の年収等, yen a year.
    pub guardian_income: Input<Yen>,
}

/// The rule.
pub type TierFn = fn(&TierFacts, &Masters, &mut Trace) -> Result<Tier, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<TierFn>] = &[&law1::LAW1];

/// The tier.
pub fn tier(set: &RuleSet, dates: &Dates, facts: &TierFacts, masters: &Masters, t: &mut Trace) -> Result<Tier, Stop> {
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(facts, masters, t)
}

/// Sum of the levies of the persons who are taxed; `None` while one is unknown.
pub fn levy_sum(unit: &[UnitMember]) -> Option<Yen> {
    unit.iter().try_fold(Yen::ZERO, |sum, member| match member.taxed {
        Input::Known(false) => Some(sum),
        Input::Known(true) => sum.plus(*member.income_levy.known()?).ok(),
        Input::Unknown | Input::NotApplicable(_) => None,
    })
}

#[cfg(test)]
mod tests;
