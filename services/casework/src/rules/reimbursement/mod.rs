//! 療養費の額: what a family gets back of what it paid for a month at one institution.

mod law1;
#[cfg(test)]
mod tests;

use events::vocabulary::Yen;
use jiff::civil::Date;

use super::asked::Asked;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "reimbursement.amount";

/// What the rule asks of a month.
#[derive(Clone, Debug)]
pub struct ReimbursementFacts {
    /// First day of the month of care.
    pub month: Input<Date>,
    /// 医療費総額（10割）.
    pub total: Input<Yen>,
    /// 窓口で支払った額, without meals.
    pub paid: Input<Yen>,
    /// 自己負担上限月額 of the award.
    pub cap: Input<Yen>,
    /// 自己負担 that the cap management sheet shows already.
    pub on_the_sheet: Input<Yen>,
    /// 他の公費.
    pub other_public: Input<Yen>,
    /// 高額療養費.
    pub high_cost: Input<Yen>,
    /// 食事療養標準負担額として支払った額.
    pub meals_paid: Input<Yen>,
    /// The family pays its half of the meals (階層Ⅰ and 血友病等 do not).
    pub meals_shared: Input<bool>,
}

/// The rule.
pub type ReimbursementFn = fn(&ReimbursementFacts, &Asked<'_>, &mut Trace) -> Result<Yen, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<ReimbursementFn>] = &[&law1::LAW1];

/// The amount for a month.
pub fn reimbursement(asked: &Asked<'_>, facts: &ReimbursementFacts, t: &mut Trace) -> Result<Yen, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, asked, t)
}
