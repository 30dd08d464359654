//! 手で改めた: a value that the rules proposed was set otherwise. What was proposed, by which version of which rule, stands beside what was
//! chosen, so that anybody sees whether the proposal is still the one that was overridden.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{FreeText, OverriddenValue, OverrideGround};

/// A proposed value was set otherwise; an earlier one of the same item is replaced.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Overridden {
    /// What the rules proposed (規則の案).
    pub proposed: OverriddenValue,
    /// The rule that proposed it: `validity.start`.
    pub rule: String,
    /// Its legal version.
    pub law: u16,
    /// Our correction within the legal version.
    pub rev: u8,
    /// Name of the rule set (規則集).
    pub rule_set: String,
    /// What counts instead; of the same item.
    pub chosen: OverriddenValue,
    /// 理由の区分.
    pub ground: OverrideGround,
    /// 理由.
    pub why: Personal<FreeText>,
    /// 根拠とした書類.
    pub stands_on: Personal<FreeText>,
}

crate::personal::personal!(Overridden: why, stands_on);
