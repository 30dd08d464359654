//! 発送した.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::PostingWay;

/// Envelopes went out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Posted {
    /// Ordinals.
    pub items: Vec<u32>,
    /// 発送日.
    pub on: Date,
    /// 発送方法.
    pub way: PostingWay,
}

crate::personal::personal!(Posted);
