//! 世帯内按分: recipients of 小児慢性 and 指定難病 in one insurance household, or one child with both, together pay no more than the highest cap
//! among them. Who takes part, and from when, is said in `household`.

mod household;
mod law1;

use events::vocabulary::Yen;
use jiff::civil::Date;

pub use household::{Recipient, ShareChange, changes, shares_on};

use super::asked::Asked;
use super::input::Stop;
use super::trace::Trace;
use super::val::Val;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "cap.apportionment";

/// The shares, in the order of the caps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares(pub Vec<Yen>);

impl From<Shares> for Val {
    fn from(shares: Shares) -> Self {
        Self::List(shares.0.iter().map(ToString::to_string).collect())
    }
}

/// The rule: individual caps and the day on which the unit of rounding is read.
pub type ShareFn = fn(&[Yen], Date, &Asked<'_>, &mut Trace) -> Result<Shares, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<ShareFn>] = &[&law1::LAW1];

/// The shares of the individual caps.
pub fn shares(asked: &Asked<'_>, caps: &[Yen], on: Date, t: &mut Trace) -> Result<Shares, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(caps, on, asked, t)
}

#[cfg(test)]
mod tests;
