//! 終了日: the prefecture's common end, at most the eve of the 20th birthday.

mod law1;
mod reach;

use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

pub use reach::reach;

use super::RuleSet;
use super::input::{Input, Stop};
use super::masters::Masters;
use super::trace::Trace;
use super::version::{Dates, Version};

/// Name of the rule.
pub const RULE: &str = "validity.end";

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct EndFacts {
    /// 申請の種類.
    pub kind: Input<ProcedureKind>,
    /// 開始日.
    pub start: Result<Date, Stop>,
    /// 申請日.
    pub application_date: Input<Date>,
    /// 生年月日.
    pub birth_date: Input<Date>,
    /// Last day of the award that is changed.
    pub award_end: Input<Date>,
}

/// The rule.
pub type EndFn = fn(&EndFacts, &Masters, &mut Trace) -> Result<Date, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<EndFn>] = &[&law1::LAW1];

/// The last day.
pub fn end(set: &RuleSet, dates: &Dates, facts: &EndFacts, masters: &Masters, t: &mut Trace) -> Result<Date, Stop> {
    if dates.kind == ProcedureKind::Reissue {
        return Err(Stop::NotApplicable("再交付では有効期間は変わりません。"));
    }
    let version = set.pick(RULE, VERSIONS, dates).ok_or_else(|| Stop::Missing(format!("rules.{RULE}")))?;
    (version.run)(facts, masters, t)
}

#[cfg(test)]
mod tests;
