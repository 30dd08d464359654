//! 算定に使う所得割額: from the levy as the certificate of tax shows it to the levy that tiers go by. Credits that the order does not
//! regard are added back, a designated city's higher rate is brought to the standard rate, and in the years of みなし寡婦(夫)控除 its deduction
//! is taken off.

mod law1;
mod law2;

use events::vocabulary::Yen;
use jiff::civil::Date;

use super::asked::Asked;
use super::facts::AsTaxed;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::val::Val;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "income.levy";

/// What the rule asks about one person.
#[derive(Clone, Copy, Debug)]
pub struct LevyFacts<'f> {
    /// Place in the list of members.
    pub at: usize,
    /// 市町村民税が課税されている.
    pub taxed: Input<bool>,
    /// 所得割額 as the certificate shows it, yen a year.
    pub income_levy: Input<Yen>,
    /// What is needed to convert it.
    pub as_taxed: &'f AsTaxed,
}

/// The levy that counts; none where the person is not taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levied(pub Option<Yen>);

impl From<Levied> for Val {
    fn from(levied: Levied) -> Self {
        levied.0.map_or_else(|| Self::Text("非課税".to_owned()), Self::Yen)
    }
}

/// The rule, for the day on which rates are read.
pub type LevyFn = fn(&LevyFacts<'_>, Date, &Asked<'_>, &mut Trace) -> Result<Levied, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<LevyFn>] = &[&law1::LAW1, &law2::LAW2, &law1::LAW3];

/// The levy of one person that counts.
pub fn levied(asked: &Asked<'_>, facts: &LevyFacts<'_>, on: Date, t: &mut Trace) -> Result<Levied, Stop> {
    // Which deductions there are hangs on the tax, so on the day whose tax counts, not on that of the application.
    let asked = Asked { dates: Dates { applied: on, ..asked.dates }, ..*asked };
    (asked.pick(RULE, VERSIONS)?.run)(facts, on, &asked, t)
}

#[cfg(test)]
mod tests;
