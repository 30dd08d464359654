//! 一括延長を決裁した: the awards are extended from here on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A mass extension was approved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Approved {
    /// 決定日.
    pub decided_on: Date,
}

crate::personal::personal!(Approved);
