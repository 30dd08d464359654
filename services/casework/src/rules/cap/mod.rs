//! 自己負担上限月額: what a family pays at most in a month, before sharing within a household.

mod haemophilia_law1;
mod law1;

use events::vocabulary::{Severity, Tier, Yen};
use jiff::civil::Date;

use super::RuleSet;
use super::facts::DiseaseFacts;
use super::input::{Input, Stop};
use super::masters::Masters;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "cap.monthly";

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct CapFacts {
    /// The day on which the table is read.
    pub date: Result<Date, Stop>,
    /// 階層区分.
    pub tier: Result<Tier, Stop>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Input<Severity>,
    /// 血友病等.
    pub haemophilia: Result<bool, Stop>,
}

/// The rule.
pub type CapFn = fn(&CapFacts, &Masters, &mut Trace) -> Result<Yen, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<CapFn>] = &[&law1::LAW1];

/// Whether the application is one for 血友病等.
pub type HaemophiliaFn = fn(&[DiseaseFacts], &mut Trace) -> Result<bool, Stop>;
/// Name of that rule.
pub const HAEMOPHILIA_RULE: &str = "disease.haemophilia";
/// Versions of that rule.
pub static HAEMOPHILIA: &[&Version<HaemophiliaFn>] = &[&haemophilia_law1::LAW1];

/// Whether the application is one for 血友病等.
pub fn haemophilia(set: &RuleSet, dates: &Dates, diseases: &[DiseaseFacts], t: &mut Trace) -> Result<bool, Stop> {
    let version =
        set.pick(HAEMOPHILIA_RULE, HAEMOPHILIA, dates).ok_or_else(|| Stop::Missing(format!("rules.{HAEMOPHILIA_RULE}")))?;
    (version.run)(diseases, t)
}

/// The monthly cap.
pub fn cap(set: &RuleSet, dates: &Dates, facts: &CapFacts, masters: &Masters, t: &mut Trace) -> Result<Yen, Stop> {
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(facts, masters, t)
}

#[cfg(test)]
mod tests;
