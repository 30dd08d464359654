//! 階層区分: the income tier of the unit (児童福祉法施行令第22条第1項).

mod law1;
mod law2;

use events::vocabulary::{Tier, Yen};
use jiff::civil::Date;

use super::asked::Asked;
use super::facts::AsTaxed;
use super::input::{Input, Stop};
use super::low_income::LowFacts;
use super::trace::Trace;
use super::version::Version;

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
    /// What converts the levy of the certificate; none where the amount is the one that counts.
    pub as_taxed: Option<AsTaxed>,
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
    /// The income that counts where nobody is taxed.
    pub low: LowFacts,
}

/// The rule.
pub type TierFn = fn(&TierFacts, &Asked<'_>, &mut Trace) -> Result<Tier, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<TierFn>] = &[&law1::LAW1, &law2::LAW1R2, &law2::LAW2];

/// The tier.
pub fn tier(asked: &Asked<'_>, facts: &TierFacts, t: &mut Trace) -> Result<Tier, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, asked, t)
}

/// The levy of one person, none where not taxed; an untaxed person with a levy is a contradiction.
pub(super) fn levy_of_taxed(at: usize, taxed: &Input<bool>, levy: &Input<Yen>, t: &mut Trace) -> Result<Option<Yen>, Stop> {
    let name = |part: &str| format!("members[{at}].{part}");
    if t.read(name("taxed"), taxed)? {
        return t.read(name("income_levy_yen"), levy).map(Some);
    }
    if levy.known().is_some_and(|yen| *yen > Yen::ZERO) {
        return Err(Stop::conflict(name("income_levy_yen"), "非課税なのに所得割額があります。どちらかを直してください。"));
    }
    Ok(None)
}

/// Sum of the levies of the persons who are taxed; `None` while one is unknown or stands as the certificate shows it.
pub fn levy_sum(unit: &[UnitMember]) -> Option<Yen> {
    if unit.iter().any(|member| member.as_taxed.is_some()) {
        return None;
    }
    unit.iter().try_fold(Yen::ZERO, |sum, member| match member.taxed {
        Input::Known(false) => Some(sum),
        Input::Known(true) => sum.plus(*member.income_levy.known()?).ok(),
        Input::Unknown | Input::NotApplicable(_) => None,
    })
}

#[cfg(test)]
mod tests;
