//! 返戻を受けた: an envelope came back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::ReturnGround;

/// An envelope came back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// Ordinal of its item.
    pub item: u32,
    /// 返戻日.
    pub on: Date,
    /// Why.
    pub ground: ReturnGround,
}

crate::personal::personal!(Returned);
