//! 決定番号: one a decision, without a gap, anew each fiscal year.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Number of a decision (決定番号). Shown as 令和8年度第31号.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct DecisionNumber {
    /// Fiscal year of 令和.
    pub year: u8,
    /// From 1.
    pub serial: u32,
}

impl fmt::Display for DecisionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "令和{}年度第{}号", self.year, self.serial)
    }
}
