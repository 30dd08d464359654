//! 境界層: a family that would need 生活保護 at its tier is moved down until it does not. Which tier that is, the welfare office certifies; the
//! rule takes it over and never raises a tier.

mod law1;

use events::vocabulary::Tier;

use super::asked::Asked;
use super::input::Stop;
use super::trace::Trace;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "income.hardship";

/// The rule: the tier by income, and the tier that is certified.
pub type HardshipFn = fn(&Result<Tier, Stop>, Tier, &mut Trace) -> Result<Tier, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<HardshipFn>] = &[&law1::LAW1];

/// The tier after lowering.
pub fn lowered(asked: &Asked<'_>, tier: &Result<Tier, Stop>, certified: Tier, t: &mut Trace) -> Result<Tier, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(tier, certified, t)
}

#[cfg(test)]
mod tests;
