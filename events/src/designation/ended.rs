//! 指定が終わった: before its term.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{DesignationEnd, FreeText};

/// A designation ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// The last day on which it counts.
    pub last_day: Date,
    /// How.
    pub ground: DesignationEnd,
    /// 理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Ended: why);
