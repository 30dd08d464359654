//! 支払の一覧を作った: from here on amounts and accounts do not move, whatever happens to the claims.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FrozenFile, PaymentLine};

/// A batch was drawn up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DrawnUp {
    /// Fiscal year, counted in 令和.
    pub year: u8,
    /// Number in the year.
    pub serial: u32,
    /// 振込予定日.
    pub pay_on: Date,
    /// Its lines.
    pub lines: Vec<PaymentLine>,
    /// Its files.
    pub files: Vec<FrozenFile>,
}

crate::personal::personal!(DrawnUp);
