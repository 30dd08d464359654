//! 公費負担者番号: under which number the prefecture pays. Until the prefecture confirms, all numbers are 要確認.

mod law1;

use events::vocabulary::{PayerNumber, Tier};
use jiff::civil::Date;

use super::RuleSet;
use super::input::Stop;
use super::masters::Masters;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "number.payer";

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct PayerFacts {
    /// The day on which the table is read.
    pub date: Result<Date, Stop>,
    /// 階層区分.
    pub tier: Result<Tier, Stop>,
    /// 血友病等.
    pub haemophilia: Result<bool, Stop>,
}

/// The rule.
pub type PayerFn = fn(&PayerFacts, &Masters, &mut Trace) -> Result<PayerNumber, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<PayerFn>] = &[&law1::LAW1];

/// The payer number.
pub fn payer(set: &RuleSet, dates: &Dates, facts: &PayerFacts, masters: &Masters, t: &mut Trace) -> Result<PayerNumber, Stop> {
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(facts, masters, t)
}

#[cfg(test)]
mod tests;
