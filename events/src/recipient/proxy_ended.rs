//! 代理人の権限が終わった.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::NoticeId;

/// The proxy's power ended before its term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProxyEnded {
    /// 届.
    pub notice: NoticeId,
    /// 代理権の末日.
    pub last_day: Date,
}

crate::personal::personal!(ProxyEnded);
