//! 支給認定基準世帯への影響: whether a change of particulars alters the household of account, so that the award must change as well.

mod law1;
#[cfg(test)]
mod tests;

use events::vocabulary::InsuranceKind;
use jiff::civil::Date;

use super::asked::Asked;
use super::input::{Input, Stop};
use super::trace::Trace;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "notice.household_change";

/// What the rule asks.
#[derive(Clone, Debug)]
pub struct HouseholdChangeFacts {
    /// 変わった日.
    pub changed_on: Input<Date>,
    /// 生年月日.
    pub birth_date: Input<Date>,
    /// 保険種別 before.
    pub insurance_before: Input<InsuranceKind>,
    /// 保険種別 after.
    pub insurance_after: Input<InsuranceKind>,
    /// Another person is the insured (被保険者).
    pub insured_changed: Input<bool>,
    /// The child lives in another municipality.
    pub municipality_changed: Input<bool>,
    /// Another person is the guardian.
    pub guardian_changed: Input<bool>,
}

/// The rule.
pub type HouseholdChangeFn = fn(&HouseholdChangeFacts, &Asked<'_>, &mut Trace) -> Result<bool, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<HouseholdChangeFn>] = &[&law1::LAW1];

/// Whether an application for change of award is needed.
pub fn household_change(asked: &Asked<'_>, facts: &HouseholdChangeFacts, t: &mut Trace) -> Result<bool, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(facts, asked, t)
}
