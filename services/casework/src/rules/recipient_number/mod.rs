//! 受給者番号: the next serial of the register of its payer number, with check digit. Unique within the payer number, never used again.

mod law1;

use events::vocabulary::{PayerNumber, RecipientNumber};

use super::RuleSet;
use super::input::Stop;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "number.recipient";

/// What the rule asks.
#[derive(Clone, Copy, Debug)]
pub struct RecipientFacts {
    /// The payer number whose register counts.
    pub payer: PayerNumber,
    /// Last serial given out in that register; 0 if none.
    pub last_serial: u32,
    /// The number the child already holds under this payer number, without a break.
    pub held: Option<RecipientNumber>,
}

/// The rule.
pub type RecipientFn = fn(RecipientFacts, &mut Trace) -> Result<RecipientNumber, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<RecipientFn>] = &[&law1::LAW1];

/// The number to give: the one held, or the next of the register.
pub fn recipient(set: &RuleSet, dates: &Dates, facts: RecipientFacts, t: &mut Trace) -> Result<RecipientNumber, Stop> {
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(facts, t)
}

#[cfg(test)]
mod tests;
