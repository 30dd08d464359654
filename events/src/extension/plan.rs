//! Which awards an order extends, and until when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an order says of validity periods.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// 命令・通知の日付.
    pub issued_on: Date,
    /// First of the last days that are extended.
    pub ends_from: Date,
    /// Last of the last days that are extended.
    pub ends_until: Date,
    /// 延長後の末日, for everybody whom no other limit ends earlier.
    pub until: Date,
}
