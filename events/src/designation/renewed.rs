//! 指定を更新した: another term; after an end, a designation anew.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::ValidityPeriod;

/// A designation was renewed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Renewed {
    /// 申請日.
    pub applied_on: Date,
    /// The new term.
    pub validity: ValidityPeriod,
}

crate::personal::personal!(Renewed);
